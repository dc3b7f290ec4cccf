"""Bookings as iCalendar (RFC 5545): an event each. DTSTART is the slot, CATEGORIES names the service.

Taken in, X-CHERHA-PERSON, X-CHERHA-PRIORITY and X-CHERHA-LANGUAGE may say more. Events that repeat are no bookings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import icalendar

from broker.booking_files.made import Made
from broker.booking_files.wanted import Wanted, unknown
from broker.contracts.hall_file import HallFile
from broker.contracts.mistakes.wrong import Said, Told, Wrong, wrong
from broker.contracts.phrases import FIRST, pick

_OURS = "-//cherha//bookings//UK"
_NEEDED = "BEGIN:VCALENDAR"
_STATUS = {"missed": "CANCELLED", "given-up": "CANCELLED"}


def read(name: str, body: bytes, hall: HallFile) -> tuple[list[Wanted], list[Told]]:
    """The bookings that the file asks for, and its mistakes, each at its line."""
    mistakes: list[Told] = []
    found: list[Wanted] = []
    try:
        lines = list(_unfolded(body.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        at = body.count(b"\n", 0, error.start) + 1
        return [], [_at(name, at, wrong("file.not-utf8"))]
    if not lines or lines[0][1].upper() != _NEEDED:
        return [], [_at(name, 1, wrong("ical.no-calendar", needed=_NEEDED))]
    for at, block in _events(lines, name, mistakes):
        try:
            event: Any = icalendar.Event.from_ical("\r\n".join(block))
        except ValueError as error:
            mistakes.append(_at(name, at, wrong("ical.unreadable", part=block[0], error=error)))
            continue
        wanted, found_wrong = None, [wrong("ical.value", name=key, error=why) for key, why in event.errors]
        if not found_wrong:
            wanted, found_wrong = _wanted(at, event, hall)
        mistakes += [_at(name, at, what) for what in found_wrong]
        if wanted is not None:
            found.append(wanted)
    return found, mistakes


def written(bookings: Iterable[Made], hall: HallFile, now: datetime) -> bytes:
    """The bookings as an iCalendar file, in order of their slots; missed and given up ones as cancelled events."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", _OURS)
    calendar.add("version", "2.0")
    for each in sorted(bookings, key=lambda b: (b.slot, b.id)):
        event = icalendar.Event()
        event.add("uid", f"{each.id}@{hall.hall.id}")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", each.slot.astimezone(UTC))
        event.add("dtend", each.until.astimezone(UTC))
        known = hall.services.get(each.service)
        event.add("summary", pick(known.name, FIRST) if known else each.service)
        event.add("categories", [each.service])
        event.add("status", _STATUS.get(each.state, "CONFIRMED"))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _wanted(line: int, event: Any, hall: HallFile) -> tuple[Wanted | None, list[Wrong]]:
    mistakes: list[Wrong] = []
    start = event.get("DTSTART")
    slot = getattr(start, "dt", None)
    if not isinstance(slot, datetime):
        whole_day = isinstance(slot, date)
        mistakes.append(wrong("booking.whole-day") if whole_day else wrong("ical.no-start"))
    if "RRULE" in event or "RDATE" in event:
        mistakes.append(wrong("booking.repeats"))
    services = [str(each) for each in getattr(event.get("CATEGORIES"), "cats", ())]
    if len(services) != 1:
        mistakes.append(wrong("booking.categories"))
    priority = str(event["X-CHERHA-PRIORITY"]) if "X-CHERHA-PRIORITY" in event else None
    if len(services) == 1:
        mistakes += unknown(hall, services[0], priority)
    if mistakes or not isinstance(slot, datetime):
        return None, mistakes
    wanted = Wanted(
        line=line,
        uid=str(event.get("UID", f"line {line}")),
        service=services[0],
        slot=slot if slot.tzinfo else slot.replace(tzinfo=hall.timezone),
        language=str(event.get("X-CHERHA-LANGUAGE", "uk")).lower(),
        priority=priority,
        person=str(event["X-CHERHA-PERSON"]) if "X-CHERHA-PERSON" in event else None,
    )
    return wanted, mistakes


def _events(lines: list[tuple[int, str]], name: str, mistakes: list[Told]) -> Iterator[tuple[int, list[str]]]:
    """Each event that is not cancelled, from its BEGIN to its END, and where it begins."""
    begun, block = 0, [""]
    for at, line in lines:
        word = line.upper()
        if word == "BEGIN:VEVENT":
            if begun:
                mistakes.append(_at(name, begun, wrong("ical.no-end", part="VEVENT")))
            begun, block = at, []
        if begun:
            block.append(line)
            if ":" not in line:
                mistakes.append(_at(name, at, wrong("ical.no-colon", line=line[:40])))
                block.pop()
        if word == "END:VEVENT" and begun:
            if "STATUS:CANCELLED" not in (each.upper() for each in block):
                yield begun, block
            begun = 0
    if begun:
        mistakes.append(_at(name, begun, wrong("ical.no-end", part="VEVENT")))


def _at(name: str, line: int, what: Said) -> Told:
    return Told(f"{name}:{line}: ", what)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """The lines, those that were folded put together (RFC 5545, 3.1), with the number of the first."""
    here, whole = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        if line[:1] in (" ", "\t"):
            whole += line[1:]
            continue
        if whole:
            yield here, whole
        here, whole = number, line.rstrip()
    if whole:
        yield here, whole
