"""A day of a hall, told step by step: commands at moments, and what follows from them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.hall_file import HallFile
from broker.contracts.ids import ulid
from broker.contracts.replies import TicketView
from broker.queuemaster.answer import view
from broker.queuemaster.deadlines import due
from broker.queuemaster.deciding import Decided
from broker.queuemaster.hall import decide, evolve
from tests.broker.halls import MORNING, PLAN, opened


class Day:
    """`pass_time` moves the clock; `heard` is everything that happened, in order."""

    def __init__(self, plan: HallFile = PLAN, **policy: Any) -> None:
        self.hall = opened(msgspec.structs.replace(plan, policy=msgspec.structs.replace(plan.policy, **policy)))
        self.now: datetime = MORNING
        self.count = 0
        self.heard: list[e.Event] = []

    def ask(self, kind: type[c.Command], **fields: Any) -> TicketView | None:
        self.count += 1
        decided = decide(self.hall, kind(id=ulid(self.count, bytes(10)), at=self.now, **fields), self.now, "tester")
        self._happen(decided.events)
        return view(self.hall, decided.ticket, self.now, decided) if isinstance(decided.ticket, str) else None

    def decided(self, kind: type[c.Command], **fields: Any) -> Decided:
        """What is decided of a question; nothing happens."""
        self.count += 1
        return decide(self.hall, kind(id=ulid(self.count, bytes(10)), at=self.now, **fields), self.now, "tester")

    def take(self, service: str = "registration", **fields: Any) -> str:
        ticket = self.ask(c.TakeTicket, service=service, **fields)
        assert ticket
        return ticket.number

    def see(self, ticket: str) -> TicketView:
        seen = self.ask(c.WhereAmI, ticket=ticket)
        assert seen
        return seen

    def call(self, window: int) -> tuple[str, str] | None:
        """Call, serve at once, and say who it was and why."""
        ticket = self.ask(c.CallNext, window=window)
        if ticket is None:
            return None
        self.ask(c.Finish, window=window)
        return ticket.number, str(ticket.reason)

    def pass_time(self, **span: float) -> list[e.Event]:
        self.now += timedelta(**span)
        before = len(self.heard)
        while events := due(self.hall, self.now):
            self._happen(events)
        return self.heard[before:]

    def _happen(self, events: tuple[e.Event, ...]) -> None:
        for event in events:
            evolve(self.hall, event)
            self.heard.append(event)
