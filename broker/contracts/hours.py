"""Opening hours as OpenStreetMap writes them ("Mo-Fr 08:00-19:00; Sa 08:00-16:00"), asked one local day at a time.

A day is its own: what runs over midnight is cut there, and goes on as the next day's. Times are minutes of the wall
clock; `wall_clock` makes moments of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from broker.contracts.mistakes.wrong import Wrong, wrong

Minutes = tuple[int, int]  # from, to; minutes of a local day, to ≤ 1440
Day = tuple[Minutes, ...]  # in order, apart from each other

DAY_LONG = 24 * 60
ALWAYS = "24/7"
_AT = re.compile(r"--> 1:(\d+)")


@lru_cache(maxsize=4096)
def on(hours: str, day: date) -> Day:
    """What `hours` covers of `day`. ValueError when they are no opening hours (`mistake` says why)."""
    if hours == ALWAYS:  # most halls of tests and demos, and then the library need not be loaded
        return ((0, DAY_LONG),)
    midnight = datetime.combine(day, time())
    found = _rule(hours).intervals(midnight, midnight + timedelta(days=1))
    return joined(
        (_minute(start, midnight), _minute(end, midnight)) for start, end, state, _ in found if _is_open(state)
    )


def mistake(hours: str) -> Wrong | None:
    """Why `hours` cannot be read to the end, for the technician who wrote them; None when they can."""
    if hours == ALWAYS:
        return None
    try:
        _rule(hours)
    except ValueError as error:
        return wrong("hours.unreadable", rest=error)
    return None


def joined(spans: Iterable[Minutes]) -> Day:
    """The spans in order, those that touch or overlap made one, empty ones left out."""
    whole: list[Minutes] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return tuple(whole)


def both(one: Day, other: Day) -> Day:
    """What is in `one` and in `other`."""
    return joined((max(a, c), min(b, d)) for a, b in one for c, d in other)


def without(one: Day, other: Day) -> Day:
    """What is in `one` and not in `other`."""
    edges = [0, *(edge for span in other for edge in span), DAY_LONG]
    return both(one, joined(zip(edges[::2], edges[1::2], strict=True)))


def said(spans: Day) -> str:
    """ "08:00-12:00, 13:00-17:00", for messages."""
    return ", ".join("-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in span) for span in spans)


@lru_cache(maxsize=256)
def _rule(hours: str) -> Any:
    # 28 ms and 5 MB, only for halls with hours; its stubs forget the error.
    from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]  # noqa: PLC0415

    try:
        return OpeningHours(hours)
    except ParserError as error:
        place = _AT.search(str(error))
        rest = hours[int(place.group(1)) - 1 :] if place else hours
        raise ValueError(rest) from None


def _is_open(state: Any) -> bool:
    return str(state) == "open"


def _minute(moment: datetime, midnight: datetime) -> int:
    return int((moment.replace(tzinfo=None) - midnight).total_seconds()) // 60
