"""When a visitor will be called: a range of o'clock, from the real dispatcher played forward many times.

In a hall of many lines and windows the formulas of queues are wrong by as much as the wait itself, because they do
not know who serves whom and whose turn it is; the plays do. Where they may not be spent, `formula` answers.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from broker.contracts.events import Estimate, Foreseen
from broker.queuemaster.calibration import Kind, corrected, kind_of
from broker.queuemaster.formula import CONFIDENCE, Load
from broker.queuemaster.state import Hall, Ticket
from broker.queuemaster.steps import Steps, at_once

if TYPE_CHECKING:
    from broker.queuemaster.plays import Plays, Spread

MOST_WAITING = 1000  # beyond, the plays would take longer than a visitor at the dispenser should wait
_HALF_MINUTE = 30.0  # seconds
_TENTH = 0.1
_MOST = 0.5  # of the plays
_LEAST, _LEAST_SHARE = 15.0, 0.03  # seconds and a share of the wait: no hall keeps its own word more exactly
_FAR = 86400.0  # seconds; longer waits are all alike


PLAYS = 30


def warm_up() -> None:
    """Load what the plays need, so that the first estimate need not."""
    from broker.queuemaster import plays  # noqa: PLC0415 - see `_plays`

    plays.warm_up(PLAYS)


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
        self._tickets: dict[str, Spread | None] = {}

    def ticket(self, ticket: Ticket, ahead: int | None = None) -> Estimate | None:
        """When `ticket`, which waits or is only asked for, will be called. None: nobody calls it.

        `ahead`: how many of its line will be called before it, if that is known; for the formula.
        """
        spread = self._spread(ticket)
        if spread is None:
            return self._load.range(ticket.line, ahead)
        told = _told(self._hall, spread, kind_of(ticket.priority, booked=ticket.booked))
        return told.at(self._now) if told else None

    def foreseen(self, ticket: Ticket) -> Foreseen | None:
        """What the plays alone say of the wait of `ticket`; None: they were not asked, or in most nobody calls it."""
        spread = self._spread(ticket)
        return _foreseen(spread) if spread else None

    def lines(self) -> Lines:
        """What somebody without priority and needs would be told who came now, line by line."""
        return self._lines

    def lines_in_steps(self) -> Steps[Lines]:
        """The same in small steps; what happens in the hall meanwhile does not count."""
        if not self._plays:
            return Lines(self._load, {}, self._now)
        closed = self._hall.memory.lines_closed
        spreads = yield from self._plays.lines([line.id for line in self._hall.plan.line if line.id not in closed])
        played = {line: (_told(self._hall, spread, "ordinary"), spread) for line, spread in spreads.items()}
        return Lines(None, played, self._now)

    def line(self, line: str) -> Estimate | None:
        """When somebody without priority and needs who came now into `line` would be called. None: nobody calls it."""
        return self.lines().range(line)

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
    def _load(self) -> Load:
        return Load(self._hall, self._now)

    @cached_property
    def _plays(self) -> Plays | None:
        if not self._count:
            return None
        from broker.queuemaster.plays import Plays  # noqa: PLC0415 - arrays take long to load; the start need not wait

        return Plays(self._hall, self._now, self._count, self._seed)

    @cached_property
    def _lines(self) -> Lines:
        return at_once(self.lines_in_steps())

    def _spread(self, ticket: Ticket) -> Spread | None:
        """None where no play may be spent, or nobody calls."""
        if self._plays and ticket.id not in self._tickets:
            self._tickets[ticket.id] = self._plays.ticket(ticket)
        return self._tickets.get(ticket.id)


class Told(NamedTuple):
    """A range as waits, in seconds: it begins, lies and ends."""

    low: float
    likely: float
    high: float

    def at(self, now: datetime) -> Estimate:
        """The range of one who waits from `now`, in whole minutes, but no end of it before `now`."""
        earliest, likely, latest = (_clock(now, wait) for wait in self)
        return Estimate(
            earliest=min(earliest, _clock(now, self.likely - _HALF_MINUTE)),
            likely=likely,
            latest=max(latest, _clock(now, self.likely + _HALF_MINUTE)),
            confidence=CONFIDENCE,
            method="played",
        )


class Lines:
    """What is said of the lines: by the formula, or as it was played at one moment.

    A little later it is told again as if whoever comes then waits as long: the hall hardly changes in seconds.
    """

    def __init__(self, load: Load | None, played: dict[str, tuple[Told | None, Spread]], now: datetime) -> None:
        self._load = load
        self._played = played
        self._now = now

    def at(self, now: datetime) -> Lines:
        """The same for one who comes at `now`; for what was played alone."""
        return Lines(self._load, self._played, now)

    def range(self, line: str) -> Estimate | None:
        """When somebody who comes now would be called; None: nobody calls."""
        if self._load is not None:
            return self._load.range(line)
        told = self._played[line][0] if line in self._played else None
        return told.at(self._now) if told else None

    def late(self, line: str, moment: datetime) -> float:
        """How likely somebody who comes now is not called before `moment`."""
        if self._load is not None:
            return self._load.late(line, moment)
        return self._played[line][1].late((moment - self._now).total_seconds()) if line in self._played else 1.0


def _told(hall: Hall, spread: Spread, kind: Kind) -> Told | None:
    foreseen = _foreseen(spread)
    if foreseen is None:
        return None
    correction = hall.memory.learnt.experience.correction(foreseen.likely, kind)
    return Told(*(corrected(foreseen, by) for by in correction))


def _clock(now: datetime, wait: float) -> datetime:
    """What the clock shows after `wait` seconds, to the nearest minute; never before `now`: nobody is called then."""
    return max(now, (now + timedelta(seconds=wait + _HALF_MINUTE)).replace(second=0, microsecond=0))


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
