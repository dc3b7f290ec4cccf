"""What is changed in the demo's office changes no file of whoever started the demo."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioning.demo.own_copy import own_copy
from tests.broker.halls import HALL_TOML

pytestmark = pytest.mark.fast

CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"


def test_a_change_of_the_copy_stays_until_the_original_changes(tmp_path: Path):
    original, state = tmp_path / "mine.toml", tmp_path / "state"
    original.write_text(HALL_TOML.replace("[hall]", '[hall]\nexceptions = "days.ics"'))
    (tmp_path / "days.ics").write_text(CALENDAR)
    copy = own_copy(original, state)
    assert copy.read_text() == original.read_text()
    assert (copy.parent / "days.ics").exists()
    copy.write_text("changed in the office")
    assert own_copy(original, state).read_text() == "changed in the office"
    original.write_text(HALL_TOML)
    assert own_copy(original, state).read_text() == HALL_TOML
