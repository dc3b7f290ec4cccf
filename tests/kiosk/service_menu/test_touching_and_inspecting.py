"""What a technician does with the glass: nine points, a calibration, patterns; and the acceptance of all of it."""

from __future__ import annotations

import pytest

from kiosk.service_menu.acceptance import CHECKS
from kiosk.service_menu.calibration import AS_IT_IS, Affine, targets
from kiosk.service_menu.inputs import (
    Begin,
    Do,
    DropCalibration,
    Hold,
    Judge,
    Keep,
    KeepCalibration,
    Note,
    Open,
    Pointed,
    Reported,
    Run,
    Seen,
    Skip,
    Try,
)
from kiosk.service_menu.report import Report, line
from kiosk.service_menu.state import (
    PATTERNS,
    Items,
    Judging,
    Measured,
    Next,
    Pattern,
    Points,
    Shown,
    Trial,
)
from kiosk.touch.presses import Back, Leave
from tests.kiosk.service_menu.technician import GOOD, SCREEN, Technician

pytestmark = pytest.mark.fast


def at_points(panel: Affine = AS_IT_IS) -> Technician:
    """Nine points are touched exactly, on a panel that says another place."""
    technician = Technician().come_in()
    technician.press(Open("touch"))
    technician.tell(Reported(technician.at, technician.state.run, GOOD))
    technician.press(Do("touch-test"))
    for target in targets(SCREEN):
        technician.press(Pointed(panel(target)))
    return technician


def test_an_exact_panel_needs_no_calibration():
    place = at_points().state.place
    assert isinstance(place, Measured)
    assert not place.report.failed
    assert place.better is None


def test_a_calibration_is_tried_first_and_kept_by_a_touch():
    technician = at_points(Affine(a=1.01, c=0.012, f=-0.006))
    (hold,) = technician.press(Try())
    assert isinstance(hold, Hold)
    assert hold.calibration(Affine(a=1.01, c=0.012, f=-0.006)((0.3, 0.7))) == pytest.approx((0.3, 0.7))
    assert technician.press(Keep()) == [KeepCalibration(), Note("touch-calibrated", "Олена")]


@pytest.mark.parametrize("how", ["time", "no", "away"])
def test_a_calibration_that_nobody_confirms_is_dropped(how: str):
    technician = at_points(Affine(c=0.012))
    technician.press(Try())
    match how:
        case "time":
            effects = technician.wait(21)
        case "no":
            effects = technician.press(Back())
        case _:
            effects = technician.press(Leave())
    assert DropCalibration() in effects
    assert not isinstance(technician.state.place, Trial)


def test_a_calibration_that_would_put_buttons_out_of_reach_is_not_offered():
    technician = at_points(Affine(c=-0.08))
    place = technician.state.place
    assert isinstance(place, Measured)
    assert place.better is None
    assert place.report.failed
    assert technician.press(Try()) == []


def test_patterns_go_on_by_a_touch_and_end():
    technician = Technician().come_in()
    technician.press(Open("screen"))
    for number in range(len(PATTERNS)):
        assert technician.state.place == Pattern("screen", number)
        effects = technician.press(Seen())
    assert technician.state.place == Items()
    assert effects == [Note("screen-test", "Олена")]


# --- the acceptance ---


def through(technician: Technician, report: Report) -> None:
    """The check that is under way has ended."""
    technician.tell(Reported(technician.at, technician.state.run, report))


def test_an_acceptance_goes_through_all_checks_and_is_stored():
    technician = Technician().come_in()
    technician.press(Open("acceptance"))
    for check in CHECKS:
        assert isinstance(technician.state.place, Next)
        technician.press(Begin())
        match technician.state.place:
            case Pattern():
                for _ in PATTERNS:
                    technician.press(Seen())
            case Points():
                for target in targets(SCREEN):
                    technician.press(Pointed(target))
            case _:
                through(technician, GOOD)
        if check.asks:
            assert isinstance(technician.state.place, Judging)
            technician.press(Judge(well=True))
    run = technician.effects[-1]
    assert isinstance(run, Run)
    assert (run.deed, run.by) == ("sheet-store", "Олена")
    assert [(v.item, v.outcome) for v in run.sheet] == [(check.item, "pass") for check in CHECKS]
    through(technician, GOOD)
    assert isinstance(technician.state.place, Shown)
    (printing,) = technician.press(Do("sheet-print"))
    assert isinstance(printing, Run)
    assert printing.sheet == run.sheet


def test_what_nobody_heard_fails_and_what_is_skipped_is_said():
    technician = Technician().come_in()
    technician.press(Open("acceptance"))
    technician.press(Begin())
    through(technician, GOOD)
    technician.press(Judge(well=False))
    technician.press(Skip())
    assert [v.outcome for v in technician.state.sheet] == ["fail", "skipped"]


def test_a_check_that_failed_by_itself_asks_nobody():
    technician = Technician().come_in()
    technician.press(Open("acceptance"))
    technician.press(Begin())
    through(technician, Report((line("slip-not-printed", "bad"),)))
    assert technician.state.sheet[0].outcome == "fail"
    assert technician.state.place == Next(1)


# --- whatever happens ---
