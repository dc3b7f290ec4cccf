"""Keeps the display as the box is: told when something changed, and again now and then, for one that was unplugged."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from broker.contracts.errors import HardwareError
from office.button_box.two_lines.lines import Lines

if TYPE_CHECKING:
    from office.button_box.two_lines.panel import Panel

AGAIN = 10.0  # seconds

Told = Callable[[HardwareError | None], None]
"""What the display said to what it was shown; None: nothing is wrong with it."""


class Showing:
    def __init__(self, panel: Panel, told: Told, clock: Callable[[], float] = time.monotonic) -> None:
        self._panel, self._told, self._clock = panel, told, clock
        self._shown: Lines | None = None
        self._at = 0.0

    def show(self, lines: Lines) -> None:
        """From one thread. A display that fails never stops the box."""
        at = self._clock()
        if lines == self._shown and at - self._at < AGAIN:
            return
        self._at = at
        self._shown = lines
        try:
            self._panel.show(lines)
        except HardwareError as error:
            self._told(error)
        else:
            self._told(None)

    def again(self) -> float:
        """Seconds until it wants to be told again."""
        return max(0.0, AGAIN - (self._clock() - self._at))
