"""Do the hours of a hall hang together? Read to the end, nested, and not against the file of exceptions.

What depends on the day is looked at for two years, and the years that the hours name, whatever day it is: a hall that
could start yesterday must not be refused today.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from broker.contracts import hall_hours
from broker.contracts.hall_file import HallFile
from broker.contracts.hall_shape import Mistake, did_you_mean
from broker.contracts.hall_tables import Raw, ids_of, one, tables
from broker.contracts.hours import ALWAYS, both, on, said, without
from broker.contracts.hours import mistake as cannot_be_read
from broker.queuemaster.calendar import Calendar, name_of_window
from broker.queuemaster.exceptions import Entry, Exceptions

_YEARS = (2027, 2028)  # a common year and a leap year: every weekday at most dates, every month, every week
_LOOKED_AHEAD = timedelta(days=731)  # after the last event of a file first happens: all that repeats has repeated
_MOST_DAYS = 4000
_SHOWN = 10


def mistakes(raw: Raw) -> Iterator[Mistake]:
    """What is wrong with the hours in a hall file as tomllib gives it; silent about what the light look told."""
    good = {}
    for path, hours in hall_hours.all_hours(raw):
        if hall_hours.mistake(hours):
            continue
        if wrong := cannot_be_read(hours):
            yield path, f'"{path[-1]}": {wrong}; write opening hours, as "Mo-Fr 08:00-19:00; Sa 08:00-16:00"'
        else:
            good[path] = hours
    hall = one(raw, "hall")
    working = good.get(("hall", "working"), ALWAYS if "working" not in hall else None)
    reception = good.get(("hall", "reception"), ALWAYS if "reception" not in hall else None)
    if working and reception and "reception" in hall:
        yield from _beyond(("hall", "reception"), reception, working, "the house's working hours")
    for name, key, around, whose in (
        ("line", "hours", reception, "the hall's reception"),
        ("window", "hours", working, "the house's working hours"),
    ):
        for path, _ in tables(raw, name):
            if around and (inner := good.get((*path, key))):
                yield from _beyond((*path, key), inner, around, whose)
    for path, _ in tables(raw, "window"):
        breaks, staffed = good.get((*path, "breaks")), good.get((*path, "hours"), reception)
        if breaks and staffed and not any(both(on(breaks, day), on(staffed, day)) for day in _days(breaks, staffed)):
            yield (*path, "breaks"), '"breaks" never fall into the hours of the window; a break lies within them'


def mistakes_of_exceptions(raw: Raw, exceptions: Exceptions, plan: HallFile | None) -> list[tuple[int, str]]:
    """What is wrong in a file of exceptions, line by line. `plan`: the hall file, if it has no mistakes itself."""
    found = list(exceptions.mistakes)
    windows = [name_of_window(table["id"]) for _, table in tables(raw, "window") if isinstance(table.get("id"), int)]
    known = [*ids_of(raw, "line"), *windows]
    for line, name in exceptions.categories:
        if name not in known:
            what = f'"{name}" is neither a line nor a window of the hall file ("window-5"); {did_you_mean(name, known)}'
            found.append((line, what))
    found += _contradictions(exceptions)
    if plan is not None:
        found += _outside(plan, exceptions)
    return sorted(set(found))


def _beyond(path: tuple[str | int, ...], inner: str, outer: str, whose: str) -> Iterator[Mistake]:
    """Hours that name no day mean every day on which there are any around them."""
    every_day = not re.search(r"[A-Za-z]", inner)
    for day in _days(inner, outer):
        around = on(outer, day)
        if (more := without(on(inner, day), around)) and (around or not every_day):
            yield path, f'"{path[-1]}" goes beyond {whose} on {day:%A} {day}: {said(more)}; change one of them'
            return


def _contradictions(exceptions: Exceptions) -> Iterator[tuple[int, str]]:
    """Closed and open on one day, and two events for the same hours: who reads the file cannot tell what is meant."""
    told: set[tuple[int, int]] = set()
    for day, entries in _days_of(exceptions):
        for place, later in enumerate(entries):
            for earlier in entries[:place]:
                pair = (earlier.line, later.line)
                if pair in told or not _same(earlier, later):
                    continue
                if (earlier.minutes is None) != (later.minutes is None):
                    what = "says the opposite: closed and open at once"
                elif earlier.minutes and later.minutes and both((earlier.minutes,), (later.minutes,)):
                    what = "overlaps with it"
                else:
                    continue
                told.add(pair)
                yield later.line, f"on {day} the event of line {earlier.line} {what}; leave one of the two"


def _outside(plan: HallFile, exceptions: Exceptions) -> Iterator[tuple[int, str]]:
    """Special hours of a line when the hall does not receive, or of a window when the house is shut."""
    calendar = Calendar.of(plan, exceptions)
    told: set[int] = set()
    for day, entries in _days_of(exceptions):
        for entry in entries:
            if entry.minutes is None or entry.line in told:
                continue
            for who in entry.who:
                is_line = who in plan.lines
                around = calendar.minutes_of_reception(day) if is_line else calendar.minutes_of_working(day)
                if more := without((entry.minutes,), around):
                    told.add(entry.line)
                    whose = "the hall does not receive" if is_line else "the house is shut"
                    yield (
                        entry.line,
                        f'"{who}" is open on {day} at {said(more)}, when {whose}; add an event without categories',
                    )
                    break


def _same(one: Entry, other: Entry) -> bool:
    """Whether two events are for the same: both for the hall, or for a line or window in common."""
    return bool(set(one.who) & set(other.who)) or (not one.who and not other.who)


def _days_of(exceptions: Exceptions) -> Iterator[tuple[date, list[Entry]]]:
    if exceptions.first is None or exceptions.last is None:
        return
    for number in range(min((exceptions.last - exceptions.first + _LOOKED_AHEAD).days, _MOST_DAYS)):
        day = exceptions.first + timedelta(days=number)
        if entries := exceptions.on(day):
            yield day, entries


def _days(*hours: str) -> Iterable[date]:
    if set(hours) == {ALWAYS}:
        return ()
    years = {*_YEARS, *(int(year) for each in hours for year in re.findall(r"\b20\d\d\b", each))}
    return (date(year, 1, 1) + timedelta(days=number) for year in sorted(years) for number in range(366))


def remarks(plan: HallFile, calendar: Calendar, today: date) -> Iterator[str]:
    """What the calendar comes to in the year from `today`: days that it closes, and whoever never receives at all."""
    year = [today + timedelta(days=number) for number in range(366)]
    shut = [day for day in year if calendar.is_different(day) and not calendar.reception(day)]
    if shut:
        yield f"closed by the exceptions on {', '.join(map(str, shut[:_SHOWN]))}{' …' if len(shut) > _SHOWN else ''}"
    changed = [day for day in year if calendar.is_different(day) and calendar.reception(day)]
    for day in changed[:_SHOWN]:
        yield f"by the exceptions on {day}: reception {said(calendar.minutes_of_reception(day))}"
    if not any(calendar.reception(day) for day in year):
        yield "the hall does not receive for a whole year"
        return
    for line in plan.lines:
        if not any(calendar.line_spans(line, day) for day in year):
            yield f'the line "{line}" does not receive for a whole year'
