"""What people are going to do, in order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from heapq import heappop, heappush
from typing import Any

ENDS, BEGINS, AT_WINDOW, ARRIVES = range(4)  # what comes first of what happens at the same moment


class Agenda:
    """Deeds and their moments. Of those of one moment and rank, what was planned first comes first."""

    def __init__(self) -> None:
        self._deeds: list[tuple[datetime, int, int, Callable[[Any], None], Any]] = []
        self._planned = 0

    def plan(self, moment: datetime, rank: int, deed: Callable[[Any], None], whom: Any) -> None:
        self._planned += 1
        heappush(self._deeds, (moment, rank, self._planned, deed, whom))

    def next(self, otherwise: datetime) -> datetime:
        """The moment of the next deed, or `otherwise` if that is earlier."""
        return min(self._deeds[0][0], otherwise) if self._deeds else otherwise

    def take(self, moment: datetime) -> Iterator[tuple[Callable[[Any], None], Any]]:
        """The deeds of `moment` and who or what they are about, with those that are planned for it meanwhile."""
        while self._deeds and self._deeds[0][0] == moment:
            _, _, _, deed, whom = heappop(self._deeds)
            yield deed, whom
