"""Every screen in every size, language and letter size: what can be touched, and what can be read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kiosk.dispenser.test_looks import (
    Screen,
    test_every_button_is_at_least_20_mm_high_and_wide,  # noqa: F401 - the same promises, of these screens
    test_in_low_mode_nothing_that_is_touched_stands_higher_than_1100_mm,  # noqa: F401
    test_no_button_is_nearer_than_3_mm_to_another_or_leaves_the_screen,  # noqa: F401
    test_no_words_leave_their_box,  # noqa: F401
)
from tests.kiosk.screen import INSTALLED, virtual_screen

pytestmark = [
    pytest.mark.screen,
    pytest.mark.timeout(950),
    pytest.mark.skipif(not INSTALLED, reason="needs Xvfb and xdotool"),
]

ROOT = Path(__file__).parents[3]
KEYS = {"АБВ", "ABC", "123", "Пробіл", "Space", "Стерти все", "Clear all"}  # the keyboard's, which has its own tests


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> list[Screen]:
    with virtual_screen("640x480") as screen:
        told = subprocess.run(
            [sys.executable, "-m", "tests.kiosk.info.measure", tmp_path_factory.mktemp("kivy")],
            env=screen.environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            timeout=900,
        )
    measured: list[Screen] = json.loads(told.stdout)
    return measured


def labels(screens: list[Screen]) -> list[tuple[str, str, str, float]]:
    """Screen, words, what is shown of them, mm; without what is written on the floor of the map, which is told in words
    above it as well, and in a list.
    """
    return [
        (s["screen"], words, shown, size / s["mm"])
        for s in screens
        for words, shown, size, *_ in s["labels"]
        if not s["screen"].startswith("map") and words not in KEYS
    ]


def test_no_words_are_cut_short(screens: list[Screen]):
    cut = [(screen, words, shown) for screen, words, shown, _ in labels(screens) if shown != " ".join(words.split())]
    assert cut == []


def test_no_letters_are_smaller_than_5_mm_and_large_ones_are_as_large_as_the_standard_asks(screens: list[Screen]):
    """EN 301 549, 5.1.4: capitals of 0.7° at 0.6 m."""
    small = [
        (screen, words, round(mm, 1))
        for screen, words, _, mm in labels(screens)
        if mm < (10.1 if " large " in screen else 4.9)
    ]
    assert small == []
