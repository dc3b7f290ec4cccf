"""A touch appliance that is switched on before its panel: once the panel is there, it looks as if it had been there at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from tests.broker.until import until
from tests.display.virtual_screen import VirtualScreen
from tests.kiosk.looks import ON_SCREEN
from tests.kiosk.screen import virtual_screen

pytestmark = [
    *ON_SCREEN,
    pytest.mark.skipif(not shutil.which("xrandr"), reason="xrandr is not installed"),
]

MODE = "720x1280"
STANDS = 2.0  # seconds
STOPGAP = ("stopgap", "31.5", "640", "660", "720", "800", "480", "481", "484", "525")  # it lies; the panel stands


@contextmanager
def running(screen: VirtualScreen, role: str, folder: Path, *mode: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.kiosk.apps.late_panel", str(folder), role, *mode],
        env=screen.environment,
        stdin=subprocess.PIPE,
    )
    try:
        yield process
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()


def shown(screen: VirtualScreen) -> Image.Image:
    """What stands on the screen, and goes on standing there: nobody touches it, and there is nobody to hear."""
    picture, since = screen.picture(), time.monotonic()

    def stands() -> bool:
        nonlocal picture, since
        before, picture = picture, screen.picture()
        if picture.tobytes() != before.tobytes():
            since = time.monotonic()
        return time.monotonic() - since > STANDS and len(picture.getcolors(1 << 24) or ()) > 2

    until(stands, 90, "a picture that stands still")
    return picture


@pytest.mark.parametrize("role", ["dispenser", "info", "survey", "newcomer"])
def test_a_panel_that_comes_late_looks_as_if_it_had_been_there_at_once(tmp_path: Path, role: str) -> None:
    with virtual_screen(MODE) as screen:
        with running(screen, role, tmp_path / "at-once"):
            wanted = shown(screen)
        for words in (
            ("--newmode", *STOPGAP),
            ("--addmode", "screen", "stopgap"),
            ("--output", "screen", "--mode", "stopgap"),
        ):
            subprocess.run(["xrandr", *words], env=screen.environment, check=True, timeout=30)
        with running(screen, role, tmp_path / "late", MODE) as kiosk:
            assert shown(screen).size == (640, 480)
            assert kiosk.stdin
            kiosk.stdin.write(b"\n")
            kiosk.stdin.flush()
            until(lambda: screen.picture().tobytes() == wanted.tobytes(), 60, "the same picture")
