"""Everything has its own place on a sign of any shape."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.window_sign.layout import ARROWS, Arrow, place
from tests.display.test_layout import overlap

pytestmark = pytest.mark.fast

SIZES = st.sampled_from([(800, 480), (1024, 600), (1920, 360), (1280, 400), (480, 800), (320, 240), (1920, 1080)])


@given(SIZES, st.sampled_from(ARROWS), st.booleans(), st.booleans())
def test_boxes_stay_on_the_sign_and_off_each_other(
    size: tuple[int, int],
    arrow: Arrow,
    number: bool,  # noqa: FBT001 - drawn by Hypothesis
    aged: bool,  # noqa: FBT001
):
    found = place(*size, arrow=arrow, number=number, aged=aged)
    boxes = [found.head, found.main, found.arrow, found.below, found.strip]
    for box in boxes:
        assert -0.01 <= box.x <= box.x + box.width <= size[0] + 0.01
        assert -0.01 <= box.y <= box.top <= size[1] + 0.01
    visible = [box for box in boxes if box.width > 1 and box.height > 1]
    assert not [pair for pair in combinations(visible, 2) if overlap(*pair)]
    assert (found.strip.height > 0) == aged


@given(SIZES)
def test_the_arrow_stands_on_the_side_to_which_it_points(size: tuple[int, int]):
    left, right = place(*size, arrow="left"), place(*size, arrow="right")
    if size[0] > size[1]:
        assert left.arrow.x < left.main.x
        assert right.arrow.x > right.main.x


@given(SIZES)
def test_the_number_is_the_greatest_thing(size: tuple[int, int]):
    found = place(*size, arrow="down")
    area = found.main.width * found.main.height
    assert all(area > box.width * box.height for box in (found.head, found.arrow, found.below))
