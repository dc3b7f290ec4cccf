"""Days that are not like the others: the iCalendar file that a hall file names, kept with any calendar program.

An all-day event closes; a timed event gives special reception hours, instead of the usual ones of that day. An event
is for the whole hall, or for what its categories name: ids of lines, windows as "window-5". Repeating events repeat.
No holiday is known unless this file has it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

import icalendar
import recurring_ical_events
from msgspec import Struct

from broker.contracts.hours import DAY_LONG, Minutes
from broker.contracts.mistakes.words import said
from broker.contracts.mistakes.wrong import Wrong, wrong

Mistake = tuple[int, Wrong]  # the line, counted from 1, and what is wrong there and what to do

_LINE = "X-LINE"  # where an event begins in the file; repetitions carry it along
_NEEDED = "BEGIN:VCALENDAR"
_ONCE = ("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "SEQUENCE", "STATUS", "SUMMARY")
_OFTEN = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_NOT_EXPANDED = (ValueError, TypeError, AttributeError, KeyError, OverflowError, RuntimeError)


class Entry(Struct, frozen=True, kw_only=True):
    """What one event says of one day. `minutes` None: closed. `who` empty: the whole hall. `line`: in the file."""

    line: int
    minutes: Minutes | None
    who: tuple[str, ...]
    name: str


class Exceptions:
    """The events of one file. Those with `mistakes` are left out; who starts a hall refuses a file that has any."""

    def __init__(self, text: str, zone: tzinfo) -> None:
        self._zone = zone
        self._years: dict[int, dict[date, list[Entry]]] = {}
        self.mistakes: list[Mistake] = []
        self.categories: list[tuple[int, str]] = []  # every name that an event is for, and its line
        self.first: date | None = None  # the days between which events begin for the first time
        self.last: date | None = None
        self._events = recurring_ical_events.of(self._read(text), skip_bad_series=False)

    def on(self, day: date) -> list[Entry]:
        """What the file says of `day`, in the order of the file."""
        if day.year not in self._years:
            self._years[day.year] = self._in(day.year)
        return self._years[day.year].get(day, [])

    def _in(self, year: int) -> dict[date, list[Entry]]:
        days: dict[date, list[Entry]] = defaultdict(list)
        start, end = date(year, 1, 1) - timedelta(days=1), date(year + 1, 1, 1) + timedelta(days=1)
        for event in self._events.between(start, end):
            line, who, name = int(event[_LINE]), _categories(event), str(event.get("SUMMARY", ""))
            for day, minutes in _days(event.start, event.end, self._zone):
                days[day].append(Entry(line=line, minutes=minutes, who=who, name=name))
        for entries in days.values():
            entries.sort(key=lambda entry: entry.line)
        return days

    def _read(self, text: str) -> icalendar.Calendar:
        """The events that can be read; of the others, what is wrong."""
        lines = list(_unfolded(text))
        if not lines or lines[0][1].strip().upper() != _NEEDED:
            self.mistakes.append((1, wrong("ical.no-calendar", needed=_NEEDED)))
        else:
            lines = lines[1:-1] if lines[-1][1].upper() == "END:VCALENDAR" else lines[1:]
        kept = icalendar.Calendar()
        for block in self._blocks(lines):
            if (part := self._part(block)) is None:
                continue
            if part.name == "VEVENT":
                before = len(self.mistakes)
                self._check(part, block)
                if len(self.mistakes) > before or str(part.get("STATUS", "")).upper() == "CANCELLED":
                    continue
            kept.add_component(part)
        self.mistakes.sort(key=lambda each: (each[0], said(each[1])))
        return kept

    def _blocks(self, lines: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
        """The outermost components, each from its BEGIN to its END."""
        block: list[tuple[int, str]] = []
        open_parts: list[str] = []
        for number, line in lines:
            word, _, what = line.partition(":")
            if word.upper() == "BEGIN":
                if what.upper() == "VEVENT" and open_parts:  # events never lie in one another
                    self.mistakes.append((block[0][0], wrong("ical.no-end", part=open_parts[0])))
                    block, open_parts = [], []
                open_parts.append(what.upper())
            if open_parts:
                block.append((number, line))
            if word.upper() == "END":
                if not open_parts or open_parts.pop() != what.upper():
                    self.mistakes.append((number, wrong("days.ends-nothing", line=line)))
                    block, open_parts = [], []
                elif not open_parts:
                    yield block
                    block = []
        if open_parts:
            self.mistakes.append((block[0][0], wrong("ical.no-end", part=open_parts[0])))

    def _part(self, block: list[tuple[int, str]]) -> Any:
        """A component of the file; None when a line of it is none."""
        broken = [mistake for number, line in block if (mistake := _broken(number, line))]
        self.mistakes += broken
        try:
            return None if broken else icalendar.Component.from_ical("\r\n".join(line for _, line in block))
        except ValueError as error:
            self.mistakes.append((block[0][0], wrong("ical.unreadable", part=block[0][1], error=error)))
            return None

    def _check(self, event: Any, block: list[tuple[int, str]]) -> None:
        """Note what is wrong in one event, what it is for, and when it begins."""
        places: dict[str, int] = {}
        for number, line in block:
            places.setdefault(re.split("[:;]", line)[0].upper(), number)
        event[_LINE] = str(block[0][0])
        found = list(_wrong(event, self._zone))
        self.mistakes += [(places.get(name, block[0][0]), what) for name, what in found]
        self.categories += [(places["CATEGORIES"], name) for name in _categories(event)]
        if not found:
            start = event["DTSTART"].dt
            first = start.date() if isinstance(start, datetime) else start
            self.first, self.last = min(self.first or first, first), max(self.last or first, first)


def _wrong(event: Any, zone: tzinfo) -> Iterator[tuple[str, Wrong]]:
    """What is wrong in one event: in which of its lines, and what to do."""
    if event.errors:
        yield from ((str(name), wrong("ical.value", name=name, error=error)) for name, error in event.errors)
        return
    twice = [name for name in _ONCE if isinstance(event.get(name), list)]
    if twice or "DTSTART" not in event:
        yield from ((name, wrong("days.twice", name=name)) for name in twice)
        if "DTSTART" not in event:
            yield "BEGIN", wrong("ical.no-start")
        return
    for name in ("DTSTART", "DTEND"):
        written = event[name].params.get("TZID") if name in event else None
        if written and getattr(event[name].dt, "tzinfo", None) is None:
            yield name, wrong("days.zone", written=written)
    often = event["RRULE"].get("FREQ", []) if "RRULE" in event else []
    if any(each not in _OFTEN for each in often):
        yield "RRULE", wrong("days.often", known=", ".join(_OFTEN), often=", ".join(often))
        return
    times = list(_wrong_times(event["DTSTART"].dt, _end(event), zone))
    yield from times or _wrong_repetition(event)


def _wrong_repetition(event: Any) -> Iterator[tuple[str, Wrong]]:
    """Try it: what a rule may say, and what can be reckoned from it, only the library that does it knows."""
    alone = icalendar.Calendar()
    alone.add_component(event)
    start = event["DTSTART"].dt
    try:
        recurring_ical_events.of(alone, skip_bad_series=False).between(start, timedelta(days=400))
    except _NOT_EXPANDED as error:
        yield "RRULE", wrong("days.rule", error=error)


def _end(event: Any) -> Any:
    """The day or moment at which an event ends; None when it does not say."""
    start = event["DTSTART"].dt
    if "DTEND" in event:
        return event["DTEND"].dt
    if "DURATION" in event:
        return start + event["DURATION"].dt
    return None if isinstance(start, datetime) else start + timedelta(days=1)


def _wrong_times(start: Any, end: Any, zone: tzinfo) -> Iterator[tuple[str, Wrong]]:
    if isinstance(start, datetime) and isinstance(end, datetime):
        start, end = _hands(start, zone), _hands(end, zone)
        if end > datetime.combine(start.date() + timedelta(days=1), time()):
            yield "DTEND", wrong("days.midnight")
    elif end is None or isinstance(start, datetime) or isinstance(end, datetime):
        yield "DTEND", wrong("days.both")
        return
    if end <= start:
        yield "DTEND", wrong("days.backwards")


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Content lines, each with the number of its first line: a line that begins with a space goes on with the last."""
    number, whole = 0, ""
    for count, line in enumerate(text.splitlines(), 1):
        if line[:1] in (" ", "\t") and whole:
            whole += line[1:]
            continue
        if whole.strip():
            yield number, whole
        number, whole = count, line
    if whole.strip():
        yield number, whole


def _broken(number: int, line: str) -> Mistake | None:
    try:
        icalendar.parser.Contentline.from_ical(line).parts()  # type: ignore[no-untyped-call]
    except ValueError:
        return number, wrong("ical.broken", line=line[:60])
    return None


def _categories(event: Any) -> tuple[str, ...]:
    found = event.get("CATEGORIES", [])
    several = found if isinstance(found, list) else [found]
    return tuple(dict.fromkeys(str(name).strip() for each in several for name in getattr(each, "cats", [each])))


def _days(start: date, end: date, zone: tzinfo) -> Iterator[tuple[date, Minutes | None]]:
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        for number in range((end - start).days):
            yield start + timedelta(days=number), None
        return
    start, end = _hands(start, zone), _hands(end, zone)
    until = end.hour * 60 + end.minute if end.date() == start.date() else DAY_LONG
    yield start.date(), (start.hour * 60 + start.minute, until)


def _hands(moment: datetime, zone: tzinfo) -> datetime:
    """What the hall's clock shows at `moment`; a time without a zone is the hall's."""
    return moment.replace(tzinfo=None) if moment.tzinfo is None else moment.astimezone(zone).replace(tzinfo=None)
