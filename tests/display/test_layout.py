"""Everything has its own place on a screen of any size, and can be read from where people are."""

from itertools import combinations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.board.layout import NEWEST, Place, Wants, place
from display.board.layouts.load import load, names
from display.board.reading import CALL_LETTERS, CAPITAL, LINE_LETTERS, Screen
from display.look.box import Box

pytestmark = pytest.mark.fast

LAYOUTS = {name: load(name) for name in names()}
SIZES = st.sampled_from(
    [(1920, 1080), (1080, 1920), (1280, 720), (3840, 2160), (2160, 3840), (1024, 768), (768, 1366), (800, 480)]
)
WANTS = st.builds(
    Wants,
    calls=st.integers(0, 20),
    fresh=st.integers(0, 20),
    lines=st.integers(0, 40),
    notices=st.integers(0, 2),
    arrows=st.integers(0, 3),
    banner=st.sampled_from(["", "calls", "all"]),
    media=st.booleans(),
    code=st.booleans(),
)


def overlap(one: Box, other: Box) -> bool:
    slack = 0.01
    return (
        one.x + slack < other.x + other.width
        and other.x + slack < one.x + one.width
        and one.y + slack < other.top
        and other.y + slack < one.top
    )


def boxes_of(found: Place) -> list[Box]:
    whole = [found.bar, found.banner, found.strip, found.calls_heading, found.lines_heading, found.media, found.code]
    return [*whole, *found.notices, *found.calls, *found.lines, *found.arrows]


@given(st.sampled_from(sorted(LAYOUTS)), SIZES, st.floats(10, 100), WANTS)
def test_boxes_stay_on_the_screen_and_off_each_other(
    layout: str, size: tuple[int, int], inches: float, wants: Wants
) -> None:
    found = place(LAYOUTS[layout], Screen(*size, inches), wants)
    assert len(found.notices) == wants.notices
    boxes = boxes_of(found)
    for box in boxes:
        assert box.width >= 0
        assert box.height >= 0
        assert -0.01 <= box.x <= box.x + box.width <= size[0] + 0.01
        assert -0.01 <= box.y <= box.top <= size[1] + 0.01
    visible = [box for box in boxes if box.width > 1 and box.height > 1]
    assert not [pair for pair in combinations(visible, 2) if overlap(*pair)]


@given(SIZES, st.integers(1, 40))
def test_the_newest_call_has_the_highest_row(size: tuple[int, int], lines: int) -> None:
    newest, *others = place(LAYOUTS["standard"], Screen(*size), Wants(calls=8, lines=lines)).calls
    assert newest.height == pytest.approx(others[0].height * NEWEST)
    assert newest.y >= others[0].top


@given(SIZES, st.floats(20, 100), st.floats(0.5, 8))
def test_what_is_called_can_be_read_from_the_layouts_distance(
    size: tuple[int, int], inches: float, metres: float
) -> None:
    """EN 301 549: capitals of 0.7 degrees. Only where not even one row could be so high is it lower."""
    plain = LAYOUTS["standard"]
    far = msgspec.structs.replace(plain, board=msgspec.structs.replace(plain.board, distance=metres))
    screen = Screen(*size, inches)
    rows = place(far, screen, Wants(calls=20)).calls
    seen_from = screen.metres(rows[-1].height * CALL_LETTERS * CAPITAL)
    assert seen_from >= metres * 0.999 or len(rows) == 1


def test_a_capital_for_a_reader_at_8_metres_is_98_mm_high() -> None:
    screen = Screen(1920, 1080, 43.0)
    mm_a_pixel = 43.0 * 25.4 / (1920**2 + 1080**2) ** 0.5
    assert screen.capital(8.0) * mm_a_pixel == pytest.approx(98, abs=0.5)
    assert screen.metres(screen.capital(5.0)) == pytest.approx(5.0)


def test_the_same_picture_has_more_pixels_on_a_finer_screen() -> None:
    """720p to 4K of the same size: as many rows, since people's eyes are the same."""
    rows = {
        len(place(LAYOUTS["standard"], Screen(w, w * 9 // 16, 43.0), Wants(calls=8)).calls) for w in (1280, 1920, 3840)
    }
    assert rows == {6}


def test_a_larger_screen_has_more_rows_and_a_farther_reader_fewer() -> None:
    def rows(layout: str, inches: float) -> int:
        return len(place(LAYOUTS[layout], Screen(1920, 1080, inches), Wants(calls=8)).calls)

    assert rows("standard", 32) < rows("standard", 43) <= rows("standard", 65)
    assert rows("calls", 43) < rows("standard", 43)


@pytest.mark.parametrize("fresh", [1, 2, 6, 9, 20])
@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_new_call_has_a_row_however_far_people_are(layout: str, fresh: int) -> None:
    assert len(place(LAYOUTS[layout], Screen(1920, 1080), Wants(calls=20, fresh=fresh)).calls) >= fresh


def test_people_and_times_of_a_line_are_read_from_where_its_area_says() -> None:
    screen = Screen(1920, 1080, 43.0)
    area = next(area for area in LAYOUTS["standard"].area if area.shows == "waiting")
    row = place(LAYOUTS["standard"], screen, Wants(lines=40)).lines[0]
    assert area.distance
    assert screen.metres(row.height * LINE_LETTERS * CAPITAL) >= area.distance * 0.999


def test_the_media_area_shrinks_while_a_call_is_new_and_is_nothing_without_media() -> None:
    layout, screen = LAYOUTS["media"], Screen(1920, 1080)
    calm = place(layout, screen, Wants(calls=4, lines=8, media=True)).media
    called = place(layout, screen, Wants(calls=4, lines=8, fresh=1, media=True)).media
    assert 0 < called.width * called.height < 0.5 * calm.width * calm.height
    assert place(layout, screen, Wants(calls=4)).media.width == 0


def test_an_alarm_takes_the_place_of_all_between_header_and_ticker() -> None:
    found = place(LAYOUTS["media"], Screen(1920, 1080), Wants(lines=8, banner="all", media=True, arrows=1, code=True))
    assert found.banner.width * found.banner.height > 0.75 * 1920 * 1080
    assert (found.calls, found.lines, found.arrows) == ((), (), ())
    assert (found.media.width, found.code.width) == (0, 0)


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920)])
@pytest.mark.parametrize(
    ("layout", "without"), [("media", "media"), ("zone", "code"), ("zone", "arrows"), ("standard", "lines")]
)
def test_what_has_nothing_to_show_leaves_its_room_to_a_neighbour(
    layout: str, without: str, width: int, height: int
) -> None:
    screen, wants = Screen(width, height), Wants(calls=4, lines=20, arrows=1, media=True, code=True)

    def used(wanted: Wants) -> float:
        found = place(LAYOUTS[layout], screen, wanted)
        rows = (*found.calls, *found.lines, *found.arrows, found.media, found.code)
        return sum(box.width * box.height for box in rows)

    assert used(msgspec.structs.replace(wants, **{without: 0})) > 0.93 * used(wants)
