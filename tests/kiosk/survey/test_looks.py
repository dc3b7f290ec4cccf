"""Every screen of the tablet in every size, language and letter size: what can be touched, and what can be read.

Millimetres are the panel's own, but on a small one, which is used from nearer, where each is 0.75 of one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from kiosk.survey.screens.mood_lines import mood_lines
from tests.kiosk.screen import INSTALLED, virtual_screen

ROOT = Path(__file__).parents[3]
HALL = ROOT / "provisioning" / "demo" / "hall.toml"
ON_SCREEN = [
    pytest.mark.screen,
    pytest.mark.timeout(950),
    pytest.mark.skipif(not INSTALLED, reason="needs Xvfb and xdotool"),
]
Screen = dict[str, Any]


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> list[Screen]:
    with virtual_screen("640x480") as screen:
        told = subprocess.run(
            [sys.executable, "-m", "tests.kiosk.survey.measure", HALL, tmp_path_factory.mktemp("kivy")],
            env=screen.environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            timeout=900,
        )
    measured: list[Screen] = json.loads(told.stdout)
    return measured


def typing(screen: Screen) -> bool:
    """Keys are as large as eleven in a row can be."""
    return bool(screen["screen"].startswith("words"))


class TestOnScreen:
    pytestmark = ON_SCREEN

    def test_every_button_is_at_least_20_mm_high_and_wide(self, screens: list[Screen]) -> None:
        small = [
            (s["screen"], label, round(width / s["mm"], 1), round(height / s["mm"], 1))
            for s in screens
            for label, _, _, width, height in s["buttons"]
            if min(width, height) / s["mm"] < 19.99 and not typing(s)
        ]
        assert small == []

    def test_no_button_is_nearer_than_3_mm_to_another_or_leaves_the_screen(self, screens: list[Screen]) -> None:
        wrong = []
        for s in screens:
            covered = "still-there" in s["screen"] or typing(s)
            for (one, x, y, w, h), (other, a, b, c, d) in combinations(s["buttons"], 2):
                if max(a - (x + w), x - (a + c), b - (y + h), y - (b + d)) < 3 * s["mm"] and not covered:
                    wrong.append((s["screen"], one, other))
            for label, x, y, w, h in s["buttons"]:
                if x < 0 or y < 0 or x + w > s["size"][0] + 1 or y + h > s["size"][1] + 1:
                    wrong.append((s["screen"], label, "outside"))
        assert wrong == []

    def test_words_fit_and_none_is_cut_short_or_smaller_than_4_mm(self, screens: list[Screen]) -> None:
        wrong = [
            (s["screen"], words, shown, round(size / s["mm"], 1))
            for s in screens
            for words, shown, size, width, height, box_width, box_height in s["labels"]
            if width > box_width + 1
            or height > box_height + 1
            or shown != " ".join(words.split())
            or size / s["mm"] < 4.0
        ]
        assert wrong == []


@pytest.mark.fast
def test_four_grades_are_four_shapes() -> None:
    shapes = [mood_lines(mood) for mood in (1.0, 2 / 3, 1 / 3, 0.0)]
    assert len(set(shapes)) == 4
    bends = [lines[0][1] - lines[0][len(lines[0]) // 2] for lines in shapes]  # corner of the mouth over its middle
    assert bends[0] > bends[1] > 0 > bends[3]
    assert abs(bends[2]) < 1e-9
