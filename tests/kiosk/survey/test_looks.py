"""Every screen of the tablet in every size, language and letter size: what can be touched, and what can be read."""

from __future__ import annotations

import pytest

from kiosk.survey.screens.mood_lines import mood_lines
from tests.kiosk import looks
from tests.kiosk.looks import Screen


@pytest.fixture(scope="module")
def screens() -> list[Screen]:
    return looks.measured("tests.kiosk.survey.measure", looks.HALL)


def typing(screen: Screen) -> bool:
    """Keys are as large as eleven in a row can be."""
    return bool(screen["screen"].startswith("words"))


class TestOnScreen:
    pytestmark = looks.ON_SCREEN

    def test_every_button_is_at_least_20_mm_high_and_wide(self, screens: list[Screen]) -> None:
        assert looks.small_buttons(screens, but=typing) == []

    def test_no_button_is_nearer_than_3_mm_to_another_or_leaves_the_screen(self, screens: list[Screen]) -> None:
        assert looks.crowded_buttons(screens, but=lambda s: "still-there" in s["screen"] or typing(s)) == []

    def test_words_fit_and_none_is_cut_short_or_smaller_than_4_mm(self, screens: list[Screen]) -> None:
        assert looks.words_outside(screens) == []
        assert looks.words_cut(screens) == []
        assert looks.small_letters(screens, lambda _: 4.0) == []


@pytest.mark.fast
def test_four_grades_are_four_shapes() -> None:
    shapes = [mood_lines(mood) for mood in (1.0, 2 / 3, 1 / 3, 0.0)]
    assert len(set(shapes)) == 4
    bends = [lines[0][1] - lines[0][len(lines[0]) // 2] for lines in shapes]  # corner of the mouth over its middle
    assert bends[0] > bends[1] > 0 > bends[3]
    assert abs(bends[2]) < 1e-9
