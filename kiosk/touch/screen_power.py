"""Switching a screen's light off and on. Best effort: what a screen makes of it is looked at and told, not believed.

Whatever becomes of it, the window is black meanwhile (`Panel`), so a screen that ignores it is dark all the same.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import threading
from collections.abc import Callable
from typing import Literal, Protocol

log = logging.getLogger(__name__)

Observed = Literal["on", "off", "unknown"]
Told = Callable[[Observed, Observed], None]
"""What was wished, and what was observed afterwards."""


class ScreenPower(Protocol):
    def light(self, *, on: bool) -> None:
        """Wish the light on or off; returns at once."""


class RecordedPower:
    """Remembers what was wished of it, for the demo and for tests."""

    def __init__(self) -> None:
        self.wishes: list[bool] = []

    def light(self, *, on: bool) -> None:
        self.wishes.append(on)


class XsetPower:
    """DPMS through `xset`, where the machine has it. Wishes are followed one after the other, in a thread of its own."""

    def __init__(self, told: Told = lambda _wished, _observed: None, program: str = "xset") -> None:
        self._told = told
        self._program = shutil.which(program)
        self._wish: Observed | None = None
        self._changed = threading.Condition()
        threading.Thread(target=self._follow, name="screen-power", daemon=True).start()

    def light(self, *, on: bool) -> None:
        with self._changed:
            self._wish = "on" if on else "off"
            self._changed.notify()

    def _follow(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wish is not None)
                wish, self._wish = self._wish, None
            if wish:
                observed = self._switch(wish)
                if observed != wish:
                    log.info("the screen was to go %s; seen: %s", wish, observed)
                self._told(wish, observed)

    def _switch(self, wish: Observed) -> Observed:
        if self._program is None:
            return "unknown"
        try:
            subprocess.run([self._program, "dpms", "force", wish], check=True, capture_output=True, timeout=10)  # noqa: S603 - fixed words
            told = subprocess.run([self._program, "q"], check=True, capture_output=True, text=True, timeout=10)  # noqa: S603
        except (OSError, subprocess.SubprocessError):
            return "unknown"
        return "on" if "Monitor is On" in told.stdout else "off" if "Monitor is " in told.stdout else "unknown"
