"""A screen for tests on a machine that has none: one Xvfb, on a number that it finds itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from PIL import Image, ImageGrab

PROGRAM = shutil.which("Xvfb")


class VirtualScreen:
    """One Xvfb of `size`. Programs run on it with `environment`."""

    def __init__(self, size: str = "1280x720") -> None:
        assert PROGRAM, "Xvfb is not installed"
        self.size = size
        told, telling = os.pipe()
        self._server = subprocess.Popen(
            [
                PROGRAM,
                "-displayfd",
                str(telling),
                "-screen",
                "0",
                f"{size}x24",
                "-nolisten",
                "tcp",
                "-noreset",
                "-nocursor",
            ],
            pass_fds=(telling,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(telling)
        with os.fdopen(told) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb ended at once"
        self.display = f":{number}"

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.display, "SDL_VIDEODRIVER": "x11"}

    def run_app(self, module: str, *arguments: str, state_dir: Path, timeout: float = 90.0) -> Any:
        """Run `python -m module arguments` on the screen. Returns the JSON in the last line that it prints.

        A process of its own for every app: Kivy has one window and one clock a process, for good.
        """
        done = subprocess.run(
            [sys.executable, "-m", module, str(state_dir), *arguments],
            env=self.environment,
            timeout=timeout,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def picture(self) -> Image.Image:
        """What is on the screen, as a person sees it: whoever drew it."""
        return ImageGrab.grab(xdisplay=self.display).convert("RGB")

    def touch(self, x: float, y: float, *, times: int = 1, every_ms: int = 60) -> None:
        """A finger at (x, y) px from the upper left corner; `times` > 1: it strikes again every so many ms.

        It arrives as a touch screen's does under X: as a pointer that comes and goes.
        """
        strikes = [] if times == 1 else ["--repeat", str(times), "--delay", str(every_ms)]
        subprocess.run(
            ["xdotool", "mousemove", str(round(x)), str(round(y)), "click", *strikes, "1"],
            env=self.environment,
            check=True,
            timeout=20,
        )

    def stop(self) -> None:
        self._server.terminate()
        self._server.wait(10)
