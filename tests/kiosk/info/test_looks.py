"""Every screen in every size, language and letter size: what can be touched, and what can be read."""

from __future__ import annotations

import pytest

from tests.kiosk import looks
from tests.kiosk.looks import Screen

pytestmark = looks.ON_SCREEN

KEYS = {"АБВ", "ABC", "123", "Пробіл", "Space", "Стерти все", "Clear all"}  # the keyboard's, which has its own tests


@pytest.fixture(scope="module")
def screens() -> list[Screen]:
    return looks.measured("tests.kiosk.info.measure")


def read(screens: list[Screen]) -> list[Screen]:
    """Without what is written on the floor of the map, which is told in words above it as well, and in a list."""
    return [
        {**s, "labels": [label for label in s["labels"] if label[0] not in KEYS]}
        for s in screens
        if not s["screen"].startswith("map")
    ]


def covered(screen: Screen) -> bool:
    return "still-there" in screen["screen"] or "help-" in screen["screen"]


def test_every_button_is_at_least_20_mm_high_and_wide(screens: list[Screen]):
    assert looks.small_buttons(screens) == []


def test_no_button_is_nearer_than_3_mm_to_another_or_leaves_the_screen(screens: list[Screen]):
    assert looks.crowded_buttons(screens, but=covered) == []


def test_in_low_mode_nothing_that_is_touched_stands_higher_than_1100_mm(screens: list[Screen]):
    assert looks.high_buttons(screens) == []


def test_no_words_leave_their_box(screens: list[Screen]):
    assert looks.words_outside(screens) == []


def test_no_words_are_cut_short(screens: list[Screen]):
    assert looks.words_cut(read(screens)) == []


def test_no_letters_are_smaller_than_5_mm_and_large_ones_are_as_large_as_the_standard_asks(screens: list[Screen]):
    """EN 301 549, 5.1.4: capitals of 0.7° at 0.6 m."""
    assert looks.small_letters(read(screens), lambda s: 10.1 if " large " in s["screen"] else 4.9) == []
