"""Nine touches become a calibration that mends what it can, and is refused where it would do harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.service_menu import calibration_file
from kiosk.service_menu.calibration import (
    AS_IT_IS,
    GOOD_MM,
    Affine,
    Place,
    Screen,
    errors,
    fit,
    refusal,
    targets,
)
from kiosk.service_menu.calibration_file import FILE, KEPT, Calibrations

pytestmark = pytest.mark.fast

SCREEN = Screen(1080.0, 1920.0, 4.03)

_small = st.floats(-0.015, 0.015)
_panels = st.builds(lambda a, b, c, d, e, f: Affine(1 + a, b, c, d, 1 + e, f), *[_small] * 6)
_any = st.builds(Affine, *[st.floats(-3, 3)] * 6)


def touched(panel: Affine) -> list[Place]:
    """What a panel says that maps places so, when the nine targets are touched exactly."""
    return [panel(place) for place in targets(SCREEN)]


@given(_panels)
def test_a_fit_brings_every_touch_back_to_its_target(panel: Affine):
    seen = touched(panel)
    found = fit(seen, targets(SCREEN))
    assert found
    assert max(errors(seen, SCREEN, found)) < 0.01


@given(_panels, st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=9, max_size=9))
def test_a_finger_that_is_a_millimetre_off_spoils_no_fit(panel: Affine, off: list[tuple[float, float]]):
    millimetre = SCREEN.inset(1.0)
    seen = [
        Place(p.x + dx * millimetre.x, p.y + dy * millimetre.y) for p, (dx, dy) in zip(touched(panel), off, strict=True)
    ]
    found = fit(seen, targets(SCREEN))
    assert found
    assert max(errors(seen, SCREEN, found)) < GOOD_MM


@given(_panels, _panels, st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_one_after_the_other_and_back_again(one: Affine, other: Affine, place: tuple[float, float]):
    both = other.after(one)(place)
    assert both == pytest.approx(other(one(place)))
    back = one.back()
    assert back
    assert back(one(place)) == pytest.approx(place, abs=1e-9)


def test_a_mirrored_panel_can_be_mended():
    mirrored = Affine(-1, 0, 1, 0, 1, 0)
    seen = touched(mirrored)
    found = fit(seen, targets(SCREEN))
    assert found
    assert refusal(found, errors(seen, SCREEN, found), SCREEN) == ""


def test_a_panel_that_says_one_place_for_all_is_not_fitted():
    assert fit([Place(0.4, 0.4)] * 9, targets(SCREEN)) is None
    assert fit([Place(0.1 * n, 0.1 * n) for n in range(9)], targets(SCREEN)) is None


def test_scattered_touches_are_refused():
    seen = list(targets(SCREEN))
    seen[4] = Place(0.7, 0.3)
    found = fit(seen, targets(SCREEN))
    assert found
    assert refusal(found, errors(seen, SCREEN, found), SCREEN) == "scattered"


def test_a_panel_whose_edge_is_2_cm_inside_the_screen_is_refused():
    shifted = Affine(c=-SCREEN.inset(20.0).x)  # it says 2 cm less, and less than nothing it cannot say
    found = fit(touched(shifted), targets(SCREEN))
    assert found
    assert refusal(found, [0.0] * 9, SCREEN) == "out-of-reach"


@given(_any)
def test_what_is_not_refused_leaves_every_button_in_reach(total: Affine):
    if refusal(total, [0.0] * 9, SCREEN) != "":
        return
    edge, back = SCREEN.inset(8.6), total.back()
    assert back
    for x in (edge.x, 0.5, 1 - edge.x):
        for y in (edge.y, 0.5, 1 - edge.y):
            said = back((x, y))
            assert -0.01 <= said.x <= 1.01
            assert -0.01 <= said.y <= 1.01


def test_undo_and_redo_go_back_and_forth(tmp_path: Path):
    one, two = Affine(c=0.01), Affine(c=0.02)
    kept = Calibrations().with_new(one).with_new(two)
    assert kept.holds == two
    assert kept.undo().holds == one
    assert kept.undo().undo().undo().holds == AS_IT_IS
    assert kept.undo().redo() == kept
    assert kept.undo().with_new(one).redo().holds == one  # what was undone before a new one is gone
    calibration_file.write(tmp_path, kept)
    assert calibration_file.read(tmp_path) == kept


def test_old_calibrations_go_and_a_spoilt_file_is_none(tmp_path: Path):
    kept = Calibrations()
    for n in range(3 * KEPT):
        kept = kept.with_new(Affine(c=n / 1000))
    assert len(kept.done) == KEPT
    (tmp_path / FILE).write_bytes(b'{"done": [')
    assert calibration_file.read(tmp_path) == Calibrations()
