"""Where a visitor is sent on to: by the window that has them, or by the reception while they wait. Pure."""

from __future__ import annotations

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import ContractError, Refused
from broker.queuemaster.deciding import Asked, Decided, find_ticket, need_lines, need_step, need_window
from broker.queuemaster.state import Hall, Ticket


def need_one_goal(command: c.Transfer | c.MoveTicket) -> None:
    """ContractError unless exactly one of service, line and window is named."""
    if sum(goal is not None for goal in (command.to_service, command.to_line, command.to_window)) != 1:
        raise ContractError("name exactly one of to_service, to_line, to_window", "$.to_service", command.id)


def goal_of(hall: Hall, command: c.Transfer | c.MoveTicket, ticket: Ticket) -> tuple[str, str]:
    """The service and the line that follow. Refused `unknown-service`, `unknown-line`, `unknown-window`, `window-closed`."""
    if command.to_service is not None:
        found = hall.plan.services.get(command.to_service)
        if found is None:
            raise Refused("unknown-service", service=command.to_service)
        return found.id, found.line
    if command.to_line is not None:
        need_lines(hall, (command.to_line,))
        return ticket.service, command.to_line
    if command.to_window is not None:
        need_window(hall, command.to_window)
    return ticket.service, ticket.line


def move_ticket(hall: Hall, command: c.MoveTicket, asked: Asked) -> Decided:
    """A waiting visitor took the wrong ticket: to the right line, with the place that the arrival gives, or from its end."""
    need_one_goal(command)
    ticket = find_ticket(hall, command.ticket)
    need_step(ticket, e.TicketMoved)
    service, line = goal_of(hall, command, ticket)
    fact = asked.fact(
        hall,
        e.TicketMoved,
        ticket=ticket.id,
        number=ticket.number,
        service=service,
        line=line,
        since=ticket.since if command.keep_seniority else asked.at,
        to_window=command.to_window,
    )
    return Decided(events=(fact,), ticket=ticket.id)
