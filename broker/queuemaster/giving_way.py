"""A visitor lets the next ones of the line go first: to finish a call, to feed a child. Pure.

It can only make one's own wait longer: the place moves back behind those who stand next, whoever they are, so that no
place can be handed to anybody in particular. What was given away is not given back.
"""

from __future__ import annotations

from datetime import timedelta

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.queuemaster.deciding import Asked, Decided, find_ticket, need_step
from broker.queuemaster.rows import Place
from broker.queuemaster.state import Hall, Ticket

_BEHIND = timedelta(microseconds=1)  # moments are told no finer


def give_way(hall: Hall, command: c.GiveWay, asked: Asked) -> Decided:
    """The ticket's waiting counts from a moment after those whom it lets pass. Refused `no-giving-way`,
    `gave-way-enough`, `nobody-behind`, `wrong-state`.
    """
    ticket, policy = find_ticket(hall, command.ticket), hall.plan.policy
    if not policy.give_way:
        raise Refused("no-giving-way")
    need_step(ticket, e.TicketGaveWay)
    if ticket.gave_way >= policy.give_way_times:
        raise Refused("gave-way-enough", ticket=ticket.number, times=str(policy.give_way_times))
    behind = [place for place in _behind(hall, ticket, policy.give_way) if place[0] <= asked.at]
    if not behind:
        raise Refused("nobody-behind", ticket=ticket.number)
    fact = asked.fact(
        hall,
        e.TicketGaveWay,
        ticket=ticket.id,
        number=ticket.number,
        since=behind[-1][0] + _BEHIND,
        passed=tuple(hall.memory.tickets[identity].number for _, _, identity in behind),
    )
    return Decided(events=(fact,), ticket=ticket.id)


def _behind(hall: Hall, ticket: Ticket, most: int) -> list[Place]:
    """Who stands next behind it: of its line and class, for any window or for its own."""
    places: list[Place] = []
    for key, row in hall.rows.by_line.get(ticket.line, {}).items():
        if key.priority == ticket.priority and key.window in (None, ticket.to_window):
            places += row.junior_to(ticket.place, most)
    return sorted(places)[:most]
