"""Makes a board's rows before the first call, one at a time, when the screen has nothing else to do."""

from __future__ import annotations

from collections.abc import Callable

from kivy.clock import Clock

APART = 0.25  # seconds between two rows: each takes some hundredths, and the bus is being joined meanwhile


def make_ahead(make_one: Callable[[], bool]) -> None:
    """Ask for one row after the other until `make_one` says that there are enough."""

    def again(_: float) -> None:
        if make_one():
            Clock.schedule_once(again, APART)

    Clock.schedule_once(again, APART)
