"""Where everything stands on the screens of the service menu, measured once for all tests that ask."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.kiosk.screen import virtual_screen

ROOT = Path(__file__).parents[3]
Screen = dict[str, Any]


@cache
def screens() -> list[Screen]:
    with virtual_screen("640x480") as screen, TemporaryDirectory(prefix="cherha-kivy-") as home:
        told = subprocess.run(
            [sys.executable, "-m", "tests.kiosk.service_menu.measure", home],
            env=screen.environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            timeout=900,
        )
    measured: list[Screen] = json.loads(told.stdout)
    return measured


def place_of(state: str, label: str, size: str = "1080x1920") -> tuple[int, int]:
    """The middle of a button, in Ukrainian; px from the upper left corner."""
    screen = next(s for s in screens() if s["screen"] == f"{state} uk {size}")
    x, y, width, height = next(b[1:] for b in screen["buttons"] if b[0] == label)
    return round(x + width / 2), round(screen["size"][1] - y - height / 2)
