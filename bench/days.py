"""Days of a hall made of its own decisions: what a real queue-master would have written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from bench.hall import SERVICES, plan
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.ids import ulid
from broker.queuemaster.deadlines import due
from broker.queuemaster.hall import decide, evolve
from broker.queuemaster.state import Hall

FIRST_DAY = date(2026, 1, 5)
WINDOWS = 20
_SEQ = re.compile(rb'"seq":\d+')


def visitor(place: int) -> dict[str, str | None]:
    """What the visitor of this place in the day wants: all services in turn, a tenth with priority."""
    return {"service": SERVICES[place % len(SERVICES)], "priority": None if place % 10 else "veteran"}


class Days:
    """A hall whose time and ids are counted, not asked for. `written`: every event's bytes, in order."""

    def __init__(self, hall: Hall | None = None) -> None:
        self.hall = hall or Hall(plan(WINDOWS))
        self.written: list[bytes] = []
        self._count = 0
        zone = self.hall.plan.timezone
        self.now = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 8, tzinfo=zone)
        self.take_in(due(self.hall, self.now))

    def wish(self, kind: type[c.Command], **fields: Any) -> c.Command:
        self._count += 1
        return kind(id=ulid(int(self.now.timestamp() * 1000), self._count.to_bytes(10)), at=self.now, **fields)

    def do(self, kind: type[c.Command], **fields: Any) -> None:
        self.take_in(decide(self.hall, self.wish(kind, **fields), self.now, "bench").events)

    def take_in(self, facts: tuple[e.Event, ...]) -> None:
        for fact in facts:
            self.written.append(codec.encode(fact))
            evolve(self.hall, fact)

    def wait_for(self, count: int) -> None:
        """So many more visitors come, one each 100 ms."""
        for place in range(count):
            self.now += timedelta(milliseconds=100)
            self.do(c.TakeTicket, **visitor(place))

    def whole_day(self, visitors: int) -> None:
        """Windows open, visitors come and are served, the day ends."""
        for window in range(1, WINDOWS + 1):
            self.do(c.OpenWindow, window=window)
        for place in range(visitors):
            self.wait_for(1)
            window = place % WINDOWS + 1
            self.do(c.CallNext, window=window)
            self.now += timedelta(seconds=10)
            self.do(c.StartService, window=window)
            self.do(c.Finish, window=window)
        for window in range(1, WINDOWS + 1):
            self.do(c.CloseWindow, window=window)
        self.now = (self.now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        self.take_in(due(self.hall, self.now))


def many_days(count: int, visitors: int) -> Iterator[list[bytes]]:
    """At least `count` events: one real day, and the same again with each date and place in the journal moved on."""
    days = Days()
    days.whole_day(visitors)
    first = str(FIRST_DAY).encode()
    after = str(FIRST_DAY + timedelta(days=1)).encode()
    written = 0
    number = 0
    while written < count:
        today = str(FIRST_DAY + timedelta(days=number)).encode()
        tomorrow = str(FIRST_DAY + timedelta(days=number + 1)).encode()
        bodies = []
        for body in days.written:
            written += 1
            moved = body.replace(after, b"tomorrow").replace(first, today).replace(b"tomorrow", tomorrow)
            bodies.append(_SEQ.sub(b'"seq":%d' % written, moved, count=1))
        number += 1
        yield bodies
