"""Makes what a call will need before it comes, a piece at a time, when the screen has nothing else to do: a board's rows
before the first call, and after each call the letters of the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from kivy.clock import Clock

from display.board.view import CallRow, View

APART = 0.25  # seconds between two rows: each takes some hundredths, and the bus is being joined meanwhile
REST = 0.3  # seconds after a frame: another call may follow at once
PIECES_APART = 0.03  # seconds between two pieces of letters, each of which takes a thousandth or two


class Rehearsing(Protocol):
    @property
    def shown(self) -> View | None: ...

    @property
    def rows(self) -> tuple[CallRow, ...]: ...

    def rehearse(self) -> Iterator[None]: ...


def make_ahead(make_one: Callable[[], bool], then: Callable[[], None] = lambda: None) -> None:
    """Ask for one row after the other until `make_one` says that there are enough; then call `then`."""

    def again(_: float) -> None:
        if make_one():
            Clock.schedule_once(again, APART)
        else:
            then()

    Clock.schedule_once(again, APART)


class Rehearsals:
    """`frame` is to be called after each flip, in the screen's thread."""

    def __init__(self, board: Rehearsing) -> None:
        self._board = board
        self._of: tuple[object, ...] = ()  # what the last one was for
        self._pieces: Iterator[None] = iter(())
        self._begin = Clock.create_trigger(self._first, REST)
        self._next = Clock.create_trigger(self._piece, PIECES_APART)

    def frame(self) -> None:
        view = self._board.shown
        of = (
            *(row.key for row in self._board.rows),
            *(line.waiting for line in (view.lines if view else ())),
        )
        if of != self._of:
            self._of = of
            self._next.cancel()
            self._begin.cancel()
            self._begin()

    def _first(self, _: float) -> None:
        self._pieces = self._board.rehearse()
        self._next()

    def _piece(self, _: float) -> None:
        for _made in self._pieces:
            self._next()
            return
