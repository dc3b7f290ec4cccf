"""The acceptance sheet: kept as it was judged, and printed on both papers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from broker.bus.settings import Settings
from broker.contracts.acceptance import Outcome, Sheet, in_order, is_open, passed
from kiosk.printing.drawing import draw
from kiosk.service_menu.acceptance import CHECKS, Verdict
from kiosk.service_menu.checks import sheet
from tests.kiosk.service_menu.boxes import toolbox

pytestmark = pytest.mark.fast

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
GOOD = tuple(Verdict(check.item, "pass", {"uk": "добре", "en": "good"}) for check in CHECKS)
MEASURED = (Verdict("power", "skipped", {}), Verdict("storage", "pass", {}))
BAD = (*GOOD[:2], Verdict("screen", "fail", {"uk": "смуга", "en": "stripe"}), *GOOD[3:])


def test_a_sheet_is_stored_with_who_when_and_each_line(tmp_path: Path):
    report = sheet.store(replace(toolbox(tmp_path), by="Олена Коваль", sheet=BAD))
    assert report.failed
    (file,) = (tmp_path / "acceptance").glob("*.json")
    kept = json.loads(file.read_text("utf-8"))
    assert (kept["technician"], kept["appliance"], kept["accepted"]) == ("Олена Коваль", "dispenser-1", False)
    assert [(c["item"], c["outcome"]) for c in kept["checks"]] == [(v.item, v.outcome) for v in in_order(BAD)]


@pytest.mark.parametrize("paper", [58, 80])
def test_it_is_printed_with_every_line_on_either_paper(tmp_path: Path, paper: int):
    box = replace(toolbox(tmp_path), by="Олена Коваль", sheet=GOOD, settings=Settings(state_dir=tmp_path, paper=paper))
    assert not sheet.print_it(box).failed
    assert len(list((tmp_path / "paper-tape").glob("*-acceptance-*.png"))) == 1
    slip = sheet.slip_of(made((*GOOD, *MEASURED)), UTC)
    assert "ПРИЙНЯТО" in {line.text for line in slip.lines}
    labels = {line.label for line in slip.lines}
    assert {"Принтер", "Дотик", "Екран", "Звук", "Мережа", "Годинник", "Несправності"} <= labels
    assert draw(slip, paper).height > 500


def test_a_printer_without_paper_says_so_and_the_sheet_is_not_lost(tmp_path: Path):
    box = replace(toolbox(tmp_path), sheet=GOOD, measured=lambda: MEASURED)
    assert not sheet.store(box).failed
    (tmp_path / "paper-tape").mkdir(exist_ok=True)
    (tmp_path / "paper-tape" / "status").write_text("paper-out")
    assert sheet.print_it(box).failed


@pytest.mark.parametrize(
    ("item", "mark"), [("printer", "good"), ("power", "good"), ("touch", "warn"), ("screen", "warn")]
)
def test_only_what_a_machine_may_lack_can_be_skipped(tmp_path: Path, item: str, mark: str):
    without = with_outcome((*GOOD, *MEASURED), item, "skipped")
    assert passed("dispenser", without) == (mark == "good")
    report = sheet.store(replace(toolbox(tmp_path), sheet=without))
    (first, *_) = report.lines
    assert first.mark == mark
    if mark == "warn":
        assert first.value["uk"] == {"touch": "Дотик", "screen": "Екран"}[item]
        assert is_open(made(without))
        slip = sheet.slip_of(made(without), UTC)
        assert {"ЩЕ НЕ ПРИЙНЯТО", "не перевірено"} <= {line.text for line in slip.lines}


def test_one_fault_or_nothing_but_skipped_checks_is_no_acceptance():
    assert passed("dispenser", (*GOOD, *MEASURED))
    assert not passed("dispenser", (*BAD, *MEASURED))
    assert not passed("dispenser", tuple(replace(v, outcome="skipped") for v in GOOD))


def test_a_sheet_on_paper_says_the_same_as_the_one_that_is_kept(tmp_path: Path):
    """What the machine measured itself was on the stored sheet alone, and paper said that it was accepted."""
    bad = (*MEASURED[:1], replace(MEASURED[1], outcome="fail"))
    box = replace(toolbox(tmp_path), sheet=GOOD, measured=lambda: bad)
    assert sheet.store(box).failed
    assert any(line.label["en"] == "The appliance is not accepted" for line in sheet.print_it(box).lines)


def made(checks: tuple[Verdict, ...]) -> Sheet:
    return Sheet(
        at=NOON,
        appliance="dispenser-1",
        role="dispenser",
        technician="Олена Коваль",
        version="0.1.0",
        accepted=passed("dispenser", checks),
        checks=checks,
    )


def with_outcome(checks: tuple[Verdict, ...], item: str, outcome: Outcome) -> tuple[Verdict, ...]:
    return tuple(replace(each, outcome=outcome) if each.item == item else each for each in checks)
