"""Of whom it is known that they will come: whoever booked, and whoever was held and comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import numpy as np

from broker.queuemaster.chance import OF_TICKETS
from broker.queuemaster.expectation import Duration
from broker.queuemaster.outlook import Outlook
from broker.queuemaster.play import NEVER
from broker.queuemaster.rows import Key
from broker.queuemaster.slots import Coming, RowOf

_FAR = timedelta(hours=3)  # later bookings pass nobody who waits now
_MISSED = 0.1  # of those who booked do not check in
_EARLY = 600.0  # seconds before the appointed time people come, on average
_HELD = 900.0  # seconds that it takes on average to pay, or to fetch a paper
_REST = 0.5  # of a service is left when its visitor comes back


def expected(outlook: Outlook, asking: Iterable[tuple[str, datetime]] = ()) -> Iterator[RowOf]:
    """Rows of their own: among those who wait, one who has not come yet must not stand before one who has.

    `asking`: line and moment of those who are checking in now, and are not expected any more.
    """
    yield from _booked(outlook, list(asking))
    yield from _held(outlook)


def _booked(outlook: Outlook, asking: list[tuple[str, datetime]]) -> Iterator[RowOf]:
    """Their waiting counts from the appointed time, whenever they come."""
    hall, chance = outlook.hall, outlook.chance
    earliest, latest = outlook.now - hall.plan.policy.check_in_late, outlook.now + _FAR
    rows: dict[Key, list[tuple[float, int, Duration]]] = {}
    for at, booking in enumerate(hall.memory.bookings.values()):
        if booking.state != "booked" or booking.ticket is not None or not earliest <= booking.slot <= latest:
            continue
        service = hall.plan.services.get(booking.service)
        if service is None:
            continue
        if asking and (service.line, booking.slot) in asking:
            asking.remove((service.line, booking.slot))
            continue
        key = Key(service.line, booking.priority, needs=bool(booking.needs), window=None)
        visit = (
            outlook.until(booking.slot),
            (at * 13 + 3) % OF_TICKETS,
            outlook.expectation.service(service.id, service.line),
        )
        rows.setdefault(key, []).append(visit)
    for key, visits in rows.items():
        visits.sort(key=lambda visit: visit[0])
        slots = np.array([visit[0] for visit in visits])
        luck = chance.even[:, [visit[1] for visit in visits]]
        comes = np.maximum(slots + _EARLY * np.log(np.maximum(luck / (1.0 - _MISSED), 1e-9)), 0.0)
        comes[luck >= 1.0 - _MISSED] = NEVER
        since = np.tile(slots, (outlook.plays, 1))
        # A row is called from its head on: who comes late, or not at all, must not keep the others.
        order = np.argsort(comes, axis=1, kind="stable")
        durations = [visit[2] for visit in visits]
        sorted_ = Coming(np.take_along_axis(since, order, 1), np.take_along_axis(comes, order, 1), durations)
        yield RowOf(key, waits=False, coming=sorted_)


def _held(outlook: Outlook) -> Iterator[RowOf]:
    """They go on where they were, before whoever waits there."""
    hall = outlook.hall
    for held in hall.memory.holding:
        ticket = hall.memory.tickets.get(held)
        if ticket is None or ticket.line in hall.memory.lines_closed:
            continue
        luck = outlook.chance.even[:, [ticket.seq % OF_TICKETS]]
        comes = -_HELD * np.log(1.0 - luck * (1.0 - 1e-9))
        since = np.full_like(comes, outlook.until(ticket.since))
        mu, sigma, unsure = outlook.expectation.service(ticket.service, ticket.line)
        key = Key(ticket.line, ticket.priority, needs=False, window=ticket.window)
        yield RowOf(key, waits=False, coming=Coming(since, comes, [Duration(mu + np.log(_REST), sigma, unsure)]))
