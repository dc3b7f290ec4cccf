"""What the hands of the hall's clock mean, on the two days of the year on which they are moved too.

A span begins when the clock first comes to its start, and ends when it last comes to its end: an hour that the clock
shows twice counts twice, an hour that it leaps over is not there. Moments carry a fixed offset: two moments of one
ZoneInfo are compared by their hands alone, which is wrong in the hour that comes twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from broker.contracts.hours import DAY_LONG, Minutes
from broker.contracts.moments import local


class Span(NamedTuple):
    """Moments from `start` (in) to `end` (out)."""

    start: datetime
    end: datetime

    def __contains__(self, moment: object) -> bool:
        return isinstance(moment, datetime) and self.start <= moment < self.end


def spans(day: date, minutes: Iterable[Minutes], zone: tzinfo) -> tuple[Span, ...]:
    """Spans of the wall clock of `day` as moments; in order, those that touch made one, empty ones left out."""
    found: list[Span] = []
    for start, end in minutes:
        span = Span(comes_to(day, start, zone), comes_to(day, end, zone, last=True))
        if found and span.start <= found[-1].end:  # an hour that comes twice: the halves of one long hour
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        elif span.start < span.end:
            found.append(span)
    return tuple(found)


def comes_to(day: date, minute: int, zone: tzinfo, *, last: bool = False) -> datetime:
    """The moment when the clock of `day` first (or `last`) comes to `minute`, or leaps over it. 1440: the day's end."""
    if minute == DAY_LONG:
        day, minute, last = day + timedelta(days=1), 0, False
    hands = datetime.combine(day, time(minute // 60, minute % 60))
    moment = hands.replace(tzinfo=zone, fold=last).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != hands:
        moment = _leap(hands, zone)
    return local(moment, zone)


def _leap(hands: datetime, zone: tzinfo) -> datetime:
    """When the clock leapt over `hands`."""
    before = hands.replace(tzinfo=zone, fold=1).astimezone(UTC)  # reckoned with the offset after the leap
    after = hands.replace(tzinfo=zone, fold=0).astimezone(UTC)
    offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)
