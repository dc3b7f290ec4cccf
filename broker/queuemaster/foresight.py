"""How much looking ahead the queue-master can afford: it plays the hall forward while nobody has to wait for that.

The plays take up to a share of the time. Who comes alone is always told what was played; in a rush, when each play
keeps the next in the queue waiting, only a quick play is worth it, and otherwise the formula answers, and says so. What
the boards show of the lines is played when nothing else is to be done, a slice at a time, and told again until it is
played anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from math import exp
from typing import NamedTuple

from broker.queuemaster.estimate import PLAYS, Forecast, Lines, warm_up
from broker.queuemaster.state import Hall
from broker.queuemaster.steps import Steps

_SHARE = 0.4  # of the time may go into plays
_MOST = 0.25  # seconds that may be saved up: so long at most a rush waits for plays
_LONGEST = 0.05  # seconds; who asks for one ticket should not wait longer for its estimate
_QUICK = 0.004  # seconds; in a rush
_RUSH = 5.0  # who ask a second
_LATELY = 2.0  # seconds; over which those who ask are counted
_LONGEST_BOARDS = 0.15  # seconds; for all lines at once
_SLICE = 0.004  # seconds of it at a time: who comes meanwhile does not wait for its end
_AGAIN, _AGAIN_IN_RUSH = 2.0, 5.0  # seconds between two plays for the boards
_HOLDS = 6.0  # seconds that they are told again in a hall that has changed; then the formula knows better
_STALE = 20.0  # seconds after which they are played anew even if nothing happened
_FORGET = 0.97  # a second, and with every play: a slow moment of the machine is forgotten


class _Look(NamedTuple):
    """When a play for the boards began, and of what: the hall's last event and its day."""

    at: float
    seq: int
    day: str


class Foresight:
    """Kept by the queue-master's process. `watch`: a clock that never goes back, in seconds."""

    def __init__(self, watch: Callable[[], float] = time.perf_counter) -> None:
        self._watch = watch
        self._saved, self._counted = _MOST, watch()
        self._cost, self._cost_boards = 0.0, 0.0  # seconds a play takes for each who waits, lately
        self._asked = 0.0  # a second, lately
        self._warm = False
        self._lines: Lines | None = None
        self._told = self._begun = _Look(-_STALE, -1, "")
        self._steps: Steps[Lines] | None = None
        self._spent = 0.0  # seconds, on the steps of the play that has begun

    def warm_up(self) -> None:
        """Load what the plays need. Any thread may call; until it is done, the formula answers."""
        warm_up()
        self._warm = True

    def plays(self, hall: Hall) -> int:
        """How often to play the hall forward for one who asks now: as usual, or not at all."""
        self._save()
        self._asked += 1.0 / _LATELY
        longest = _QUICK if self._rushed else _LONGEST
        return PLAYS if self._affordable and self._cost * _work(hall) < longest else 0

    @contextmanager
    def spending(self, hall: Hall, plays: int) -> Iterator[None]:
        """Around whatever may play the hall forward: what it took is taken from what was saved up."""
        begun = self._watch()
        yield
        if plays:
            seconds = self._watch() - begun
            self._saved -= seconds
            self._cost = max(self._cost * _FORGET, seconds / _work(hall))

    def forget(self) -> None:
        """The hall is another one from now on: what was played of the old says nothing of it."""
        self._steps = self._lines = None
        self._told = self._begun = _Look(-_STALE, -1, "")

    def lines(self, hall: Hall, now: datetime) -> Lines | None:
        """What was last played for the boards, told as of `now`; None: nothing that still holds."""
        holds = _HOLDS if hall.seq != self._told.seq else 2 * _STALE
        stale = self._watch() - self._told.at > holds or hall.memory.day != self._told.day
        return None if self._lines is None or stale or hall.memory.suspended is not None else self._lines.at(now)

    @property
    def looking(self) -> bool:
        """Whether a play for the boards has begun and not ended: `look` again as soon as nothing else is to be done."""
        return self._steps is not None

    def look(self, hall: Hall, now: datetime) -> bool:
        """With nothing else to do: play for the boards, if it is time, for a moment. Whether such a play has ended."""
        self._save()
        if self._steps is None and not self._begin(hall, now):
            return False
        begun, ended = self._watch(), False
        while not ended and self._watch() - begun < _SLICE:
            ended = self._step()
        spent = self._watch() - begun
        self._saved -= spent
        self._spent += spent
        if ended:
            self._cost_boards = max(self._cost_boards * _FORGET, self._spent / _work(hall))
        return ended

    def _begin(self, hall: Hall, now: datetime) -> bool:
        since = self._watch() - self._begun.at
        again = _AGAIN_IN_RUSH if self._rushed else _AGAIN
        if since < again or (since < _STALE and hall.seq == self._begun.seq):
            return False
        if not self._affordable or self._cost_boards * _work(hall) >= _LONGEST_BOARDS:
            return False
        self._steps = Forecast(hall, now, PLAYS).lines_in_steps()
        self._begun, self._spent = _Look(self._watch(), hall.seq, hall.memory.day), 0.0
        return True

    def _step(self) -> bool:
        assert self._steps is not None
        try:
            next(self._steps)
        except StopIteration as ended:
            self._steps, self._lines, self._told = None, ended.value, self._begun
            return True
        return False

    @property
    def _affordable(self) -> bool:
        return self._warm and self._saved > 0

    @property
    def _rushed(self) -> bool:
        return self._asked > _RUSH

    def _save(self) -> None:
        now = self._watch()
        passed = now - self._counted
        self._saved = min(self._saved + passed * _SHARE, _MOST)
        self._cost *= _FORGET**passed
        self._cost_boards *= _FORGET**passed
        self._asked *= exp(-passed / _LATELY)
        self._counted = now


def _work(hall: Hall) -> int:
    """How much there is to play: who waits, and a little that a play costs in any hall."""
    return sum(hall.rows.in_line.values()) + 30
