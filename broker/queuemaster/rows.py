"""Rows of waiting tickets, each sorted by seniority, so that the next one is found without looking at the rest.

Tickets that the dispatcher cannot tell apart but by age (same line, class, need and wished window) stand in
one row; to choose, it looks at the heads alone. A head leaves in O(1), a newcomer joins at the end in O(1);
only a returned or transferred ticket, rare, is put into the middle.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple


class Key(NamedTuple):
    """What a row's tickets have in common. `window`: transferred to that window, None for any."""

    line: str
    priority: str | None
    needs: bool
    window: int | None


Place = tuple[datetime, int, str]  # since, seq of issue (breaks ties), ticket id


class Row:
    """Places in order of seniority. The list's front is cut off lazily, so that a head leaves in O(1)."""

    __slots__ = ("_gone", "_places")

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._gone = 0

    def __len__(self) -> int:
        return len(self._places) - self._gone

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places[self._gone :])

    @property
    def head(self) -> Place:
        return self._places[self._gone]

    def join(self, place: Place) -> None:
        if not len(self) or place > self._places[-1]:
            self._places.append(place)
        else:
            insort(self._places, place, lo=self._gone)

    def leave(self, place: Place) -> None:
        """Take one out, wherever it stands. KeyError when it is not here."""
        at = bisect_left(self._places, place, lo=self._gone)
        if at == len(self._places) or self._places[at] != place:
            raise KeyError(place)
        if at == self._gone:
            self._gone += 1
            if self._gone > 64 and self._gone * 2 > len(self._places):  # noqa: PLR2004 - amortises the cut
                del self._places[: self._gone]
                self._gone = 0
        else:
            del self._places[at]

    def junior_to(self, place: Place, most: int) -> list[Place]:
        """The first places here that are junior to `place`, at most so many."""
        at = bisect_right(self._places, place, lo=self._gone)
        return self._places[at : at + most]

    def senior_to(self, since: datetime, seq: int = 0) -> int:
        """How many places here are senior to (since, seq)."""
        return bisect_left(self._places, (since, seq, ""), lo=self._gone) - self._gone


class Rows:
    """All rows of a hall, found by line or by wished window."""

    __slots__ = ("by_line", "by_window", "in_line")

    def __init__(self) -> None:
        self.by_line: dict[str, dict[Key, Row]] = {}
        self.by_window: dict[int, dict[Key, Row]] = {}
        self.in_line: dict[str, int] = {}

    def join(self, key: Key, place: Place) -> None:
        rows = self.by_line.setdefault(key.line, {})
        row = rows.get(key)
        if row is None:
            row = rows[key] = Row()
            if key.window is not None:
                self.by_window.setdefault(key.window, {})[key] = row
        row.join(place)
        self.in_line[key.line] = self.in_line.get(key.line, 0) + 1

    def leave(self, key: Key, place: Place) -> None:
        rows = self.by_line[key.line]
        row = rows[key]
        row.leave(place)
        self.in_line[key.line] -= 1
        if not row:
            del rows[key]
            if key.window is not None:
                del self.by_window[key.window][key]
