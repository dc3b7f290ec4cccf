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


def test_the_window_is_as_large_as_the_television_that_is_switched_on_later(tmp_path: Path) -> None:
    screen = VirtualScreen("1280x720")
    try:
        for words in (
            # What an X server makes do with while nothing is plugged in.
            ("--newmode", "stopgap", "31.5", "800", "820", "900", "1000", "600", "601", "604", "628"),
            ("--addmode", "screen", "stopgap"),
            ("--output", "screen", "--mode", "stopgap"),
        ):
            subprocess.run(["xrandr", *words], env=screen.environment, check=True, timeout=30)
        said = screen.run_app("tests.display.apps.late_screen", "1280x720", state_dir=tmp_path)
        assert said == {"before": [800, 600], "after": [1280, 720]}
    finally:
        screen.stop()
