"""Visits of several legs: one ticket for several services, one after another.

A leg ends as a service does; the next one then waits in its own line, with the seniority of the whole visit, so that
nobody stands at the end of a queue twice. The number stays. Where the window serves the next line too, its operator
(or the hall's policy) may go on with the visitor who sits there already.
"""

from __future__ import annotations

from typing import NamedTuple

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.contracts.hall_file import Service
from broker.queuemaster.deciding import Asked
from broker.queuemaster.state import Hall, Ticket, Window
from broker.queuemaster.turn import heads


class Visit(NamedTuple):
    """What a visitor asked for: the first service, those that follow it, and the package that they are of."""

    service: str
    legs: tuple[str, ...] = ()
    package: str | None = None


def visit(hall: Hall, wanted: str) -> Visit:
    """The visit that begins when `wanted`, a service or a package, is asked for. Whether it exists is not asked here."""
    package = hall.plan.packages.get(wanted)
    if package is None:
        return Visit(wanted)
    return Visit(package.legs[0], package.legs[1:], package.id)


def coming(hall: Hall, ticket: Ticket, command: c.Finish) -> list[Service]:
    """The services still to come, the next one first. Refused `unknown-service`.

    A service that the hall file has lost since the ticket was issued is passed over: nobody could be asked for it.
    """
    added: list[Service] = []
    if command.next_service is not None:
        found = hall.plan.services.get(command.next_service)
        if found is None:
            raise Refused("unknown-service", service=command.next_service)
        added.append(found)
    return added + [found for leg in ticket.legs if (found := hall.plan.services.get(leg))]


def go_on(hall: Hall, ticket: Ticket, services: list[Service], command: c.Finish, asked: Asked) -> list[e.Event]:
    """The end of the present leg, and the next one's beginning if it stays at this window.

    Refused `not-served-here`, `hall-suspended` or `line-closed` when it was to stay and cannot.
    """
    following, *later = services
    window = hall.memory.windows[command.window]
    first = 1 if ticket.state == "called" else 0  # its start comes before
    finished = asked.fact(
        hall,
        e.LegFinished,
        after=first,
        ticket=ticket.id,
        number=ticket.number,
        window=window.id,
        done=ticket.service,
        service=following.id,
        line=following.line,
        since=ticket.since,
        legs=tuple(service.id for service in later),
        outcome=command.outcome,
    )
    if not _stays(hall, window, following, command.stay):
        return [finished]
    started = asked.fact(
        hall,
        e.LegStarted,
        after=first + 1,
        ticket=ticket.id,
        number=ticket.number,
        window=window.id,
        service=following.id,
        line=following.line,
        decision=heads(hall, window, asked.at),
    )
    return [finished, started]


def _stays(hall: Hall, window: Window, following: Service, wish: bool | None) -> bool:  # noqa: FBT001 - as in the command
    """Whether the next leg begins at once where the visitor is."""
    memory = hall.memory
    if wish is None:
        wished = hall.plan.policy.next_leg == "same-window"
        frozen = memory.suspended is not None or following.line in memory.lines_closed
        return wished and not frozen and following.line in window.serves
    if wish and following.line not in window.serves:
        raise Refused("not-served-here", window=str(window.id), line=following.line)
    if wish and memory.suspended is not None:
        raise Refused("hall-suspended", why=memory.suspended)
    if wish and following.line in memory.lines_closed:
        raise Refused("line-closed", line=following.line, why=memory.lines_closed[following.line])
    return wish
