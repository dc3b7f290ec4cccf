"""What holds of every screen of every touched appliance, asked of its screens as they were measured."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.kiosk.screen import INSTALLED, virtual_screen

ROOT = Path(__file__).parents[2]
HALL = ROOT / "provisioning" / "demo" / "hall.toml"
ON_SCREEN = [
    pytest.mark.screen,
    pytest.mark.timeout(950),
    pytest.mark.skipif(not INSTALLED, reason="needs Xvfb and xdotool"),
]
Screen = dict[str, Any]
Which = Callable[[Screen], bool]


def measured(module: str, *arguments: str | Path) -> list[Screen]:
    """What `python -m module arguments folder` measures; the folder is one for Kivy."""
    with virtual_screen("640x480") as screen, TemporaryDirectory(prefix="cherha-kivy-") as home:
        told = subprocess.run(
            [sys.executable, "-m", module, *map(str, arguments), home],
            env=screen.environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            timeout=900,
        )
    found: list[Screen] = json.loads(told.stdout)
    return found


def none(_screen: Screen) -> bool:
    return False


def small_buttons(screens: list[Screen], *, but: Which = none) -> list[Any]:
    """Those that are not 20 mm high and wide."""
    return [
        (s["screen"], label, round(width / s["mm"], 1), round(height / s["mm"], 1))
        for s in screens
        for label, _, _, width, height in s["buttons"]
        if min(width, height) / s["mm"] < 19.9 and not but(s)
    ]


def crowded_buttons(screens: list[Screen], *, but: Which = none) -> list[Any]:
    """Those nearer than 3 mm to another, or outside the screen. `but`: where one covers others."""
    wrong = []
    for s in screens:
        for (one, x, y, w, h), (other, a, b, c, d) in combinations(s["buttons"], 2):
            if max(a - (x + w), x - (a + c), b - (y + h), y - (b + d)) < 2.9 * s["mm"] and not but(s):
                wrong.append((s["screen"], one, other))
        for label, x, y, w, h in s["buttons"]:
            if x < 0 or y < 0 or x + w > s["size"][0] + 1 or y + h > s["size"][1] + 1:
                wrong.append((s["screen"], label, "outside"))
    return wrong


def high_buttons(screens: list[Screen]) -> list[Any]:
    """Those that in low mode stand above 1100 mm."""
    return [
        (s["screen"], label, round((y + height - s["room"]) / s["mm"], 1))
        for s in screens
        if " low " in s["screen"]
        for label, _, y, _, height in s["buttons"]
        if y + height > s["room"] + 1
    ]


def words_outside(screens: list[Screen]) -> list[Any]:
    """Those that leave their box."""
    return [
        (s["screen"], words)
        for s in screens
        for words, _, _, width, height, box_width, box_height in s["labels"]
        if width > box_width + 1 or height > box_height + 1
    ]


def words_cut(screens: list[Screen], *, but: Which = none) -> list[Any]:
    """Those whose end is not shown."""
    return [
        (s["screen"], words, shown)
        for s in screens
        for words, shown, *_ in s["labels"]
        if shown != " ".join(words.split()) and not but(s)
    ]


def small_letters(screens: list[Screen], least: Callable[[Screen], float]) -> list[Any]:
    """Those below so many mm."""
    return [
        (s["screen"], words, round(size / s["mm"], 1))
        for s in screens
        for words, _, size, *_ in s["labels"]
        if size / s["mm"] < least(s)
    ]
