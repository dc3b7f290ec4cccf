"""What is counted of tickets and bookings, so that no limit has to look at them all.

Nothing here is kept on disk: it follows from tickets and bookings, and is counted anew when a hall is restored.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol

HOLDS_ITS_PLACE = frozenset({"booked", "checked-in"})  # a missed place is given to others

_PRIORITY = "priority "


class _Ticket(Protocol):
    counted: tuple[str, ...]

    @property
    def state(self) -> str: ...


class _Booking(Protocol):
    id: str
    service: str
    priority: str | None
    slot: datetime
    day: str
    hour: datetime
    code_hash: str
    person: str | None

    @property
    def state(self) -> str: ...


def of_service(service: str) -> str:
    """What all tickets of a service count for today."""
    return f"service {service}"


def of_person(service: str, person: str) -> str:
    """What a person's tickets of a service count for."""
    return f"person {service} {person}"


def of_priority(service: str, priority: str, person: str) -> str:
    """What a person's tickets of a service with this priority count for."""
    return f"{_PRIORITY}{service} {priority} {person}"


def of_hour(service: str, hour: datetime) -> str:
    """What a walk-in counts for who took a place of the hour that began at `hour`."""
    return f"hour {hour.astimezone(UTC):%Y-%m-%dT%H:%MZ} {service}"


def counted(service: str, priority: str | None, person: str | None, hour: datetime | None) -> tuple[str, ...]:
    """All that one ticket counts for."""
    found = [of_service(service)]
    if person is not None:
        found.append(of_person(service, person))
        if priority is not None:
            found.append(of_priority(service, priority, person))
    if hour is not None:
        found.append(of_hour(service, hour))
    return tuple(found)


def with_priority(counts: tuple[str, ...], service: str, priority: str | None, person: str | None) -> tuple[str, ...]:
    """What a ticket counts for when it has this priority (None: a refused one) and no other."""
    kept = tuple(key for key in counts if not key.startswith(_PRIORITY))
    return kept if priority is None or person is None else (*kept, of_priority(service, priority, person))


class Tally:
    """Counts of today's tickets by what they count for, and of bookings by slot, hour, person and code.

    A slot and an hour are looked up by (service, moment); equal moments are equal in whatever zone they are written.
    """

    def __init__(self, tickets: Iterable[_Ticket] = (), bookings: Iterable[_Booking] = ()) -> None:
        self.tickets: Counter[str] = Counter()
        self.slots: Counter[tuple[str, datetime]] = Counter()
        self.hours: Counter[tuple[str, datetime]] = Counter()
        self.persons: Counter[tuple[str, str]] = Counter()  # (day, digest) of bookings to come
        self.visits: Counter[tuple[str, str, str | None]] = Counter()  # the same for a service; None: of everybody
        self.claims: Counter[tuple[str, str]] = Counter()  # (day, what `of_priority` says) of bookings to come
        self.awaited: list[tuple[datetime, str]] = []  # slot and id of those who have not come yet, the next first
        self.codes: dict[str, dict[str, str]] = {}  # day -> digest of a code -> booking
        for ticket in tickets:
            if ticket.state != "cancelled":
                self.tickets.update(ticket.counted)
        for booking in bookings:
            self.take_in(booking)

    def take_in(self, booking: _Booking) -> None:
        self.codes.setdefault(booking.day, {})[booking.code_hash] = booking.id
        self._count(booking, +1)
        if booking.state == "booked":
            insort(self.awaited, (booking.slot, booking.id))

    def let_go(self, booking: _Booking) -> None:
        """The booking as it was taken in; before it changes."""
        self.codes[booking.day].pop(booking.code_hash, None)
        if not self.codes[booking.day]:
            del self.codes[booking.day]
        self._count(booking, -1)
        if booking.state == "booked":
            del self.awaited[bisect_left(self.awaited, (booking.slot, booking.id))]

    def _count(self, booking: _Booking, by: int) -> None:
        if booking.state not in HOLDS_ITS_PLACE:
            return
        self.slots[booking.service, booking.slot] += by
        self.hours[booking.service, booking.hour] += by
        if booking.state == "booked":
            self.visits[booking.day, booking.service, None] += by
            if booking.person is not None:
                self.visits[booking.day, booking.service, booking.person] += by
                self.persons[booking.day, booking.person] += by
                if booking.priority is not None:
                    claim = of_priority(booking.service, booking.priority, booking.person)
                    self.claims[booking.day, claim] += by
