"""Every screen of the service menu on every panel, in both languages: what can be touched, and what can be read."""

from __future__ import annotations

import pytest

from tests.kiosk import looks
from tests.kiosk.looks import Screen
from tests.kiosk.service_menu import measured

pytestmark = looks.ON_SCREEN


@pytest.fixture(scope="module")
def screens() -> list[Screen]:
    return measured.screens()


def covered(screen: Screen) -> bool:
    return bool(screen["state"] == "still-there")


def test_every_button_is_at_least_20_mm_high_and_wide(screens: list[Screen]):
    assert looks.small_buttons(screens) == []


def test_no_button_is_nearer_than_3_mm_to_another_or_leaves_the_screen(screens: list[Screen]):
    assert looks.crowded_buttons(screens, but=covered) == []


def test_no_words_leave_their_box_or_are_cut_short(screens: list[Screen]):
    assert looks.words_outside(screens) == []
    assert looks.words_cut(screens) == []


def test_no_letters_are_smaller_than_technicians_read_at_arms_length(screens: list[Screen]):
    # A tablet is held nearer.
    assert looks.small_letters(screens, lambda s: 3.9 if s["mm"] < 5 else 3.2) == []
