"""A virtual screen for tests, and fingers to touch it with."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

INSTALLED = bool(shutil.which("Xvfb") and shutil.which("xdotool"))


@dataclass(frozen=True)
class VirtualScreen:
    """One X display. Touches arrive as a touch screen's do under X: as a pointer that comes and goes."""

    display: str

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.display}

    def touch(self, x: float, y: float, *, times: int = 1, every_ms: int = 60) -> None:
        """A finger at (x, y) px from the upper left corner; `times` > 1: it strikes again every so many ms."""
        strikes = [] if times == 1 else ["--repeat", str(times), "--delay", str(every_ms)]
        subprocess.run(
            ["xdotool", "mousemove", str(round(x)), str(round(y)), "click", *strikes, "1"],
            env=self.environment,
            check=True,
        )


@contextmanager
def virtual_screen(size: str = "1080x1920") -> Iterator[VirtualScreen]:
    """An Xvfb on a number that it finds itself."""
    told, telling = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(telling), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset", "-nocursor"],
        pass_fds=(telling,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(telling)
    try:
        with os.fdopen(told, encoding="ascii") as said:
            yield VirtualScreen(f":{said.readline().strip()}")
    finally:
        process.terminate()
        process.wait(10)
