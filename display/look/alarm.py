"""A moment at which a screen has something to do by itself."""

from __future__ import annotations

from collections.abc import Callable

from kivy.clock import Clock


class Alarm:
    """Calls `ring` in the screen's thread. Set anew, it forgets the moment before."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._trigger = Clock.create_trigger(lambda _: ring(), 1)

    def set(self, seconds: float | None) -> None:
        """In so many seconds from now; None: not at all."""
        self._trigger.cancel()
        if seconds is not None:
            self._trigger.timeout = seconds
            self._trigger()
