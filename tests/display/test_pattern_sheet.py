"""What a pattern has shown lands in the sheet of today, in its place, and changes nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from broker.contracts.acceptance import Sheet, Verdict
from display.look.pattern_sheet import OF_TODAY, with_verdict
from tests.broker.halls import MORNING

pytestmark = pytest.mark.fast
BLANK = Sheet(at=MORNING, appliance="info-1", role="info", technician="taras", version="1", accepted=False, checks=())
SHEET = replace(
    BLANK,
    technician="olena",
    checks=(
        Verdict("paper", "pass", {}),
        Verdict("touch", "skipped", {}),
        *(Verdict(item, "pass", {}) for item in ("screen", "network", "clock", "storage", "problems")),
    ),
)
TOUCHED = Verdict("touch", "fail", {"uk": "18 мм"})


def test_a_check_takes_the_place_of_the_one_that_was_skipped():
    sheet = with_verdict(SHEET, BLANK, TOUCHED, MORNING + timedelta(minutes=5))
    assert [check.item for check in sheet.checks] == [check.item for check in SHEET.checks]
    assert (sheet.at, sheet.technician, sheet.accepted) == (SHEET.at, "olena", False)
    mended = with_verdict(sheet, BLANK, replace(TOUCHED, outcome="pass"), MORNING + timedelta(minutes=9))
    assert mended.accepted


@pytest.mark.parametrize(
    "last",
    [None, replace(SHEET, at=MORNING - OF_TODAY - timedelta(minutes=1)), replace(SHEET, made_with="another panel")],
)
def test_a_sheet_of_another_day_or_panel_is_left_as_it_was(last: Sheet | None):
    sheet = with_verdict(last, BLANK, TOUCHED, MORNING)
    assert (sheet.at, sheet.technician, sheet.checks) == (MORNING, "taras", (TOUCHED,))
    assert not with_verdict(last, BLANK, replace(TOUCHED, outcome="pass"), MORNING).accepted  # all else is unchecked
