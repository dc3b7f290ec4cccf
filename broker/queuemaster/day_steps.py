"""What the opening and the closing of a day and of a window do to the hall."""

from __future__ import annotations

from datetime import date, timedelta

from broker.contracts import events as e
from broker.queuemaster import documents
from broker.queuemaster.booking_steps import days_over
from broker.queuemaster.mode_steps import lent
from broker.queuemaster.standing_in_line import join, leave
from broker.queuemaster.state import Hall, Ticket, Window
from broker.queuemaster.tally import Tally


def day_opened(hall: Hall, event: e.DayOpened) -> None:
    hall.memory.day = event.day
    days_over(hall, event.day)
    documents.forget(hall, event.day)


def day_closed(hall: Hall, event: e.DayClosed) -> None:
    memory = hall.memory
    for kept in (memory.tickets, memory.numbers, memory.sequences, memory.leases, memory.calls, memory.records):
        kept.clear()
    memory.turns.clear()
    memory.votes.clear()
    memory.holding.clear()
    memory.standstills = [each for each in memory.standstills if each.end is None]
    following = (date.fromisoformat(event.day) + timedelta(days=1)).isoformat()
    days_over(hall, following)
    documents.forget(hall, following)
    memory.day = ""
    for window in memory.windows.values():
        window.operator = None  # who sat there yesterday is not carried on from day to day
    hall.held.clear()
    hall.tally = Tally((), memory.bookings.values())


def window_opened(hall: Hall, event: e.WindowOpened) -> None:
    old = hall.memory.windows.get(event.window)
    hall.fits = False
    hall.memory.windows[event.window] = Window(
        id=event.window,
        zone=event.zone,
        lines=event.lines,
        operator=event.operator,
        automatic=event.automatic,
        ticket=old.ticket if old else None,
        as_planned=event.as_planned,
        since=old.since if old and old.ticket else event.at,
        extra=lent(hall, event.window),
    )


def window_paused(hall: Hall, event: e.WindowPaused) -> None:
    window = hall.memory.windows[event.window]
    window.paused = True
    if window.ticket is None:
        window.since = event.at
    for row in list(hall.rows.by_window.get(window.id, {}).values()):
        for place in list(row):
            _wait_anywhere(hall, hall.memory.tickets[place[2]], event.seq)


def _wait_anywhere(hall: Hall, ticket: Ticket, seq: int) -> None:
    """Whoever came back to go on here need not wait out a break. Whoever was sent here was sent for a reason."""
    if ticket.origin == "returned":
        leave(hall, ticket, seq)
        ticket.to_window = None
        join(hall, ticket, seq, ticket.stays[-1].joined)


def window_closed(hall: Hall, event: e.WindowClosed) -> None:
    del hall.memory.windows[event.window]
