"""What the staff write down: of a ticket, for whoever serves it next, and of their own doors. Changes nothing in the hall."""

from __future__ import annotations

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.scrubbing import scrub
from broker.queuemaster.deciding import Asked, Decided, find_ticket
from broker.queuemaster.state import Hall


def note_ticket(hall: Hall, command: c.NoteTicket, asked: Asked) -> Decided:
    """Numbers that lead to a person are taken out of it. Refused `unknown-ticket`."""
    ticket = find_ticket(hall, command.ticket)
    fact = asked.fact(hall, e.TicketNoted, ticket=ticket.id, number=ticket.number, text=scrub(command.text))
    return Decided(events=(fact,), ticket=ticket.id)


def note_staff(hall: Hall, command: c.NoteStaff, asked: Asked) -> Decided:
    """A fact, whatever it says: only the office was there."""
    happened = command.at if command.at < asked.at else None
    fact = asked.fact(
        hall,
        e.StaffNoted,
        what=command.what,
        window=command.window,
        appliance=command.appliance,
        whom=command.whom,
        roles=command.roles,
        happened_at=happened,
    )
    return Decided(events=(fact,))
