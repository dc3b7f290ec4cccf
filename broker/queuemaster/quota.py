"""Places of an hour, shared between those who book and those who come: `service.remote_share`.

The share is of *issue*, not of calling: all wait in one line. Of the places of each local hour at most
floor(share × places) may be booked, reckoned in whole numbers from the share as it is written; so the share of no
hour is exceeded, and therefore none of the day. Until `policy.release_before` the hour begins, these places are kept
from walk-ins; then those that nobody booked are theirs. A walk-in takes a place of the first hour, from the present
one on, that has one left.

A service without a share, or whose places nobody has counted, holds back nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import NamedTuple

from broker.contracts.errors import Refused
from broker.contracts.hall_file import Service
from broker.contracts.moments import local
from broker.queuemaster.state import Booking, Hall
from broker.queuemaster.tally import of_hour
from broker.queuemaster.timetable import hour_of, said_time


class Hour(NamedTuple):
    """The places of one hour: how many there are, how many of them may be booked; how many are taken."""

    start: datetime
    places: int
    remote: int
    booked: int
    walk_ins: int

    def left_to_book(self, *, released: bool) -> int:
        """How many more may be booked now. Once released, only what walk-ins have left."""
        left = self.remote - self.booked
        return max(0, min(left, self.places - self.booked - self.walk_ins) if released else left)

    def left_to_walk_ins(self, *, released: bool) -> int:
        """How many more walk-ins may come now."""
        kept = self.booked if released else max(self.remote, self.booked)
        return max(0, self.places - kept - self.walk_ins)


def share(service: Service) -> Fraction | None:
    """The share as it is written: 0.3333 is 3333/10000, and a third is "1/3"."""
    return None if service.remote_share is None else Fraction(str(service.remote_share))


def hours(hall: Hall, service: str, day: date) -> tuple[Hour, ...]:
    """The hours of a local day in which the service has places, in order; none when it has no quota."""
    plan = hall.plan.services.get(service)
    part = share(plan) if plan else None
    if plan is None or part is None:
        return ()
    return tuple(
        Hour(
            start=start,
            places=places,
            remote=floor(part * places),
            booked=hall.tally.hours[service, start],
            walk_ins=hall.tally.tickets[of_hour(service, start)],
        )
        for start, places in _places(hall, plan, day)
    )


def _places(hall: Hall, service: Service, day: date) -> Iterator[tuple[datetime, int]]:
    """How many places each hour has: `per_hour` of every hour of reception, or the slots that begin in it."""
    zone = hall.plan.timezone
    found: dict[datetime, int] = {}
    if service.per_hour is None:
        for slot in hall.timetable.of(service.id, day):
            hour = hour_of(slot.start, zone)
            found[hour] = found.get(hour, 0) + slot.capacity
        yield from found.items()
        return
    received: dict[datetime, timedelta] = {}
    for start, end in hall.calendar.line_spans(service.line, day):
        at = start
        while at < end:
            hour = hour_of(at, zone)
            upto = min(end, hour + timedelta(hours=1))
            received[hour] = received.get(hour, timedelta(0)) + (upto - at)
            at = upto
    for hour, length in received.items():
        yield hour, floor(service.per_hour * Fraction(int(length.total_seconds()), 3600))


def is_released(hall: Hall, hour: Hour, now: datetime) -> bool:
    """Whether the places of the hour that nobody booked belong to walk-ins."""
    return now >= hour.start - hall.plan.policy.release_before


def left_to_book(
    hall: Hall, service: str, day: date, now: datetime, leaving: Booking | None = None
) -> dict[datetime, int]:
    """How many more may be booked in each hour of a day; empty where there is no quota. `leaving` moves away."""
    left = {}
    for hour in hours(hall, service, day):
        back = int(leaving is not None and (leaving.service, leaving.hour) == (service, hour.start))
        mine = hour._replace(booked=hour.booked - back)
        left[hour.start] = mine.left_to_book(released=is_released(hall, hour, now))
    return left


def place_for_walk_in(hall: Hall, service: str, now: datetime) -> datetime | None:
    """The hour whose place a walk-in takes; None where there is no quota.

    Refused `no-places-yet` when places will be released later, saying when, and else `no-places`.
    """
    found = hour_with_a_place(hall, service, now)
    ahead = _to_come(hall, service, now)
    if found is not None or not hours(hall, service, local(now, hall.plan.timezone).date()):
        return found
    release = hall.plan.policy.release_before
    later = [hour.start - release for hour in ahead if hour.left_to_walk_ins(released=True)]
    if later:
        raise Refused("no-places-yet", service=service, time=said_time(min(later), hall.plan.timezone))
    raise Refused("no-places", service=service)


def hour_with_a_place(hall: Hall, service: str, now: datetime) -> datetime | None:
    """The first hour, from the present one on, that has a place for a walk-in now."""
    free = (h.start for h in _to_come(hall, service, now) if h.left_to_walk_ins(released=is_released(hall, h, now)))
    return next(free, None)


def _to_come(hall: Hall, service: str, now: datetime) -> list[Hour]:
    present = hour_of(now, hall.plan.timezone)
    return [hour for hour in hours(hall, service, local(now, hall.plan.timezone).date()) if hour.start >= present]
