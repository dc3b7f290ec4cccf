"""What a replay is given: who comes when, who works when, and what the virtual hall is like."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from msgspec import Struct

TimeOfDay = timedelta  # on the hall's wall clock, since midnight; 24:00 can be said, which `datetime.time` cannot
DAY = timedelta(days=1)


class Visitor(Struct, frozen=True, kw_only=True):
    """One line of a day file. `minutes`: how long the service takes; known to the window alone, never to an estimate."""

    arrival: TimeOfDay
    service: str
    minutes: float
    priority: str | None = None
    booked: TimeOfDay | None = None
    no_show: bool = False
    needs: tuple[str, ...] = ()


class Shift(Struct, frozen=True, kw_only=True, order=True):
    """A window works from `start` until just before `end`. What lies between two shifts of a window is a break."""

    window: int
    start: TimeOfDay
    end: TimeOfDay


class Options(Struct, frozen=True, kw_only=True):
    """`walk`: from a call to the start of the service. `plays`: how often the hall is played forward for an estimate
    (0: the formula alone). `estimates` False: none in the result, and the least work for those that the core needs.
    `seed`: what all chance begins with; with 0, estimates are those that the hall itself would give. `paces`: how much longer than a visitor's minutes a
    service takes at a window, as operators differ; 1.0 where none is named.
    """

    walk: timedelta = timedelta(seconds=30)
    plays: int = 0
    estimates: bool = True
    seed: int = 0
    paces: Mapping[int, float] = MappingProxyType({})
