"""A virtual screen for tests of what is touched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from tests.display.virtual_screen import PROGRAM, VirtualScreen

INSTALLED = bool(PROGRAM and shutil.which("xdotool"))


@contextmanager
def virtual_screen(size: str = "1080x1920") -> Iterator[VirtualScreen]:
    """An Xvfb on a number that it finds itself, as long as the block runs."""
    screen = VirtualScreen(size)
    try:
        yield screen
    finally:
        screen.stop()
