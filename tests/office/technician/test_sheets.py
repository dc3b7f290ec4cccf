"""Acceptance sheets in the office."""

from pathlib import Path

import pytest

from broker.acceptance.hardware import PaperHardware
from broker.acceptance.taking import Acceptance
from broker.bus.appliance import Appliance
from broker.bus.memory import MemoryBroker
from broker.contracts.acceptance import CHECKS, Outcome, Sheet, Verdict, checks_of
from broker.contracts.status import About, Do
from office.technician.sheets.face import PHRASES, in_short, shown, state_of
from office.technician.sheets.shelf import Shelf
from office.words import Words
from tests.broker.halls import MORNING, PLAN

pytestmark = pytest.mark.fast


def test_every_check_has_a_name_and_a_question_where_a_person_is_asked():
    for check in CHECKS:
        assert f"item.{check.item}" in PHRASES
        assert not check.asks or f"question.{check.item}" in PHRASES


@pytest.mark.parametrize(
    ("outcome", "state", "short"),
    [
        ("skipped", "open", "торкніться дев'яти точок"),
        ("pass", "accepted", "Прийнято"),
        ("fail", "failed", "Не прийнято"),
    ],
)
def test_what_nobody_has_touched_waits_for_hands_also_where_an_older_appliance_accepted_it(
    outcome: Outcome, state: str, short: str
):
    checks = tuple(Verdict(each.item, "pass", {}) for each in checks_of("info") if each.item != "touch")
    sheet = Sheet(
        at=MORNING,
        appliance="info-1",
        role="info",
        technician="taras",
        version="0.1.0",
        accepted=outcome != "fail",
        checks=(*checks, Verdict("touch", outcome, {})),
    )
    words = Words("uk", PLAN.timezone, PHRASES)
    seen = shown(sheet, (sheet,), words)
    assert state_of(sheet) == seen.state == state
    assert short in in_short(sheet, words)
    assert ("дев'яти точок" in seen.todo) == (state == "open")
    assert [line.outcome for line in seen.lines if line.item == "touch"] == ["unmade" if state == "open" else outcome]


def test_the_office_keeps_each_sheet_and_the_last_word_about_it(tmp_path: Path):
    bus, about = MemoryBroker().client("board-1", PLAN.hall.id), About(role="board", version="1.0")
    board = Appliance(bus, id="board-1", role="board", version="1.0", about=about, zone=PLAN.timezone)
    taken = Acceptance(board, bus, tmp_path / "box", PLAN.timezone, {}, hardware=PaperHardware())
    taken._take(Do(id="x", what="acceptance", at=MORNING))
    shelf = Shelf(tmp_path / "office")
    assert taken.last
    shelf.hear("board-1", taken.last)
    shelf.hear("board-2", taken.last)  # nobody tells of another's acceptance
    assert Shelf(tmp_path / "office").of("board-1") == (taken.last,)
    assert Shelf(tmp_path / "office").of("board-2") == ()
    (tmp_path / "full").touch()
    Shelf(tmp_path / "full").hear("board-1", taken.last)  # a disk that takes nothing
