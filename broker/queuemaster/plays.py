"""What the plays say: the waits of one ticket, or of a newcomer to each line, in every play.

Apart from `estimate`, which loads this only when it is needed: arrays take a fifth of a second to load, and a hall
that starts must not wait for them.
"""

from __future__ import annotations

from datetime import datetime

import numpy as np

from broker.queuemaster.chance import Array, chance
from broker.queuemaster.expectation import Expectation
from broker.queuemaster.outlook import Outlook
from broker.queuemaster.play import NEVER, play, playing
from broker.queuemaster.position import Newcomer, place
from broker.queuemaster.rows import Key
from broker.queuemaster.state import Hall, Ticket
from broker.queuemaster.steps import Steps


def warm_up(count: int) -> None:
    """What the first play of a process does beside playing."""
    Spread(chance(0, count).even[:, 0]).quantile(0.5)


class Spread:
    """The waits of somebody, one a play, in seconds."""

    __slots__ = ("_waits",)

    def __init__(self, waits: Array) -> None:
        self._waits = np.sort(waits)

    @property
    def never(self) -> float:
        """The share of plays in which nobody calls."""
        return float(np.mean(self._waits >= NEVER))

    @property
    def mean(self) -> float:
        """Of those plays in which somebody calls."""
        called = self._waits[self._waits < NEVER]
        return float(called.mean()) if len(called) else NEVER

    def quantile(self, share: float) -> float:
        """The wait that is not exceeded in `share` of those plays in which somebody calls."""
        called = self._waits[self._waits < NEVER]
        return float(np.quantile(called, share)) if len(called) else NEVER

    def late(self, seconds: float) -> float:
        """The share of plays in which it takes `seconds` or longer."""
        return float(np.mean(self._waits >= seconds))


class Plays:
    """Plays one hall forward from one moment."""

    def __init__(self, hall: Hall, now: datetime, plays: int, seed: int) -> None:
        self._outlook = Outlook(hall, now, Expectation(hall.plan, hall.memory.learnt), chance(seed, plays))

    def ticket(self, ticket: Ticket) -> Spread | None:
        """Of a ticket that waits, or is only asked for; None: nobody calls it."""
        known = self._outlook.hall.memory.tickets.get(ticket.id)
        if known is not None and known.state == "waiting":
            found = place(self._outlook, watched=ticket)
            return Spread(play(found.position, found.watched).slots[:, found.watched]) if found else None
        found = place(self._outlook, newcomers=[Newcomer(ticket.key, ticket.since)])
        return Spread(play(found.position).newcomers[:, 0]) if found else None

    def lines(self, lines: list[str]) -> Steps[dict[str, Spread]]:
        """Of one without priority and needs who came now into each of `lines`."""
        newcomers = [Newcomer(Key(line, None, needs=False, window=None), self._outlook.now) for line in lines]
        found = place(self._outlook, newcomers=newcomers) if newcomers else None
        if found is None:
            return {}
        yield
        calls = yield from playing(found.position)
        return {line: Spread(waits) for line, waits in zip(lines, calls.newcomers.T, strict=True)}
