"""The audit file keeps what was done, through power cuts, and does not fill the card."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.service_menu import audit
from kiosk.service_menu.audit import FILE, KEPT, Audit

pytestmark = pytest.mark.fast

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def book(folder: Path) -> Audit:
    return Audit(folder, lambda: NOON, "01KBOOT")


def test_each_line_says_who_did_what_and_when(tmp_path: Path):
    book(tmp_path).note("test-slip", "Олена", "failed", "paper out")
    assert json.loads((tmp_path / FILE).read_text()) == {
        "at": "2026-11-23T12:00:00Z",
        "boot": "01KBOOT",
        "what": "test-slip",
        "by": "Олена",
        "outcome": "failed",
        "detail": "paper out",
    }


def test_lines_are_only_added(tmp_path: Path):
    for _ in range(2):
        book(tmp_path).note("enter", "Олена")
    assert (tmp_path / FILE).read_bytes().count(b"\n") == 2


def test_half_a_line_of_a_power_cut_does_not_swallow_the_next(tmp_path: Path):
    (tmp_path / FILE).write_bytes(b'{"at": "2026')
    book(tmp_path).note("enter", "Олена")
    assert json.loads((tmp_path / FILE).read_bytes().splitlines()[1])["what"] == "enter"


def test_full_files_are_kept_for_a_while_and_then_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(audit, "LARGEST", 300)
    kept = book(tmp_path)
    for number in range(100):
        kept.note(f"deed-{number}")
    files = sorted(tmp_path.iterdir())
    assert len(files) == KEPT + 1
    assert all(file.stat().st_size <= 300 for file in files)
    assert json.loads((tmp_path / FILE).read_bytes().splitlines()[-1])["what"] == "deed-99"


def test_a_disk_that_takes_nothing_stops_nobody(tmp_path: Path):
    (tmp_path / FILE).mkdir()
    assert book(tmp_path).note("enter", "Олена").by == "Олена"
