"""A loudness that glides: a sudden step is heard as a fault."""

from __future__ import annotations

from collections.abc import Callable

from kivy.clock import Clock

SECONDS = 0.25
_STEPS = 5


class Fading:
    """`put` is called with each loudness on the way, in the screen's thread; not at all when there is nowhere to go."""

    def __init__(self, put: Callable[[float], None], now: float = 1.0) -> None:
        self._put, self._now, self._aim = put, now, now
        self._step = 0.0
        self._next = Clock.create_trigger(lambda _: self._go_on(), SECONDS / _STEPS)

    def to(self, aim: float) -> None:
        if aim != self._aim:
            self._aim, self._step = aim, (aim - self._now) / _STEPS
            self._next.cancel()
            self._go_on()

    def _go_on(self) -> None:
        left = self._aim - self._now
        self._now = self._aim if abs(left) <= abs(self._step) * 1.5 else self._now + self._step
        self._put(self._now)
        if self._now != self._aim:
            self._next()
