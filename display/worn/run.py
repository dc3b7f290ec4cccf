"""`cherha worn`: in the place of the emergency shell, which nobody could use. Ends never: systemd starts the machine anew."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from display.worn import framebuffer
from display.worn.face import text
from display.worn.letters import give, letters

AGAIN = 5.0  # seconds; a screen's driver comes late, and a screen may be plugged in


def main(_: list[str]) -> int:
    """Until it is ended."""
    with suppress(OSError, ValueError):  # a worn card may not give them; half of the words is English
        give(sys.stdin.fileno(), letters())
    print(text(), flush=True)  # noqa: T201 - for a screen that has no picture
    with suppress(OSError):
        framebuffer.letters_no_more(sys.stdin.fileno())
    keep_showing(time.sleep)
    return 0


def keep_showing(sleep: Callable[[float], object], root: Path = Path("/")) -> None:
    """The picture, as large as the screen is, again and again; until `sleep` raises."""
    from display.worn.drawing import draw  # noqa: PLC0415 - the words stand there before Pillow is read

    shown: framebuffer.Shape | None = None
    pixels = b""
    while True:
        there = framebuffer.shape(root)
        if there and there != shown:
            shown, pixels = there, framebuffer.laid(draw(there.width, there.height), there)
        if there:
            with suppress(OSError):
                framebuffer.show(pixels, root)
        sleep(AGAIN)
