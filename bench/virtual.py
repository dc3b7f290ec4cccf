"""A screen of its own for each role that draws, on a machine that has none, and a finger on it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType

from bench.finger import HELD, Finger
from bench.wrong import Wrong


class VirtualScreen(AbstractContextManager["VirtualScreen"]):
    """One Xvfb of `size` ("1080x1920") on a number that it finds itself."""

    def __init__(self, size: str) -> None:
        if not shutil.which("Xvfb"):
            raise Wrong("Xvfb is not installed: there is no screen to measure")
        told, telling = os.pipe()
        self._server = subprocess.Popen(
            ("Xvfb", "-displayfd", str(telling), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"),
            pass_fds=(telling,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(telling)
        with os.fdopen(told) as answer:
            number = answer.readline().strip()
        if not number:
            raise Wrong("Xvfb ended at once")
        self._finger: Finger | None = None
        self.environment = {"DISPLAY": f":{number}", "SDL_VIDEODRIVER": "x11"}

    def touch(self, x: int, y: int, held: float = HELD, lifting: Callable[[], None] = lambda: None) -> int:
        """Put a finger on a pixel, counted from above left, and take it off: the moment of that, in ns of CLOCK_MONOTONIC."""
        if self._finger is None:
            self._finger = Finger(self.environment["DISPLAY"])
        return self._finger.touch(x, y, held, lifting)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._finger is not None:
            self._finger.close()
        self._server.terminate()
        self._server.wait(10)
