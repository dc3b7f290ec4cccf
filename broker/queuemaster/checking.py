"""A priority is asserted by a touch and checked by a person: confirmed, changed to another class, or refused."""

from __future__ import annotations

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.queuemaster import limits
from broker.queuemaster.deciding import Asked, Decided, find_ticket, need_step
from broker.queuemaster.state import Hall, Ticket
from broker.queuemaster.turn import would_be_first


def set_priority(hall: Hall, command: c.SetPriority, asked: Asked) -> Decided:
    """The same class: confirmed. Another: changed. None: refused, and the ticket stands where its arrival puts it.

    Whoever stands at a window only by what was refused goes back to wait; who would have been called there anyway,
    or is being served, stays. Refused `unknown-priority`, or what the limits say of a class that was not asserted.
    """
    ticket = find_ticket(hall, command.ticket)
    need_step(ticket, e.PriorityChanged)
    if command.priority is not None:
        if command.priority not in hall.plan.priorities:
            raise Refused("unknown-priority", priority=command.priority)
        if ticket.person is not None and command.priority != ticket.priority:
            limits.need_priority_left(hall, ticket.service, hall.memory.day, command.priority, ticket.person)
    if command.priority == ticket.priority and (ticket.checked or ticket.priority is None):
        return Decided(ticket=ticket.id)
    fact = asked.fact(
        hall,
        e.PriorityChanged,
        ticket=ticket.id,
        number=ticket.number,
        priority=command.priority,
        evidence=command.evidence,
        checked=command.priority is not None,
    )
    if not _was_called_by_it(hall, ticket, command.priority, asked):
        return Decided(events=(fact,), ticket=ticket.id)
    back = asked.fact(hall, e.TicketReturned, after=1, ticket=ticket.id, number=ticket.number, since=ticket.since)
    return Decided(events=(fact, back), ticket=ticket.id)


def _was_called_by_it(hall: Hall, ticket: Ticket, priority: str | None, asked: Asked) -> bool:
    """Whether the ticket is called, and with the class `priority` somebody who waits would go before it."""
    window = hall.memory.windows.get(ticket.window or 0)
    if ticket.state != "called" or window is None or priority == ticket.priority:
        return False
    call = next(record for record in reversed(hall.memory.records) if record.issued_seq == ticket.seq)
    if call.reason == "operator":
        return False  # somebody called it by name, and said why
    return not would_be_first(hall, window, ticket, priority, asked.at)
