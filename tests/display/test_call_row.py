"""A call's row: its window beside its number, or under it where a number beside it would be too small."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.board.call_row import highest, in_two_lines, parts
from display.board.layout import Wants, place
from display.board.layouts.load import load, names
from display.board.reading import Screen
from display.look.box import Box

pytestmark = pytest.mark.fast

LAYOUTS = {name: load(name) for name in names()}
EIGHT_METRES = Screen(1080, 1920, 43.0).capital(8.0)  # 197 px


@pytest.mark.parametrize("width", [720, 1080, 2160])
@pytest.mark.parametrize("zones", [True, False])
def test_numbers_on_an_upright_screen_are_read_from_eight_metres(tmp_path: Path, width: int, *, zones: bool) -> None:
    """EN 301 549: capitals of 0.7 degrees, in the width too. One line beside the window has room for little more than half."""
    file = tmp_path / "far.toml"
    file.write_text('[board]\nlike = "standard"\ndistance = 8.0\n', "utf-8")
    screen = Screen(width, width * 16 // 9, 43.0)
    found = place(load(str(file)), screen, Wants(calls=8, zones=zones))
    assert found.two_lines
    wanted = screen.capital(8.0)
    for row in found.calls:
        assert highest(row.width, row.height, two_lines=True, zone=zones) >= wanted * 0.999
    assert highest(found.calls[0].width, 10_000, two_lines=False, zone=zones) < wanted * 0.7


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1080, 1920), (3840, 2160), (2160, 3840)])
@pytest.mark.parametrize("inches", [32.0, 43.0, 65.0])
def test_every_shipped_layout_is_read_from_its_own_distance(layout: str, size: tuple[int, int], inches: float) -> None:
    """Letters as wide as they are, not only rows as high; where not even one row can be, two lines are no worse."""
    screen = Screen(*size, inches)
    found = place(LAYOUTS[layout], screen, Wants(calls=8, zones=True))
    row, wanted = found.calls[-1], screen.capital(LAYOUTS[layout].board.distance)
    reached = highest(row.width, row.height, two_lines=found.two_lines, zone=True)
    assert reached >= wanted * 0.999 or (
        reached >= highest(row.width, row.height, two_lines=not found.two_lines, zone=True) and len(found.calls) == 1
    )


def test_many_new_calls_all_have_a_row_in_which_one_line_is_the_better_one() -> None:
    screen = Screen(1080, 1920, 43.0)
    few, many = (place(LAYOUTS["calls"], screen, Wants(calls=20, fresh=fresh, zones=True)) for fresh in (1, 12))
    assert few.two_lines
    assert not many.two_lines
    assert len(many.calls) >= 12


@pytest.mark.parametrize(("lines", "two"), [("one", False), ("two", True)])
def test_a_layout_may_say_itself_how_many_lines_a_row_has(lines: str, *, two: bool) -> None:
    capital = EIGHT_METRES if lines == "one" else 10.0
    assert in_two_lines(lines, 1060.0, 600.0, capital, zone=True) == two  # type: ignore[arg-type]


@given(width=st.floats(100, 4000), height=st.floats(20, 2000), two_lines=st.booleans(), zone=st.booleans())
def test_parts_stay_in_their_row_and_off_each_other(
    width: float, height: float, *, two_lines: bool, zone: bool
) -> None:
    row = parts(width, height, two_lines=two_lines, zone=zone)
    line = height / (2 if two_lines else 1)
    # Numbers have no tails: what their boxes have above and below the line stays empty.
    letters = [Box(box.x, box.y + line * 0.2, box.width, line) for box in (row.number, row.window)]
    boxes = [row.badge, row.arrow, *letters, *((row.zone,) if zone else ()), *((row.desk,) if two_lines else ())]
    for box in boxes:
        assert -0.01 <= box.x <= box.x + box.width <= width + 0.01
        assert -0.01 <= box.y <= box.top <= height + 0.01
    for one, other in combinations(boxes, 2):
        apart = (
            one.x + one.width <= other.x + 0.01
            or other.x + other.width <= one.x + 0.01
            or one.top <= other.y + 0.01
            or other.top <= one.y + 0.01
        )
        assert apart, (one, other)
