"""Every screen in every size, language and letter size: what can be touched, and what can be read."""

from __future__ import annotations

import pytest

from tests.kiosk import looks
from tests.kiosk.looks import Screen

pytestmark = looks.ON_SCREEN


@pytest.fixture(scope="module")
def screens() -> list[Screen]:
    return looks.measured("tests.kiosk.dispenser.measure", looks.HALL)


def covered(screen: Screen) -> bool:
    return "still-there" in screen["screen"] or "help-" in screen["screen"]


def lists_inside_groups(screen: Screen) -> bool:
    return bool(screen["screen"].startswith(("menu", "life-events", "help-")))


def test_every_button_is_at_least_20_mm_high_and_wide(screens: list[Screen]):
    assert looks.small_buttons(screens) == []


def test_no_button_is_nearer_than_3_mm_to_another_or_leaves_the_screen(screens: list[Screen]):
    assert looks.crowded_buttons(screens, but=covered) == []


def test_no_words_leave_their_box(screens: list[Screen]):
    assert looks.words_outside(screens) == []


def test_only_the_lists_inside_groups_are_ever_cut_short(screens: list[Screen]):
    assert looks.words_cut(screens, but=lists_inside_groups) == []


def test_in_low_mode_nothing_that_is_touched_stands_higher_than_1100_mm(screens: list[Screen]):
    assert looks.high_buttons(screens) == []


def test_larger_text_is_twice_as_large_or_at_least_as_large_as_the_standard_asks(screens: list[Screen]):
    """WCAG 1.4.4: 200 %. EN 301 549, 5.1.4: capitals of 0.7° at 0.6 m, where twice as large would not fit."""
    usual = {
        (s["screen"].split()[0], words): size
        for s in screens
        if " uk 1" in s["screen"]
        for words, _, size, *_ in s["labels"]
    }
    small = [
        (s["screen"], words, round(size / s["mm"], 1))
        for s in screens
        if " large " in s["screen"]
        for words, _, size, *_ in s["labels"]
        if size / s["mm"] < 10.1 and size < 1.99 * usual.get((s["screen"].split()[0], words), 1e6)
    ]
    assert small == []


def test_no_letters_are_smaller_than_5_mm(screens: list[Screen]):
    assert looks.small_letters(screens, lambda _: 4.9) == []
