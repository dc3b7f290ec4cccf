"""A ticket takes its place in a row, leaves it, and leaves its window: the moves that the steps of events are made of."""

from __future__ import annotations

from typing import Any

from broker.queuemaster.lifecycle import after
from broker.queuemaster.state import Hall, Origin, Ticket


def step(hall: Hall, event: Any, window: int | None = None) -> Ticket:
    """Move the event's ticket through the lifecycle table, and in or out of its row."""
    ticket = hall.memory.tickets[event.ticket]
    following = after(ticket.state, type(event))
    if ticket.state == "waiting" and following != "waiting":
        leave(hall, ticket, event.seq)
    elif ticket.state == "held" and following != "held":
        hall.held[ticket.line] -= 1
        hall.memory.holding.pop(ticket.id, None)
    elif following == "held" and ticket.state != "held":
        hall.held[ticket.line] += 1
    if following == "called":
        hall.called[ticket.id] = None
    elif ticket.state == "called":
        del hall.called[ticket.id]
    ticket.state = following
    if window is not None:
        ticket.window = window
    return ticket


def join(hall: Hall, ticket: Ticket, seq: int, joined: int | None = None) -> None:
    """The ticket takes its place among those who wait."""
    hall.rows.join(ticket.key, ticket.place)
    ticket.stays.append(ticket.stay_from(seq, joined))


def leave(hall: Hall, ticket: Ticket, seq: int) -> None:
    hall.rows.leave(ticket.key, ticket.place)
    ticket.stays[-1].until = seq


def free(hall: Hall, event: Any) -> None:
    """The event's ticket leaves its window."""
    ticket = hall.memory.tickets[event.ticket]
    window = hall.memory.windows.get(ticket.window or 0)
    if window and window.ticket == ticket.id:
        window.ticket, window.since = None, event.at


def wait_again(hall: Hall, ticket: Ticket, origin: Origin, event: Any) -> None:
    ticket.origin, ticket.since, ticket.times = origin, event.since, 0
    join(hall, ticket, event.seq)
