"""Who will come and go before those who wait: visitors of faster classes, and those of a line that a window prefers.

Others may come as they like: whoever was there before them is called before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt

import numpy as np

from broker.queuemaster.chance import COLUMNS, Array
from broker.queuemaster.learnt import BIN, minute
from broker.queuemaster.outlook import Outlook
from broker.queuemaster.play import NEVER
from broker.queuemaster.rows import Key

SHARE = 0.08  # of visitors have priority, before anything is learnt
_SHARES = 50.0  # visitors that this belief is worth
_LEVEL = 20.0  # visitors that must have been expected to believe half of how many more come today
_AN_HOUR = 60.0  # minutes: a crowd at the door is not the rule of the day
_FEW = 0.02  # visitors; fewer are not worth a row
_SEED = 389  # apart from the columns of tickets


def arriving(outlook: Outlook, lines: Sequence[str], horizon: float, ordinary: float) -> dict[Key, Array]:
    """Moments [plays, visitors], seconds from now and ascending, by row.

    `horizon`: how far to look for those with priority; `ordinary`: for those without. Seconds.
    """
    plan = outlook.hall.plan
    alike: dict[tuple[float, object], list[str]] = {}  # classes that the rule does not tell apart
    for each in plan.priority:
        alike.setdefault((each.rate, plan.guarantee(each.id)), []).append(each.id)
    people = _People(outlook)
    found: dict[Key, Array] = {}
    for at, line in enumerate(lines):
        if ordinary > 0:
            _add(outlook, found, Key(line, None, needs=False, window=None), people.rates(line, [""], ordinary), at)
        for number, classes in enumerate(alike.values()):
            key = Key(line, classes[0], needs=False, window=None)
            _add(outlook, found, key, people.rates(line, classes, horizon), at + len(lines) * (number + 1))
    return found


def _add(outlook: Outlook, found: dict[Key, Array], key: Key, rates: tuple[Array, Array], seed: int) -> None:
    """Draws the moments of one row: a Poisson process whose rate is constant between `rates[0]` (seconds)."""
    ends, expected = rates
    total = float(expected[-1])
    if total < _FEW:
        return
    count = ceil(total + 2.5 * sqrt(total)) + 1
    columns = (_SEED * (seed + 1) + np.arange(count)) % COLUMNS
    work = -np.log(1.0 - outlook.chance.even[:, columns]).cumsum(axis=1)
    found[key] = np.where(work < total, np.interp(work, expected, ends), NEVER)


class _People:
    """How many come: as on other days at this time, times how many more came today than then until now."""

    def __init__(self, outlook: Outlook) -> None:
        self._learnt = outlook.hall.memory.learnt
        self._now = minute(outlook.now) + outlook.now.second / 60.0
        self._classes = [each.id for each in outlook.hall.plan.priority]
        self._days = self._learnt.days
        self._level = self._today()
        self._rates: dict[tuple[str, int], float] = {}
        self._counts = {line: self._count(line) for line in self._learnt.arrivals | self._learnt.today}
        everybody = sum(count for count, _ in self._counts.values())
        some = sum(count for _, count in self._counts.values())
        self._priority = (SHARE * _SHARES + some) / (_SHARES + everybody)

    def rates(self, line: str, classes: list[str], horizon: float) -> tuple[Array, Array]:
        """Moments at which the rate changes, and how many are expected until then; both begin with 0."""
        share = self._share(line, classes)
        ends = [0.0]
        expected = [0.0]
        at = self._now
        until = at + horizon / 60.0
        while at < until:
            following = min((at // BIN + 1) * BIN, until)
            bin_ = int(at // BIN)
            rate = self._rates.get((line, bin_))
            if rate is None:
                rate = self._rates[line, bin_] = self._a_minute(line, bin_)
            expected.append(expected[-1] + share * rate * (following - at))
            ends.append((following - self._now) * 60.0)
            at = following
        return np.array(ends), np.array(expected)

    def _share(self, line: str, classes: list[str]) -> float:
        """Of all who come to a line, those of these classes."""
        everybody, some = self._counts.get(line, (0.0, 0.0))
        priority = (_SHARES * self._priority + some) / (_SHARES + everybody)
        if classes == [""]:
            return 1.0 - priority
        return priority * len(classes) / len(self._classes)

    def _count(self, line: str) -> tuple[float, float]:
        """How many came to a line, and how many of them with priority, today and on earlier days."""
        everybody = some = 0.0
        for seen in (self._learnt.arrivals, self._learnt.today):
            for kind, bins in seen.get(line, {}).items():
                count = sum(bins.values())
                everybody += count
                some += count if kind else 0.0
        return everybody, some

    def _a_minute(self, line: str, bin_: int) -> float:
        usual = sum(bins.get(bin_ % (1440 // BIN), 0.0) for bins in self._learnt.arrivals.get(line, {}).values())
        if self._days:
            return usual / self._days / BIN * self._level
        bins = [each for kinds in self._learnt.today.get(line, {}).values() for each in kinds]
        came = sum(sum(kinds.values()) for kinds in self._learnt.today.get(line, {}).values())
        return came / max(self._now - min(bins, default=0) * BIN, _AN_HOUR)  # of other days nothing is known

    def _today(self) -> float:
        """How many more came today than usual until now."""
        now = int(self._now // BIN)
        usual = sum(
            count * (1.0 if bin_ < now else self._now / BIN - now)
            for classes in self._learnt.arrivals.values()
            for bins in classes.values()
            for bin_, count in bins.items()
            if bin_ <= now
        )
        came = sum(
            count for classes in self._learnt.today.values() for bins in classes.values() for count in bins.values()
        )
        return (came + _LEVEL) / (usual / self._days + _LEVEL) if self._days else 1.0
