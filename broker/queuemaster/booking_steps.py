"""What each fact about bookings does to the hall: `evolve`'s steps for them. Reads events alone.

Future bookings outlive a day's end; those of the day that is over, and their digests, go with it.
"""

from __future__ import annotations

from broker.contracts import events as e
from broker.queuemaster.state import Booking, BookingState, Hall, Ticket


def made(hall: Hall, event: e.BookingMade) -> None:
    booking = Booking(
        id=event.booking,
        service=event.service,
        slot=event.slot,
        until=event.until,
        day=event.day,
        hour=event.hour,
        code_hash=event.code_hash,
        person=event.person,
        language=event.language,
        needs=event.needs,
        priority=event.priority,
        told_to=event.by,
        told_by=event.command,
    )
    hall.memory.bookings[booking.id] = booking
    hall.tally.take_in(booking)


def moved(hall: Hall, event: e.BookingMoved) -> None:
    booking = hall.memory.bookings[event.booking]
    hall.tally.let_go(booking)
    booking.slot, booking.until, booking.day, booking.hour = event.slot, event.until, event.day, event.hour
    booking.code_hash, booking.person = event.code_hash, event.person
    if event.new_code:
        booking.told_to, booking.told_by = event.by, event.command
    hall.tally.take_in(booking)


def cancelled(hall: Hall, event: e.BookingCancelled) -> None:
    hall.tally.let_go(hall.memory.bookings.pop(event.booking))


def missed(hall: Hall, event: e.BookingMissed) -> None:
    _becomes(hall, event.booking, "missed")


def checked_in(hall: Hall, booking: str, event: e.TicketIssued) -> None:
    """The booking became a ticket: at its place, or, late, in the ordinary queue."""
    _becomes(hall, booking, "checked-in" if event.booked else "late")
    hall.memory.bookings[booking].ticket = event.ticket


def given_up(hall: Hall, ticket: Ticket) -> None:
    """The ticket of a booking was cancelled: its place is free."""
    if ticket.booking is not None and ticket.booking in hall.memory.bookings:
        _becomes(hall, ticket.booking, "given-up")


def days_over(hall: Hall, first_kept: str) -> None:
    """Bookings of the days before `first_kept` are gone."""
    for booking in [each for each in hall.memory.bookings.values() if each.day < first_kept]:
        hall.tally.let_go(hall.memory.bookings.pop(booking.id))


def _becomes(hall: Hall, booking_id: str, state: BookingState) -> None:
    booking = hall.memory.bookings[booking_id]
    hall.tally.let_go(booking)
    booking.state = state
    hall.tally.take_in(booking)
