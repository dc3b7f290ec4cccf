"""Bookings as iCalendar (RFC 5545): an event each. DTSTART is the slot, CATEGORIES names the service.

Taken in, X-CHERHA-PERSON, X-CHERHA-PRIORITY and X-CHERHA-LANGUAGE may say more. Events that repeat are no bookings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import icalendar

from broker.booking_files.wanted import Wanted, unknown
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import FIRST, pick
from broker.queuemaster.state import Booking

_OURS = "-//cherha//bookings//UK"
_STATUS = {"missed": "CANCELLED", "given-up": "CANCELLED"}


def read(name: str, body: bytes, hall: HallFile) -> tuple[list[Wanted], list[str]]:
    """The bookings that the file asks for, and its mistakes, each as `name:line: what, and what to do`."""
    mistakes: list[str] = []
    found: list[Wanted] = []
    try:
        lines = list(_unfolded(body.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        at = body.count(b"\n", 0, error.start) + 1
        return [], [f"{name}:{at}: this line is not UTF-8 text; save the file as UTF-8"]
    if not lines or lines[0][1].upper() != "BEGIN:VCALENDAR":
        return [], [f"{name}:1: this is no iCalendar file; its first line must be BEGIN:VCALENDAR"]
    for at, block in _events(lines, name, mistakes):
        try:
            event: Any = icalendar.Event.from_ical("\r\n".join(block))
        except ValueError as error:
            mistakes.append(f"{name}:{at}: this event cannot be read: {error}")
            continue
        wanted, wrong = None, [f"{key} cannot be read: {why}" for key, why in event.errors]
        if not wrong:
            wanted, wrong = _wanted(at, event, hall)
        mistakes += [f"{name}:{at}: {what}" for what in wrong]
        if wanted is not None:
            found.append(wanted)
    return found, mistakes


def written(bookings: Iterable[Booking], hall: HallFile, now: datetime) -> bytes:
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


def _wanted(line: int, event: Any, hall: HallFile) -> tuple[Wanted | None, list[str]]:
    mistakes: list[str] = []
    start = event.get("DTSTART")
    slot = getattr(start, "dt", None)
    if not isinstance(slot, datetime):
        whole_day = isinstance(slot, date)
        mistakes.append("DTSTART is a whole day; a booking begins at a time" if whole_day else "there is no DTSTART")
    if "RRULE" in event or "RDATE" in event:
        mistakes.append("this event repeats; write each booking as an event of its own")
    services = [str(each) for each in getattr(event.get("CATEGORIES"), "cats", ())]
    if len(services) != 1:
        mistakes.append("CATEGORIES must name one service, as CATEGORIES:residence-registration")
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


def _events(lines: list[tuple[int, str]], name: str, mistakes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Each event that is not cancelled, from its BEGIN to its END, and where it begins."""
    begun, block = 0, [""]
    for at, line in lines:
        word = line.upper()
        if word == "BEGIN:VEVENT":
            if begun:
                mistakes.append(f"{name}:{begun}: this BEGIN:VEVENT has no END:VEVENT; add it")
            begun, block = at, []
        if begun:
            block.append(line)
            if ":" not in line:
                mistakes.append(f'{name}:{at}: "{line[:40]}" has no ":"; a line is NAME:value')
                block.pop()
        if word == "END:VEVENT" and begun:
            if "STATUS:CANCELLED" not in (each.upper() for each in block):
                yield begun, block
            begun = 0
    if begun:
        mistakes.append(f"{name}:{begun}: this BEGIN:VEVENT has no END:VEVENT; add it")


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
