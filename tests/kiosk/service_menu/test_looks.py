"""Every screen of the service menu on every panel, in both languages: what can be touched, and what can be read."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.kiosk.screen import INSTALLED
from tests.kiosk.service_menu.measured import Screen
from tests.kiosk.service_menu.measured import screens as measured

pytestmark = [
    pytest.mark.screen,
    pytest.mark.timeout(950),
    pytest.mark.skipif(not INSTALLED, reason="needs Xvfb and xdotool"),
]


@pytest.fixture(scope="module")
def screens() -> list[Screen]:
    return measured()


def test_every_button_is_at_least_20_mm_high_and_wide(screens: list[Screen]):
    small = [
        (s["screen"], label, round(width / s["mm"], 1), round(height / s["mm"], 1))
        for s in screens
        for label, _, _, width, height in s["buttons"]
        if min(width, height) / s["mm"] < 19.9
    ]
    assert small == []


def test_no_button_is_nearer_than_3_mm_to_another_or_leaves_the_screen(screens: list[Screen]):
    wrong = []
    for s in screens:
        covered = s["state"] == "still-there"
        for (one, x, y, w, h), (other, a, b, c, d) in combinations(s["buttons"], 2):
            if max(a - (x + w), x - (a + c), b - (y + h), y - (b + d)) < 2.9 * s["mm"] and not covered:
                wrong.append((s["screen"], one, other))
        for label, x, y, w, h in s["buttons"]:
            if x < 0 or y < 0 or x + w > s["size"][0] + 1 or y + h > s["size"][1] + 1:
                wrong.append((s["screen"], label, "outside"))
    assert wrong == []


def test_no_words_leave_their_box_or_are_cut_short(screens: list[Screen]):
    wrong = [
        (s["screen"], words, shown)
        for s in screens
        for words, shown, _, width, height, box_width, box_height in s["labels"]
        if width > box_width + 1 or height > box_height + 1 or shown != " ".join(words.split())
    ]
    assert wrong == []


def test_no_letters_are_smaller_than_technicians_read_at_arms_length(screens: list[Screen]):
    small = [
        (s["screen"], words, round(size / s["mm"], 1))
        for s in screens
        for words, _, size, *_ in s["labels"]
        if size / s["mm"] < (3.9 if s["mm"] < 5 else 3.2)  # a tablet is held nearer
    ]
    assert small == []
