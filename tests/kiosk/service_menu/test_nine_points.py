"""What nine touches mean for the sheet, and whose the screen is before they are asked for."""

from __future__ import annotations

import pytest
from msgspec import Struct

from kiosk.service_menu.calibration import PASS_MM, STANDING, Place, targets
from kiosk.service_menu.nine_points import ALONE, face, is_done, somebody_has_it, verdict
from kiosk.touch.presence import Presence

pytestmark = pytest.mark.fast
PLACES = targets(STANDING)


class There(Struct, frozen=True):
    at_rest: bool = True
    visit: str | None = None
    presence: Presence = Presence()


def beside(millimetres: float) -> tuple[Place, ...]:
    """Nine touches, the last of them so far to the right of its point."""
    last = PLACES[-1]
    return (*PLACES[:-1], Place(last.x + millimetres * STANDING.mm / STANDING.width, last.y))


def test_each_point_is_asked_for_once_and_the_ninth_is_the_last():
    seen: tuple[Place, ...] = ()
    for place in PLACES:
        assert not is_done(seen, STANDING)
        assert (face(seen, STANDING, "uk").target, face(seen, STANDING, "uk").touched) == (place, seen)
        seen = (*seen, place)
    assert is_done(seen, STANDING)


@pytest.mark.parametrize(("off", "outcome"), [(0.0, "pass"), (PASS_MM - 0.1, "pass"), (PASS_MM + 0.1, "fail")])
def test_the_worst_of_the_nine_decides(off: float, outcome: str):
    found = verdict(beside(off), STANDING)
    assert (found.item, found.outcome) == ("touch", outcome)
    assert all(note.endswith(f"{off:.1f} mm") for note in found.note.values())


def test_a_visitor_has_the_screen_while_there_and_a_moment_longer():
    assert not somebody_has_it(There(), 100.0)
    assert somebody_has_it(There(at_rest=False), 100.0)
    assert somebody_has_it(There(visit="2026-11-23 А042"), 100.0)  # served at the tablet's window
    left = There(presence=Presence(seen=100.0))
    assert somebody_has_it(left, 100.0 + ALONE - 0.1)
    assert not somebody_has_it(left, 100.0 + ALONE)
