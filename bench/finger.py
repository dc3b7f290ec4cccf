"""A finger on a virtual screen through XTEST, whose touch costs no start of a program: it can be timed.

It is the library that `xdotool` uses, called without it.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable

from bench.wrong import Wrong

_LEFT = 1
HELD = 0.1  # seconds; no person's finger is gone before the frame that shows its button pressed


class Finger:
    """On the X server `display` (":99"). Wrong when there is none, or no XTEST."""

    def __init__(self, display: str) -> None:
        try:
            self._x, self._xtest = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        except OSError as error:
            raise Wrong(f"there is no finger without XTEST: {error}") from error
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._server = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        if not self._server:
            raise Wrong(f"no X server on {display}")

    def touch(self, x: int, y: int, held: float = HELD, lifting: Callable[[], None] = lambda: None) -> int:
        """Down on a pixel, counted from above left, and up; the moment (ns of CLOCK_MONOTONIC) at which it is lifted.
        `lifting` is called just before.
        """
        self._xtest.XTestFakeMotionEvent(self._server, 0, x, y, ctypes.c_ulong(0))
        self._button(down=True)
        self._x.XSync(self._server, 0)
        time.sleep(held)
        lifting()
        lifted = time.monotonic_ns()
        self._button(down=False)
        self._x.XSync(self._server, 0)
        return lifted

    def _button(self, *, down: bool) -> None:
        self._xtest.XTestFakeButtonEvent(self._server, _LEFT, int(down), ctypes.c_ulong(0))

    def close(self) -> None:
        self._x.XCloseDisplay(self._server)
