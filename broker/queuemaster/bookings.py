"""What is decided about bookings before their visitor comes: made, moved, cancelled; which slots are free.

The code is told once, in the reply, and stands nowhere else: the hall keeps its digest. It is not drawn from chance
but from the secret of the slot's day and the booking's id, so that a reply that got lost can be told again without
ever having been written down; when the day's secret is destroyed, so is all that the code could be known by.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from broker.contracts import booking_code
from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import ContractError, Refused
from broker.contracts.moments import local
from broker.contracts.replies import SlotView
from broker.queuemaster import limits, quota
from broker.queuemaster.deciding import Asked, Decided
from broker.queuemaster.state import Booking, Hall
from broker.queuemaster.timetable import Slot, hour_of, said_day, said_time

A_PAGE = 100  # bookings that are listed at once
OFFERED = 5  # slots that a refusal offers instead
LISTED = 40  # free slots that are listed when no day is named
_DRAWS = 8  # two codes of one day are alike once in hundreds of thousands; eight in a row, never


def book(hall: Hall, command: c.Book, asked: Asked) -> Decided:
    """A place at a slot. Refused in the order in which a person would be told why not."""
    _need_bookable(hall, command.service)
    if command.priority is not None and command.priority not in hall.plan.priorities:
        raise Refused("unknown-priority", priority=command.priority)
    slot = _free_slot(hall, command.service, command.slot, asked.at)
    day = limits.day_of(hall, slot.start)
    person = limits.digest_of(command.person, day, asked)
    limits.need_under_limits(hall, command.service, day, command.priority, person)
    if command.person is not None:
        limits.need_fewer_bookings(hall, command.person, asked)
    if command.id in hall.memory.bookings:  # asked again when the first reply is kept no longer
        raise Refused("booked-already")
    code = _new_code(hall, day, command.id, asked)
    fact = asked.fact(
        hall,
        e.BookingMade,
        booking=command.id,
        service=command.service,
        slot=slot.start,
        until=slot.until,
        day=day,
        hour=hour_of(slot.start, hall.plan.timezone),
        code_hash=_digest(code, day, asked),
        person=person,
        language=command.language,
        needs=command.needs,
        priority=command.priority,
    )
    return Decided(events=(fact,), booking=command.id, code=booking_code.shown(code))


def move_booking(hall: Hall, command: c.MoveBooking, asked: Asked) -> Decided:
    """Another slot, the same service and, where it was told, the same code.

    To move to another day, the person whom the booking counts for must be told again: what is kept of them is a
    digest of the old day. Refused `person-needed`, or `not-your-booking` when it is somebody else.
    """
    booking, code = find_booking(hall, command.booking, asked)
    _need_changeable(hall, booking, asked)
    _need_bookable(hall, booking.service)
    slot = _free_slot(hall, booking.service, command.slot, asked.at, leaving=booking)
    day = limits.day_of(hall, slot.start)
    person = booking.person
    if person is not None and day != booking.day:
        if command.person is None:
            raise Refused("person-needed", service=booking.service)
        if limits.digest_of(command.person, booking.day, asked) != person:
            raise Refused("not-your-booking")
        person = limits.digest_of(command.person, day, asked)
    if day != booking.day:
        limits.need_under_limits(hall, booking.service, day, booking.priority, person)
    told = None
    if code is None and day != booking.day:  # asked for by its id: the code is not known here, so it gets a new one
        code = told = _new_code(hall, day, booking.id, asked)
    fact = asked.fact(
        hall,
        e.BookingMoved,
        booking=booking.id,
        slot=slot.start,
        until=slot.until,
        day=day,
        hour=hour_of(slot.start, hall.plan.timezone),
        code_hash=booking.code_hash if code is None else _digest(code, day, asked),
        person=person,
        new_code=told is not None,
    )
    return Decided(events=(fact,), booking=booking.id, code=booking_code.shown(told) if told else None)


def cancel_booking(hall: Hall, command: c.CancelBooking, asked: Asked) -> Decided:
    """The place is free again at once."""
    booking, _ = find_booking(hall, command.booking, asked)
    _need_changeable(hall, booking, asked)
    return Decided(events=(asked.fact(hall, e.BookingCancelled, booking=booking.id),))


def list_bookings(hall: Hall, command: c.ListBookings, asked: Asked) -> Decided:
    """Who is expected, in order of their slots; a page of them, from behind `after` on."""
    day = command.day or hall.memory.day or asked.at.astimezone(hall.plan.timezone).date().isoformat()
    of_day = sorted((each for each in hall.memory.bookings.values() if each.day == day), key=lambda b: (b.slot, b.id))
    last = hall.memory.bookings.get(command.after or "")
    following = [each.id for each in of_day if last is None or (each.slot, each.id) > (last.slot, last.id)]
    return Decided(bookings=tuple(following[:A_PAGE]))


def list_slots(hall: Hall, command: c.ListSlots, asked: Asked) -> Decided:
    """Every slot of a day, or the next free ones. ContractError when the day is none."""
    _need_bookable(hall, command.service)
    if command.day is None:
        return Decided(slots=next_free(hall, command.service, asked.at, LISTED))
    try:
        day = date.fromisoformat(command.day)
    except ValueError:
        raise ContractError(f'"{command.day}" is no date', "$.day", command.id) from None
    if not _first_day(hall, asked.at) <= day <= _last_day(hall, asked.at):
        return Decided(slots=())
    return Decided(slots=tuple(_views(hall, command.service, day, asked.at)))


def next_free(hall: Hall, service: str, now: datetime, most: int = OFFERED) -> tuple[SlotView, ...]:
    """The next slots of a service that may be booked, at most `most`."""
    found: list[SlotView] = []
    day = _first_day(hall, now)
    while day <= _last_day(hall, now) and len(found) < most:
        found += [view for view in _views(hall, service, day, now) if view.free]
        day += timedelta(days=1)
    return tuple(found[:most])


def find_booking(hall: Hall, ref: str, asked: Asked) -> tuple[Booking, str | None]:
    """A booking by its id or by its code as somebody typed it, and the code where it is known.

    Refused `mistyped-code` when it cannot be a code, `unknown-booking` when nobody has it.
    """
    booking = hall.memory.bookings.get(ref)
    if booking is not None:
        return booking, None
    code = booking_code.typed(ref)
    for day, codes in hall.tally.codes.items():
        if (found := codes.get(_digest(code, day, asked))) is not None:
            return hall.memory.bookings[found], code
    raise Refused("unknown-booking")


def code_again(booking: Booking, day: str, asked: Asked) -> str | None:
    """The code that the booking was told when it was for `day`; None when it has another one now."""
    fits = (code for code in _draws(day, booking.id, asked) if _digest(code, booking.day, asked) == booking.code_hash)
    code = next(fits, None)
    return booking_code.shown(code) if code else None


def _new_code(hall: Hall, day: str, booking: str, asked: Asked) -> str:
    taken = hall.tally.codes.get(day, {})
    return next(code for code in _draws(day, booking, asked) if _digest(code, day, asked) not in taken)


def _draws(day: str, booking: str, asked: Asked) -> Iterator[str]:
    """The codes that a booking may have on a day, the likely one first."""
    for draw in range(_DRAWS):
        yield booking_code.drawn(int(asked.means.digest(day, f"draw {draw} {booking}"), 16))


def _digest(code: str, day: str, asked: Asked) -> str:
    return asked.means.digest(day, f"code {code}")


def _need_bookable(hall: Hall, service: str) -> None:
    found = hall.plan.services.get(service)
    if found is None:
        raise Refused("unknown-service", service=service)
    if "booking" not in found.modes:
        raise Refused("walk-in-only", service=service)


def _need_changeable(hall: Hall, booking: Booking, asked: Asked) -> None:
    if booking.state != "booked":
        raise Refused("booking-used", state=booking.state)
    zone = hall.plan.timezone
    until = booking.slot - hall.plan.policy.change_before
    if asked.at > until:
        raise Refused("too-late-to-change", day=said_day(until, zone), time=said_time(until, zone))


def _free_slot(hall: Hall, service: str, moment: datetime, now: datetime, leaving: Booking | None = None) -> Slot:
    """The slot that begins at `moment`, if one more may be booked there."""
    zone = hall.plan.timezone
    if moment <= now:
        raise Refused("slot-past", next_free(hall, service, now))
    last = _last_day(hall, now)
    if moment > now + hall.plan.policy.booking_horizon + timedelta(days=1) or _day(hall, moment) > last:
        raise Refused("too-far-ahead", next_free(hall, service, now), day=f"{last:%d.%m.%Y}")
    slot = hall.timetable.at(service, moment)
    if slot is None:
        raise Refused(
            "no-such-slot", next_free(hall, service, now), day=said_day(moment, zone), time=said_time(moment, zone)
        )
    if not left(hall, service, slot, now, leaving):
        raise Refused(
            "slot-full", next_free(hall, service, now), day=said_day(moment, zone), time=said_time(moment, zone)
        )
    return slot


def left(hall: Hall, service: str, slot: Slot, now: datetime, leaving: Booking | None = None) -> int:
    """How many more may book a slot: by its capacity, and by the share of its hour."""
    day = _day(hall, slot.start)
    return next(left for each, left in _all_left(hall, service, day, now, leaving) if each.start == slot.start)


def _all_left(
    hall: Hall, service: str, day: date, now: datetime, leaving: Booking | None = None
) -> Iterator[tuple[Slot, int]]:
    """The slots of a day, and how many more may book each. `leaving`: who would go from its place for it."""
    shares = quota.left_to_book(hall, service, day, now, leaving)
    for slot in hall.timetable.of(service, day):
        back = int(leaving is not None and (leaving.service, leaving.slot) == (service, slot.start))
        left = slot.capacity - hall.tally.slots[service, slot.start] + back
        if shares:
            left = min(left, shares.get(hour_of(slot.start, hall.plan.timezone), 0))
        yield slot, max(0, left)


def _views(hall: Hall, service: str, day: date, now: datetime) -> Iterator[SlotView]:
    for slot, free in _all_left(hall, service, day, now):
        if slot.start > now:
            yield SlotView(slot=slot.start, until=slot.until, capacity=slot.capacity, free=free)


def _first_day(hall: Hall, now: datetime) -> date:
    return _day(hall, now)


def _last_day(hall: Hall, now: datetime) -> date:
    """The last day for which one may book."""
    return _day(hall, now + hall.plan.policy.booking_horizon)


def _day(hall: Hall, moment: datetime) -> date:
    return local(moment, hall.plan.timezone).date()
