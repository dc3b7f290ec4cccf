"""Visitors of the day file who booked: their bookings, made before the day's first visitor comes.

Where the hall file says when a service can be booked (`[[slots]]`), it decides, and whom it refuses comes without a
booking. Where it says nothing of that, the bookings were made elsewhere, and the day file is believed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.hall_file import HallFile
from broker.queuemaster.state import Hall
from broker.queuemaster.timetable import hour_of
from broker.replay.plan import Visitor


def is_bookable(plan: HallFile, service: str) -> bool:
    """Whether `service` can be booked at all; a package cannot."""
    return service in plan.services and "booking" in plan.services[service].modes


def has_slots(plan: HallFile, service: str) -> bool:
    """Whether the hall file says when `service` can be booked."""
    return any(slots.service == service for slots in plan.slots)


def wish(visitor: Visitor, slot: datetime, booking: str, at: datetime) -> c.Book:
    """The command by which the visitor books at the hall."""
    return c.Book(id=booking, at=at, service=visitor.service, slot=slot, priority=visitor.priority, needs=visitor.needs)


def imported(hall: Hall, visitor: Visitor, slot: datetime, booking: str, at: datetime) -> e.BookingMade:
    """The fact of a booking that was made elsewhere. Nobody will type its code: its visitor is known by its id."""
    zone = hall.plan.timezone
    service = hall.plan.services[visitor.service]
    minutes = service.minutes or hall.plan.lines[service.line].minutes
    return e.BookingMade(
        seq=hall.seq + 1,
        at=at,
        by="import",
        booking=booking,
        service=visitor.service,
        slot=slot,
        until=slot + timedelta(minutes=minutes),
        day=slot.astimezone(zone).date().isoformat(),
        hour=hour_of(slot, zone),
        code_hash=booking,
        needs=visitor.needs,
        priority=visitor.priority,
    )
