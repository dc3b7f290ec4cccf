"""How long a view is right though nothing is drawn anew. Pure.

Data grow old in seconds, and mostly are heard anew before they do: that is found out without making a view.
"""

from __future__ import annotations

from datetime import datetime
from math import inf

from msgspec import Struct

from display.look.aging import STALE, next_age, next_minute


class Lasting(Struct, frozen=True):
    """What a view was made for. `turn`: the monotonic moment at which its words change by themselves."""

    minute: datetime
    turn: float = inf
    stale: bool = False
    known: bool = True

    @classmethod
    def of(cls, age: float, wall: datetime, monotonic: float, *, known: bool, turn: float = 0.0) -> Lasting:
        """`known`: there are data, `age` seconds old. `turn`: seconds until the words change by themselves; 0: never."""
        return cls(_minute(wall), monotonic + turn if turn else inf, age > STALE, known)

    def holds(self, age: float, wall: datetime, monotonic: float) -> bool:
        """Whether the same view would be made now of the same data."""
        return not self.stale and age <= STALE and monotonic < self.turn and _minute(wall) == self.minute

    def next_look(self, age: float, wall: datetime, monotonic: float) -> float:
        """Seconds until it may hold no longer though nothing is heard."""
        soonest = min(next_minute(wall), self.turn - monotonic + 0.02)
        return min(soonest, next_age(age)) if self.known else soonest


def _minute(wall: datetime) -> datetime:
    return wall.replace(second=0, microsecond=0)
