"""When a visitor will be called: a range of o'clock, from the real dispatcher played forward many times.

In a hall of many lines and windows the formulas of queues are wrong by as much as the wait itself, because they do
not know who serves whom and whose turn it is; the plays do. Where they may not be spent, `formula` answers.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zlib import crc32

from broker.contracts.events import Estimate, Foreseen
from broker.queuemaster.calibration import corrected
from broker.queuemaster.formula import CONFIDENCE, Load
from broker.queuemaster.state import Hall, Ticket

if TYPE_CHECKING:
    from broker.queuemaster.plays import Plays, Spread

MOST_WAITING = 1000  # beyond, the plays would take longer than a visitor at the dispenser should wait
_HALF_MINUTE = 30.0  # seconds
_TENTH = 0.1
_MOST = 0.5  # of the plays
_LEAST, _LEAST_SHARE = 15.0, 0.03  # seconds and a share of the wait: no hall keeps its own word more exactly
_FAR = 86400.0  # seconds; longer waits are all alike


class Forecast:
    """What can be said of waits in one hall at one moment. `plays` 0: by the formula alone.

    The same hall, moment, plays and seed give the same answers. `seed` None: that of the hall's day, so that a
    ticket's estimates through the day share their luck.
    """

    def __init__(self, hall: Hall, now: datetime, plays: int = 0, seed: int | None = None) -> None:
        self._hall = hall
        self._now = now
        self._count = plays if sum(hall.rows.in_line.values()) <= MOST_WAITING else 0
        self._seed = crc32(hall.memory.day.encode()) if seed is None else seed
        self._load = Load(hall, now)
        self._tickets: dict[str, Spread | None] = {}

    def ticket(self, ticket: Ticket, ahead: int | None = None) -> Estimate | None:
        """When `ticket`, which waits or is only asked for, will be called. None: nobody calls it.

        `ahead`: how many of its line will be called before it, if that is known; for the formula.
        """
        spread = self._spread(ticket)
        if spread is None:
            return self._load.range(ticket.line, ahead)
        return self._told(spread, priority=ticket.priority is not None)

    def foreseen(self, ticket: Ticket) -> Foreseen | None:
        """What the plays alone say of the wait of `ticket`; None: they were not asked, or in most nobody calls it."""
        spread = self._spread(ticket)
        return _foreseen(spread) if spread else None

    def line(self, line: str) -> Estimate | None:
        """When somebody without priority and needs who came now into `line` would be called. None: nobody calls it."""
        if not self._count:
            return self._load.range(line)
        return self._told(self._lines[line], priority=False) if line in self._lines else None

    def wait(self, ticket: Ticket) -> timedelta | None:
        """How long `ticket` is likely to wait yet."""
        spread = self._spread(ticket)
        return timedelta(seconds=min(spread.quantile(0.5), _FAR)) if spread else self._load.wait(ticket.line)

    def late(self, ticket: Ticket, moment: datetime) -> float:
        """How likely `ticket` is not called before `moment`: the share of plays in which it is not."""
        spread = self._spread(ticket)
        if spread is None:
            return self._load.late(ticket.line, moment)
        return spread.late((moment - self._now).total_seconds())

    @cached_property
    def _plays(self) -> Plays | None:
        if not self._count:
            return None
        from broker.queuemaster.plays import Plays  # noqa: PLC0415 - arrays take long to load; the start need not wait

        return Plays(self._hall, self._now, self._count, self._seed)

    def _spread(self, ticket: Ticket) -> Spread | None:
        """None where no play may be spent, or nobody calls."""
        if self._plays and ticket.id not in self._tickets:
            self._tickets[ticket.id] = self._plays.ticket(ticket)
        return self._tickets.get(ticket.id)

    @cached_property
    def _lines(self) -> dict[str, Spread]:
        closed = self._hall.memory.lines_closed
        lines = [line.id for line in self._hall.plan.line if line.id not in closed]
        return self._plays.lines(lines) if self._plays else {}

    def _told(self, spread: Spread, *, priority: bool) -> Estimate | None:
        """The range, in whole minutes; None when in most plays nobody calls."""
        foreseen = _foreseen(spread)
        if foreseen is None:
            return None
        low, middle, high = self._hall.memory.learnt.experience.correction(foreseen.likely, priority=priority)
        likely = corrected(foreseen, middle)
        return Estimate(
            earliest=min(self._clock(corrected(foreseen, low)), self._clock(likely - _HALF_MINUTE)),
            likely=self._clock(likely),
            latest=max(self._clock(corrected(foreseen, high)), self._clock(likely + _HALF_MINUTE)),
            confidence=CONFIDENCE,
            method="played",
        )

    def _clock(self, wait: float) -> datetime:
        """What the clock shows after `wait` seconds, to the nearest minute; never before the present minute."""
        moment = self._now + timedelta(seconds=wait + _HALF_MINUTE)
        return max(moment, self._now).replace(second=0, microsecond=0)


def _foreseen(spread: Spread) -> Foreseen | None:
    if spread.never >= _MOST:
        return None
    likely = spread.mean
    least = _LEAST + _LEAST_SHARE * likely
    return Foreseen(
        likely=round(likely, 1),
        before=round(max(likely - spread.quantile(_TENTH), least), 1),
        after=round(max(spread.quantile(1.0 - _TENTH) - likely, least), 1),
    )
