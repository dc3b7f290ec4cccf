"""A touch appliance that is switched on before its panel: once the panel is there, it looks as if it had been there at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.broker.until import until
from tests.display.virtual_screen import VirtualScreen
from tests.kiosk.looks import ON_SCREEN
from tests.kiosk.screen import virtual_screen

pytestmark = [
    *ON_SCREEN,
    pytest.mark.skipif(not shutil.which("xrandr"), reason="xrandr is not installed"),
]

MODE = "720x1280"
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


def drawn(screen: VirtualScreen) -> bool:
    """Whether more than grounds stands on it."""
    return len(screen.picture().getcolors(1 << 24) or ()) > 2


@pytest.mark.parametrize("role", ["dispenser", "info", "survey", "newcomer"])
def test_a_panel_that_comes_late_looks_as_if_it_had_been_there_at_once(tmp_path: Path, role: str) -> None:
    # Both run at once: what a kiosk without a hall says changes for a while, and ends as the same.
    with virtual_screen(MODE) as screen, virtual_screen(MODE) as ready:
        for words in (
            ("--newmode", *STOPGAP),
            ("--addmode", "screen", "stopgap"),
            ("--output", "screen", "--mode", "stopgap"),
        ):
            subprocess.run(["xrandr", *words], env=screen.environment, check=True, timeout=30)
        with running(ready, role, tmp_path / "at-once"), running(screen, role, tmp_path / "late", MODE) as kiosk:
            until(lambda: drawn(screen) and drawn(ready), 90, "both screens")
            assert screen.picture().size == (640, 480)
            assert kiosk.stdin
            kiosk.stdin.write(b"\n")
            kiosk.stdin.flush()
            until(lambda: screen.picture().tobytes() == ready.picture().tobytes(), 120, "the same picture")
