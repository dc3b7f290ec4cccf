"""A booking that a file asks for, and the mistakes that both kinds of file can have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from hashlib import sha256
from typing import NamedTuple

from broker.contracts import commands as c
from broker.contracts.hall_file import HallFile
from broker.contracts.hall_shape import nearest
from broker.contracts.mistakes.wrong import NotSo, Wrong, wrong


class Wanted(NamedTuple):
    """One booking of a file. `uid`: its name in the file, the same when the file is taken in again."""

    line: int
    uid: str
    service: str
    slot: datetime
    language: str = "uk"
    priority: str | None = None
    needs: tuple[str, ...] = ()
    person: str | None = None


def command(wanted: Wanted, hall: HallFile, at: datetime) -> c.Book:
    """The command that makes the booking. Its id follows from the file, so that no file books twice; nothing of the
    person is in it, because ids stand in the journal.
    """
    name = f"{hall.hall.id} {wanted.uid} {wanted.service} {wanted.slot.timestamp():.0f}"
    return c.Book(
        id=f"file-{sha256(name.encode()).hexdigest()[:32]}",
        at=at,
        service=wanted.service,
        slot=wanted.slot,
        language=wanted.language,
        priority=wanted.priority,
        needs=wanted.needs,
        person=wanted.person,
    )


def moment(text: str, zone: tzinfo) -> datetime:
    """ "2026-11-24 09:00" in the hall's zone, or with an offset of its own. NotSo with what to write."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise NotSo(wrong("booking.moment", text=text)) from None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def unknown(hall: HallFile, service: str, priority: str | None) -> Iterator[Wrong]:
    """What the hall file does not know of a booking."""
    found = hall.services.get(service)
    if found is None:
        yield wrong("booking.no-service", service=service, near=nearest(service, hall.services))
    elif "booking" not in found.modes:
        yield wrong("booking.not-booked", service=service)
    if priority is not None and priority not in hall.priorities:
        yield wrong("booking.no-priority", priority=priority, near=nearest(priority, hall.priorities))
