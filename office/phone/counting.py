"""Keeps what is told on telephones of place and time fresh, without the queue noticing: one question at a time, and
after each a rest many times as long as its answer took, so that a busy hall is asked less.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from broker.bus.clock import new_id
from broker.contracts.commands import CountAhead, WhereAmI
from broker.contracts.replies import Reply, TicketView
from office.live import Live
from office.phone.face import Counted

CHUNK = 200  # tickets in a question
GAP = 0.2  # seconds between questions at least
RESTS = 19.0  # times as long as the answer took: the queue-master gives phones a twentieth of its time
STALE = timedelta(seconds=30)  # places differ by time alone, too
ESTIMATE_STALE = timedelta(seconds=60)
TRY_AGAIN = 2.0  # seconds after a question without an answer


class Counting:
    """`watched`: the waiting tickets that somebody looks at, the nearest first. `told`: an answer has changed a ticket."""

    def __init__(self, live: Live, watched: Callable[[], list[str]], told: Callable[[str], None]) -> None:
        self._live, self._watched, self._told = live, watched, told
        self._known: dict[str, Counted] = {}
        self._due: dict[str, None] = {}
        self._work = asyncio.Event()
        self._answered = asyncio.Event()

    def of(self, ticket: str) -> Counted:
        return self._known.get(ticket, Counted())

    def want(self, tickets: Iterable[str]) -> None:
        """The places of these may have changed."""
        self._due.update(dict.fromkeys(tickets))
        self._work.set()

    def forget(self, keep: Iterable[str] = ()) -> None:
        """Nobody looks at the others any more, or their day is over."""
        kept = set(keep)
        self._known = {ticket: counted for ticket, counted in self._known.items() if ticket in kept}

    async def known(self, ticket: str, patience: float) -> None:
        """Wait until it has been counted, but not longer than `patience` seconds."""
        self.want([ticket])
        try:
            async with asyncio.timeout(patience):
                while self.of(ticket).at is None:
                    await self._answered.wait()
        except TimeoutError:
            pass

    async def run(self) -> None:
        while not self._live.closing:
            self._work.clear()
            asked = await self._count() + await self._estimate()
            if asked:
                await asyncio.sleep(asked)
                continue
            try:
                async with asyncio.timeout(1.0):
                    await self._work.wait()
            except TimeoutError:
                pass

    async def _count(self) -> float:
        """One question about many. How long to rest after it; 0: there was nothing to ask."""
        now, watched = self._live.clock(), self._watched()
        old = [each for each in watched if (at := self.of(each).at) is None or now - at > STALE]
        chunk = tuple(dict.fromkeys([*(each for each in watched if each in self._due), *old, *self._due]))[:CHUNK]
        if not chunk:
            return 0.0
        began = time.monotonic()
        reply = await self._live.ask(CountAhead(id=new_id(), at=now, tickets=chunk))
        if reply is None or reply.ahead is None:
            return TRY_AGAIN
        for ticket in chunk:
            self._due.pop(ticket, None)
            before = self.of(ticket)
            self._known[ticket] = before._replace(ahead=reply.ahead.get(ticket), at=now)
            if self._known[ticket].ahead != before.ahead:
                self._told(ticket)
        answered, self._answered = self._answered, asyncio.Event()
        answered.set()
        return max(GAP, RESTS * (time.monotonic() - began))

    async def _estimate(self) -> float:
        """One question about the range of one ticket: of whom nothing was told yet, or the oldest."""
        now = self._live.clock()
        due = [
            (at is not None, at or now, each)
            for each in self._watched()
            if (at := self.of(each).estimated) is None or now - at > ESTIMATE_STALE
        ]
        if not due:
            return 0.0
        ticket = min(due, key=lambda each: each[:2])[2]
        began = time.monotonic()
        reply: Reply | None = await self._live.ask(WhereAmI(id=new_id(), at=now, ticket=ticket))
        if reply is None:
            return TRY_AGAIN
        seen = reply.ticket if isinstance(reply.ticket, TicketView) else None
        estimate = seen.estimate if seen else None
        self._known[ticket] = self.of(ticket)._replace(estimate=estimate, estimated=now)
        self._told(ticket)
        return max(GAP, RESTS * (time.monotonic() - began))
