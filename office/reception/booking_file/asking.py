"""What the queue-master is asked about a file: which slots are free, what is booked already; and the bookings themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from broker.booking_files.wanted import Wanted, command
from broker.bus.clock import new_id
from broker.contracts.commands import ListBookings, ListSlots
from broker.contracts.replies import Reply
from office.live import Live
from office.reception.booking_file.foreseen import Day, day_of

MOST_DAYS = 200  # of services that are asked about; what is booked on others is known when it is booked
MOST_BOOKED = 3000  # bookings of a day


class NoAnswer(Exception):
    """The queue-master is away."""


class Booked(Struct, frozen=True):
    """What came of a line."""

    line: int
    uid: str
    reply: Reply


async def free_slots(live: Live, wanted: Iterable[Wanted]) -> dict[Day, dict[datetime, int]]:
    """How many more may book each slot, of the days that the file is about."""
    found: dict[Day, dict[datetime, int]] = {}
    days = list(dict.fromkeys(day_of(each, live.hall) for each in wanted))
    for service, day in days[:MOST_DAYS]:
        reply = await live.ask(ListSlots(id=new_id(), at=live.clock(), service=service, day=day))
        if reply is None:
            raise NoAnswer
        found[service, day] = {each.slot: each.free for each in reply.slots or ()}
    return found


async def booked_already(live: Live, wanted: Iterable[Wanted]) -> set[str]:
    """The ids of the bookings of those days."""
    found: set[str] = set()
    for day in dict.fromkeys(day_of(each, live.hall)[1] for each in wanted):
        after: str | None = None
        for _ in range(0, MOST_BOOKED, 100):
            reply = await live.ask(ListBookings(id=new_id(), at=live.clock(), day=day, after=after))
            if reply is None:
                raise NoAnswer
            if not reply.bookings:
                break
            found |= {each.id for each in reply.bookings}
            after = reply.bookings[-1].id
    return found


async def book(live: Live, wanted: Iterable[Wanted], staff: str | None) -> tuple[list[Booked], bool]:
    """Book one after the other, as `cherha bookings import` does. What came of each, and whether all were answered.

    The id of each follows from the file: whoever sends it again gets the same booking.
    """
    found: list[Booked] = []
    for each in wanted:
        reply = await live.ask(replace(command(each, live.hall, live.clock()), staff=staff))
        if reply is None:
            return found, False
        found.append(Booked(each.line, each.uid, reply))
    return found, True
