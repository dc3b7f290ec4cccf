"""The acceptance sheet: kept as it was judged, and printed on both papers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from broker.bus.settings import Settings
from kiosk.printing.drawing import draw
from kiosk.service_menu.acceptance import CHECKS, Verdict, passed
from kiosk.service_menu.checks import sheet
from tests.kiosk.service_menu.boxes import toolbox

pytestmark = pytest.mark.fast

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
GOOD = tuple(Verdict(check.item, "pass", {"uk": "добре", "en": "good"}) for check in CHECKS)
BAD = (*GOOD[:2], Verdict("screen", "fail", {"uk": "смуга", "en": "stripe"}), *GOOD[3:])


def test_a_sheet_is_stored_with_who_when_and_each_line(tmp_path: Path):
    report = sheet.store(replace(toolbox(tmp_path), by="Олена Коваль", sheet=BAD))
    assert report.failed
    (file,) = (tmp_path / "acceptance").glob("*.json")
    kept = json.loads(file.read_text("utf-8"))
    assert (kept["technician"], kept["appliance"], kept["accepted"]) == ("Олена Коваль", "dispenser-1", False)
    assert [(c["item"], c["outcome"]) for c in kept["checks"]] == [(v.item, v.outcome) for v in BAD]


@pytest.mark.parametrize("paper", [58, 80])
def test_it_is_printed_with_every_line_on_either_paper(tmp_path: Path, paper: int):
    box = replace(toolbox(tmp_path), by="Олена Коваль", sheet=GOOD, settings=Settings(state_dir=tmp_path, paper=paper))
    assert not sheet.print_it(box).failed
    assert len(list((tmp_path / "paper-tape").glob("*-acceptance-*.png"))) == 1
    slip = sheet.slip_of(GOOD, "dispenser-1", "Олена Коваль", NOON, "0.1.0")
    labels = {line.label for line in slip.lines}
    assert {"Принтер", "Дотик", "Екран", "Звук", "Мережа", "Годинник", "Несправності"} <= labels
    assert draw(slip, paper).height > 500


def test_a_printer_without_paper_says_so_and_the_sheet_is_not_lost(tmp_path: Path):
    box = replace(toolbox(tmp_path), sheet=GOOD)
    assert not sheet.store(box).failed
    (tmp_path / "paper-tape").mkdir(exist_ok=True)
    (tmp_path / "paper-tape" / "status").write_text("paper-out")
    assert sheet.print_it(box).failed


def test_one_fault_or_nothing_but_skipped_checks_is_no_acceptance():
    assert passed(GOOD)
    assert not passed(BAD)
    assert not passed(tuple(replace(v, outcome="skipped") for v in GOOD))
    assert passed((*GOOD[:-1], replace(GOOD[-1], outcome="skipped")))
