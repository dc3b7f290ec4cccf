"""Whoever booked is here: the booking becomes a ticket.

In time, the ticket counts from the appointed moment, as vendors of appointment queues have it, and needs no place but
its own. Too late, its place has been given to others; it joins the ordinary queue, where there is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.queuemaster import quota
from broker.queuemaster.bookings import find_booking, left, next_free
from broker.queuemaster.deciding import Asked, Decided
from broker.queuemaster.for_visitors import issue
from broker.queuemaster.limits import day_of
from broker.queuemaster.reception import need_going
from broker.queuemaster.standstill import back_at, due_at
from broker.queuemaster.state import Booking, Hall
from broker.queuemaster.timetable import said_day, said_time


def check_in(hall: Hall, command: c.CheckIn, asked: Asked) -> Decided:
    """The ticket of a booking; the same one when asked again, unless that was cancelled (nobody had got it).

    Refused `other-day` and `too-early` (both say when to come), `too-late` where there is no ordinary queue to join,
    and as any ticket is: `line-closed`, `hall-suspended`, `no-places`.
    """
    booking, _ = find_booking(hall, command.booking, asked)
    earlier = hall.memory.tickets.get(booking.ticket or "")
    if earlier is not None and earlier.state != "cancelled":
        return Decided(ticket=booking.ticket, booking=booking.id, note="late" if booking.state == "late" else None)
    zone = hall.plan.timezone
    day, time = said_day(booking.slot, zone), said_time(booking.slot, zone)
    if day_of(hall, asked.at) != booking.day:
        raise Refused("other-day", day=day, time=time)
    service = hall.plan.services.get(booking.service)
    if service is None:
        raise Refused("unknown-service", service=booking.service)
    opens = opens_at(hall, booking)
    if asked.at < opens:
        raise Refused("too-early", time=time, opens=said_time(opens, zone))
    need_going(hall, service.line)
    in_time = _has_its_place(hall, booking, asked.at) and asked.at < closes_at(hall, booking)
    hour = None
    if not in_time:
        if "walk-in" not in service.modes:
            raise Refused("too-late", next_free(hall, booking.service, asked.at), time=time)
        hour = quota.place_for_walk_in(hall, booking.service, asked.at)
    issued = issue(
        hall,
        asked,
        ticket=command.id,
        service=booking.service,
        line=service.line,
        since=booking.slot if in_time else asked.at,
        language=booking.language,
        priority=booking.priority if booking.priority in hall.plan.priorities else None,
        needs=booking.needs,
        booking=booking.id,
        booked=in_time,
        person=booking.person,
        hour=hour,
        asked_for_now=not in_time,
    )
    return Decided(events=(issued,), ticket=command.id, booking=booking.id, note=None if in_time else "late")


def _has_its_place(hall: Hall, booking: Booking, now: datetime) -> bool:
    """Whether the place is still kept; one that was given up, as long as nobody else has taken it."""
    if booking.state != "given-up":
        return booking.state == "booked"
    slot = hall.timetable.at(booking.service, booking.slot)
    return slot is not None and left(hall, booking.service, slot, now) > 0


def opens_at(hall: Hall, booking: Booking) -> datetime:
    """From when one may check in."""
    return booking.slot - hall.plan.policy.check_in_early


def closes_at(hall: Hall, booking: Booking) -> datetime:
    """Until when (not then) the place is kept. An alarm is nobody's fault: who had to be in the shelter has as much
    time afterwards as others have.
    """
    late = hall.plan.policy.check_in_late
    until = due_at(hall.memory, booking.slot, late) or booking.slot + late
    back = back_at(hall)
    return until if back is None else max(until, back + late)


def missed(hall: Hall, asked: Asked) -> tuple[e.Event, ...]:
    """The fact that is due of the first booking whose visitor has not come; none during an alarm."""
    moment = next_missed(hall)
    if moment is None or moment > asked.at:
        return ()
    return (asked.fact(hall, e.BookingMissed, booking=hall.tally.awaited[0][1]),)


def next_missed(hall: Hall) -> datetime | None:
    """When the next booking is missed, if nobody comes. The earliest slot is the first to be."""
    if hall.memory.suspended is not None or not hall.tally.awaited:
        return None
    return closes_at(hall, hall.memory.bookings[hall.tally.awaited[0][1]])


def never_came(hall: Hall, today: str) -> Iterator[str]:
    """Bookings of the days before `today` that were awaited to the end."""
    awaited = (hall.memory.bookings[booking] for _, booking in hall.tally.awaited)
    return (booking.id for booking in awaited if booking.day < today)
