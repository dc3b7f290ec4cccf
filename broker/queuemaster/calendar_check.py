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
from broker.contracts.hall_shape import Mistake, nearest
from broker.contracts.hall_tables import Raw, ids_of, one, tables
from broker.contracts.hours import ALWAYS, both, on, said, without
from broker.contracts.hours import mistake as cannot_be_read
from broker.contracts.mistakes.words import PLAIN
from broker.contracts.mistakes.words import said as said_in
from broker.contracts.mistakes.wrong import Wrong, wrong
from broker.queuemaster.calendar import Calendar, name_of_window
from broker.queuemaster.exceptions import Entry, Exceptions

_YEARS = (2027, 2028)  # a common year and a leap year: every weekday at most dates, every month, every week
_LOOKED_AHEAD = timedelta(days=731)  # after the last event of a file first happens: all that repeats has repeated
_MOST_DAYS = 4000
_SHOWN = 10
_WEEKDAYS = (
    wrong("weekday.monday"),
    wrong("weekday.tuesday"),
    wrong("weekday.wednesday"),
    wrong("weekday.thursday"),
    wrong("weekday.friday"),
    wrong("weekday.saturday"),
    wrong("weekday.sunday"),
)


def mistakes(raw: Raw) -> Iterator[Mistake]:
    """What is wrong with the hours in a hall file as tomllib gives it; silent about what the light look told."""
    good = {}
    for path, hours in hall_hours.all_hours(raw):
        if hall_hours.mistake(hours):
            continue
        if unreadable := cannot_be_read(hours):
            yield path, wrong("hours.wrong", key=path[-1], wrong=unreadable)
        else:
            good[path] = hours
    hall = one(raw, "hall")
    working = good.get(("hall", "working"), ALWAYS if "working" not in hall else None)
    reception = good.get(("hall", "reception"), ALWAYS if "reception" not in hall else None)
    if working and reception and "reception" in hall:
        yield from _beyond(("hall", "reception"), reception, working, wrong("hours.working"))
    for name, key, around, whose in (
        ("line", "hours", reception, wrong("hours.reception")),
        ("window", "hours", working, wrong("hours.working")),
    ):
        for path, _ in tables(raw, name):
            if around and (inner := good.get((*path, key))):
                yield from _beyond((*path, key), inner, around, whose)
    for path, _ in tables(raw, "window"):
        breaks, staffed = good.get((*path, "breaks")), good.get((*path, "hours"), reception)
        if breaks and staffed and not any(both(on(breaks, day), on(staffed, day)) for day in _days(breaks, staffed)):
            yield (*path, "breaks"), wrong("hours.breaks")


def mistakes_of_exceptions(raw: Raw, exceptions: Exceptions, plan: HallFile | None) -> list[tuple[int, Wrong]]:
    """What is wrong in a file of exceptions, line by line. `plan`: the hall file, if it has no mistakes itself."""
    found = list(exceptions.mistakes)
    windows = [name_of_window(table["id"]) for _, table in tables(raw, "window") if isinstance(table.get("id"), int)]
    known = [*ids_of(raw, "line"), *windows]
    for line, name in exceptions.categories:
        if name not in known:
            what = wrong("days.unknown", name=name, near=nearest(name, known))
            found.append((line, what))
    found += _contradictions(exceptions)
    if plan is not None:
        found += _outside(plan, exceptions)
    once = {(line, said_in(what)): (line, what) for line, what in found}
    return [once[key] for key in sorted(once)]


def _beyond(path: tuple[str | int, ...], inner: str, outer: str, whose: Wrong) -> Iterator[Mistake]:
    """Hours that name no day mean every day on which there are any around them."""
    every_day = not re.search(r"[A-Za-z]", inner)
    for day in _days(inner, outer):
        around = on(outer, day)
        if (more := without(on(inner, day), around)) and (around or not every_day):
            yield (
                path,
                wrong(
                    "hours.beyond",
                    key=path[-1],
                    whose=whose,
                    weekday=_WEEKDAYS[day.weekday()],
                    date=day,
                    more=said(more),
                ),
            )
            return


def _contradictions(exceptions: Exceptions) -> Iterator[tuple[int, Wrong]]:
    """Closed and open on one day, and two events for the same hours: who reads the file cannot tell what is meant."""
    told: set[tuple[int, int]] = set()
    for day, entries in _days_of(exceptions):
        for place, later in enumerate(entries):
            for earlier in entries[:place]:
                pair = (earlier.line, later.line)
                if pair in told or not _same(earlier, later):
                    continue
                if (earlier.minutes is None) != (later.minutes is None):
                    what = wrong("days.opposite")
                elif earlier.minutes and later.minutes and both((earlier.minutes,), (later.minutes,)):
                    what = wrong("days.overlaps")
                else:
                    continue
                told.add(pair)
                yield later.line, wrong("days.two", day=day, line=earlier.line, what=what)


def _outside(plan: HallFile, exceptions: Exceptions) -> Iterator[tuple[int, Wrong]]:
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
                    whose = wrong("days.no-reception") if is_line else wrong("days.shut")
                    yield (
                        entry.line,
                        wrong("days.outside", who=who, day=day, more=said(more), whose=whose),
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


def remarks(plan: HallFile, calendar: Calendar, today: date, language: str = PLAIN) -> Iterator[str]:
    """What the calendar comes to in the year from `today`, in `language`."""
    yield from (said_in(what, language) for what in _remarks(plan, calendar, today))


def _remarks(plan: HallFile, calendar: Calendar, today: date) -> Iterator[Wrong]:
    """Days that it closes, and whoever never receives at all."""
    year = [today + timedelta(days=number) for number in range(366)]
    shut = [day for day in year if calendar.is_different(day) and not calendar.reception(day)]
    if shut:
        days = ", ".join(map(str, shut[:_SHOWN]))
        yield wrong("remark.closed", days=days, more=" …" if len(shut) > _SHOWN else "")
    changed = [day for day in year if calendar.is_different(day) and calendar.reception(day)]
    for day in changed[:_SHOWN]:
        yield wrong("remark.changed", day=day, hours=said(calendar.minutes_of_reception(day)))
    if not any(calendar.reception(day) for day in year):
        yield wrong("remark.no-reception")
        return
    for line in plan.lines:
        if not any(calendar.line_spans(line, day) for day in year):
            yield wrong("remark.line-never", line=line)
