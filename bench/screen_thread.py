"""A touch screen's thread without a screen: calls in order, and one alarm, whenever it is told to turn."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import SimpleQueue


class ScreenThread:
    """`later` and `wake_in` are what an attendant and its backstage ask for; `drawn` is called after each turn."""

    def __init__(self) -> None:
        self._calls: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._alarm: tuple[float, Callable[[], None]] | None = None
        self.later = self._calls.put
        self.drawn: Callable[[], None] = lambda: None

    def wake_in(self, seconds: float | None, wake: Callable[[], None]) -> None:
        self._alarm = None if seconds is None else (time.monotonic() + seconds, wake)

    def turn(self) -> None:
        if self._alarm and self._alarm[0] <= time.monotonic():
            _, wake = self._alarm
            self._alarm = None
            wake()
        while not self._calls.empty():
            self._calls.get()()
        self.drawn()
