"""Answers `do` `log`: the last lines, when somebody looks, and not too often."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import tzinfo

from broker.bus.clock import now
from broker.bus.logs.book import Book
from broker.contracts.status import Did, Do

WHAT = "log"
REST = 2.0  # seconds between two answers
TOO_OFTEN = "too-often"


class Answering:
    def __init__(self, book: Book, zone: tzinfo, clock: Callable[[], float] = time.monotonic) -> None:
        self._book, self._zone, self._clock = book, zone, clock
        self._last = float("-inf")

    def did(self, do: Do) -> Did:
        """The answer to a wish. Whoever asks too soon hears so, and nothing else."""
        at = self._clock()
        if at - self._last < REST:
            return Did(id=do.id, what=do.what, at=now(self._zone), outcome="failed", message=TOO_OFTEN)
        self._last = at
        lines = self._book.lines(self._zone)
        return Did(id=do.id, what=do.what, at=now(self._zone), outcome="done", lines=lines)
