"""When a visitor will be received, by a formula: the cheap answer where the hall may not be played forward.

Queue length × mean service time ÷ windows that can serve (QL of Ibrahim & Whitt, M&SOM 11(3) 2009), where every
line's work is shared by the open windows that serve it, so that a window of many lines is not counted as idle.
The width grows with the root of the number ahead (a sum of independent services). A simple formula in a hall
of many skills can be wrong by as much as the wait itself; hence a range, rounded outwards to whole minutes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import erfc, sqrt

from broker.contracts.events import Estimate
from broker.queuemaster.standstill import back_at, stood_still
from broker.queuemaster.state import Hall, Window

CONFIDENCE = 0.8
_Z = 1.2816  # the normal quantile that leaves 10 % on each side
_RESIDUAL_FLOOR = 0.25  # of the mean: a service that takes longer than usual is not over at once
_WALK = 30.0  # seconds from call to start
_MINUTE = timedelta(minutes=1)


class Load:
    """The work before the open windows at one moment, computed for each kind of window when first asked for."""

    def __init__(self, hall: Hall, now: datetime) -> None:
        self._hall = hall
        self._now = now
        self._away = ((back_at(hall) or now) - now).total_seconds()  # all are still on their way back from a shelter
        self._alike: dict[tuple[str, ...], list[Window]] = {}  # windows that serve the same
        for window in hall.memory.windows.values():
            if not window.paused:
                self._alike.setdefault(window.serves, []).append(window)
        self._servers: dict[str, int] = {}
        for lines, windows in self._alike.items():
            for line in lines:
                self._servers[line] = self._servers.get(line, 0) + len(windows)
        self._bases: dict[tuple[str, ...], float] = {}

    def wait(self, line: str, ahead: int | None = None) -> timedelta | None:
        """Expected wait of one who has `ahead` of its own line before it (None: all of them); None: nobody calls."""
        memory = self._hall.memory
        count = self._servers.get(line)
        if not count or memory.suspended is not None or line in memory.lines_closed:
            return None
        least = min([self._base(lines) for lines in self._alike if line in lines])
        if ahead is not None:
            fewer = self._hall.rows.in_line.get(line, 0) - ahead
            least -= fewer * (self._mean(line) + _WALK) / count
        return timedelta(seconds=max(0.0, least))

    def range(self, line: str, ahead: int | None = None) -> Estimate | None:
        """The range for one who comes now, or who has `ahead` before it. None: nobody calls it."""
        wait = self.wait(line, ahead)
        if wait is None:
            return None
        deviation = self._deviation(line, ahead) if wait else timedelta(0)
        likely = self._now + wait
        earliest = max(self._now, likely - _Z * deviation)
        return Estimate(
            earliest=max(self._now, _down(earliest)),
            likely=max(self._now, _down(likely + _MINUTE / 2)),
            latest=_down(likely + _Z * deviation) + _MINUTE,
            confidence=CONFIDENCE,
            method="formula",
        )

    def late(self, line: str, moment: datetime, ahead: int | None = None) -> float:
        """How likely one who comes now, or has `ahead` before it, is not called before `moment`."""
        wait = self.wait(line, ahead)
        if wait is None:
            return 1.0
        deviation = self._deviation(line, ahead).total_seconds() if wait else 0.0
        spare = (moment - self._now - wait).total_seconds()
        return 0.5 * erfc(spare / deviation / sqrt(2.0)) if deviation else float(spare <= 0)

    def _deviation(self, line: str, ahead: int | None) -> timedelta:
        found = self._hall.plan.lines.get(line)
        before = self._hall.rows.in_line.get(line, 0) if ahead is None else ahead
        services = sqrt((before + 1) / self._servers[line])
        return timedelta(seconds=services * self._mean(line) * (found.spread if found else 0.5))

    def _base(self, lines: tuple[str, ...]) -> float:
        """Seconds until somebody new at the end of all `lines` is called by a window that serves them."""
        if lines not in self._bases:
            free = min([max(self._away, self._residual(window)) for window in self._alike[lines]])
            self._bases[lines] = free + sum([self._work(line) for line in lines])
        return self._bases[lines]

    def _work(self, line: str) -> float:
        """Seconds of each window that serves `line`, until all who wait in it are served."""
        waiting = self._hall.rows.in_line.get(line, 0)
        return waiting * (self._mean(line) + _WALK) / self._servers[line] if waiting else 0.0

    def _residual(self, window: Window) -> float:
        """Seconds until the window's present visitor is likely to leave."""
        if window.ticket is None:
            return 0.0
        memory = self._hall.memory
        mean = self._mean(memory.tickets[window.ticket].line)
        spent = (self._now - window.since).total_seconds()
        if memory.standstills:
            spent -= stood_still(memory, window.since, self._now).total_seconds()
        return max(mean - spent, _RESIDUAL_FLOOR * mean)

    def _mean(self, line: str) -> float:
        """Seconds of a service; of a line that the hall file has lost, too."""
        found = self._hall.plan.lines.get(line)
        return (found.minutes if found else 10.0) * 60.0


def _down(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
