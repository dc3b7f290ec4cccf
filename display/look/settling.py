"""What a widget does once its place is settled: before the next frame, but not for every size on the way to its own.

Kivy lays out from the outside inwards, a layer a turn, and begins with boxes that nobody has measured yet. Whoever set
letters into each of those would open the font in ten sizes that nobody ever sees.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock

TURNS = 6  # of the clock before a frame, in which nothing has changed: boxes lie some five deep in each other
MOST_TURNS = 60  # before a frame; Kivy's twenty would not do for a label whose box follows another's letters


class Settling:
    """Calls what was asked for last, once for each who asked."""

    def __init__(self) -> None:
        self._turn = 0
        self._due: dict[Any, tuple[int, Callable[[], None]]] = {}
        self._next = Clock.create_trigger(self._take_turn, -1)
        Clock.max_iteration = MOST_TURNS

    def ask(self, who: Any, call: Callable[[], None]) -> None:
        """Call it when `who` has not asked for `TURNS` turns."""
        self._due[who] = self._turn + TURNS, call
        self._next()

    def forget(self, who: Any) -> bool:
        """Do not call it: it is being done now. False when nothing was asked."""
        return self._due.pop(who, None) is not None

    def _take_turn(self, _: float) -> None:
        self._turn += 1
        ready = [who for who, (turn, _call) in self._due.items() if turn <= self._turn]
        for who in ready:
            due = self._due.pop(who, None)  # another may have done it meanwhile
            if due is not None:
                due[1]()
        if self._due:
            self._next()


settling = Settling()
