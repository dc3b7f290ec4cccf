"""Everything has its own place on a screen of any size."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.board.layout import NEWEST, Box, place

pytestmark = pytest.mark.fast

SIZES = st.sampled_from([(1920, 1080), (1080, 1920), (1280, 720), (3840, 2160), (1024, 768), (768, 1366), (800, 480)])


def overlap(one: Box, other: Box) -> bool:
    slack = 0.01
    return (
        one.x + slack < other.x + other.width
        and other.x + slack < one.x + one.width
        and one.y + slack < other.top
        and other.y + slack < one.top
    )


@given(SIZES, st.integers(0, 8), st.integers(0, 40), st.booleans(), st.integers(0, 2))
def test_boxes_stay_on_the_screen_and_off_each_other(
    size: tuple[int, int],
    calls: int,
    lines: int,
    banner: bool,  # noqa: FBT001 - drawn by Hypothesis
    notices: int,
) -> None:
    found = place(*size, calls=calls, lines=lines, banner=banner, notices=notices)
    assert len(found.notices) == notices
    boxes = [found.bar, *found.notices, found.banner, found.strip, found.calls_heading, *found.calls, *found.lines]
    for box in boxes:
        assert box.width >= 0
        assert box.height >= 0
        assert -0.01 <= box.x <= box.x + box.width <= size[0] + 0.01
        assert -0.01 <= box.y <= box.top <= size[1] + 0.01
    visible = [box for box in boxes if box.width > 1 and box.height > 1]
    assert not [pair for pair in combinations(visible, 2) if overlap(*pair)]


@given(SIZES, st.integers(1, 40))
def test_the_newest_call_has_the_highest_row(size: tuple[int, int], lines: int) -> None:
    newest, *others = place(*size, calls=8, lines=lines, banner=False).calls
    assert len(others) == 7
    assert newest.height == pytest.approx(others[0].height * NEWEST)
    assert newest.y >= others[0].top


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)])
def test_twenty_lines_have_room_on_a_common_screen(size: tuple[int, int]) -> None:
    assert len(place(*size, calls=8, lines=20, banner=False).lines) == 20


def test_a_hall_that_shows_no_lines_gives_their_place_to_the_rest() -> None:
    assert place(1920, 1080, calls=0, lines=0, banner=True).banner.width > 1800
