"""May another hall file be taken while the hall works? Nobody who waits, is served or has booked may lose anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from broker.contracts.hall_file import HallFile
from broker.queuemaster.lifecycle import LAST
from broker.queuemaster.state import Hall, Ticket


class Obstacle(NamedTuple):
    """Why not now: a key of the phrases below [hall-file], and its slots."""

    key: str
    slots: dict[str, object]


def obstacles(hall: Hall, plan: HallFile) -> list[Obstacle]:
    """Everything that stands in the way of going on with `plan` now; none: it may be taken."""
    found = (_another_hall, _of_tickets, _of_leases, _of_windows, _of_bookings)
    return [obstacle for each in found for obstacle in each(hall, plan)]


def _another_hall(hall: Hall, plan: HallFile) -> Iterator[Obstacle]:
    """What every appliance would have to be set up anew for."""
    for field in ("id", "timezone"):
        old, new = getattr(hall.plan.hall, field), getattr(plan.hall, field)
        if old != new:
            yield Obstacle(f"another-{field}", {"old": old, "new": new})


def _of_tickets(hall: Hall, plan: HallFile) -> Iterator[Obstacle]:
    alive = [
        ticket for ticket in hall.memory.tickets.values() if ticket.state not in LAST
    ]  # a no-show may still come back
    for line, count in Counter(ticket.line for ticket in alive if ticket.line not in plan.lines).items():
        yield Obstacle("line-in-use", {"line": line, "count": count})
    gone = Counter(service for ticket in alive for service in _services(ticket) if service not in plan.services)
    for service, count in gone.items():
        yield Obstacle("service-in-use", {"service": service, "count": count})
    classes = Counter(t.priority for t in alive if t.priority is not None and t.priority not in plan.priorities)
    for priority, count in classes.items():
        yield Obstacle("priority-in-use", {"priority": priority, "count": count})
    # A service that goes to another line stays where its tickets wait. A letter, though, is on slips in people's hands.
    for line in {ticket.line for ticket in hall.memory.tickets.values()}:
        old, new = hall.plan.lines.get(line), plan.lines.get(line)
        if old and new and old.letter != new.letter:
            yield Obstacle("letter-in-use", {"line": line, "old": old.letter, "new": new.letter})


def _of_leases(hall: Hall, plan: HallFile) -> Iterator[Obstacle]:
    """A dispenser that is alone may be giving out tickets of these lines now; they must be taken in when it is back."""
    leased = {lease.line for lease in hall.memory.leases.values()}
    for line in sorted(leased):
        if line not in plan.lines:
            yield Obstacle("line-leased", {"line": line})
    for service in hall.plan.service:
        if service.line in leased and service.line in plan.lines and service.id not in plan.services:
            yield Obstacle("service-leased", {"service": service.id, "line": service.line})


def _services(ticket: Ticket) -> set[str]:
    return {ticket.service, *ticket.legs}


def _of_windows(hall: Hall, plan: HallFile) -> Iterator[Obstacle]:
    for window in hall.memory.windows.values():
        if window.id not in plan.windows:
            yield Obstacle("window-open", {"window": window.id})
        elif window.as_planned:
            continue  # serves what the new file says, from the next moment on
        elif gone := [line for line in window.serves if line not in plan.lines]:
            yield Obstacle("window-serves", {"window": window.id, "lines": ", ".join(gone)})
        elif window.zone not in plan.zones:
            yield Obstacle("zone-in-use", {"window": window.id, "zone": window.zone})
    for surge in hall.memory.surges:
        if surge not in plan.surges:
            yield Obstacle("surge-on", {"surge": surge})


def _of_bookings(hall: Hall, plan: HallFile) -> Iterator[Obstacle]:
    booked = Counter(each.service for each in hall.memory.bookings.values() if each.state == "booked")
    for service, count in booked.items():
        if service not in plan.services:
            yield Obstacle("service-booked", {"service": service, "count": count})
