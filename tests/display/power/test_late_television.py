"""A board that is switched on before its television, alone with an X server: the window takes the mode that comes later."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.display.virtual_screen import VirtualScreen

pytestmark = [
    pytest.mark.screen,
    pytest.mark.timeout(120),
    pytest.mark.skipif(not shutil.which("xrandr"), reason="xrandr is not installed"),
]


def test_the_window_is_as_large_as_the_television_that_is_switched_on_later_and_as_the_one_that_takes_its_place(
    tmp_path: Path,
) -> None:
    screen = VirtualScreen("1280x720")
    try:
        for words in (
            # What an X server makes do with while nothing is plugged in, and another television's.
            ("--newmode", "stopgap", "31.5", "800", "820", "900", "1000", "600", "601", "604", "628"),
            ("--newmode", "1024x700", "65", "1024", "1048", "1184", "1344", "700", "703", "709", "750"),
            ("--addmode", "screen", "stopgap"),
            ("--addmode", "screen", "1024x700"),
            ("--output", "screen", "--mode", "stopgap"),
        ):
            subprocess.run(["xrandr", *words], env=screen.environment, check=True, timeout=30)
        said = screen.run_app("tests.display.apps.late_screen", "1280x720", "1024x700", state_dir=tmp_path)
        assert said == [[800, 600], [1280, 720], [1024, 700]]
    finally:
        screen.stop()
