"""The estimators of the books, each from what a hall shows: who waits, who was called, whom the windows let go.

Names and definitions: Ibrahim and Whitt, "Real-time delay estimation based on delay history", M&SOM 11(3) (2009)
397–415. All of them know one line and first come, first served; a hall of many lines is what they are tried on.

Moments and waits are seconds in arrays; "before" is strictly before, so that nobody is told its own wait.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

AVERAGED = 5  # waits of the moving average
RATE_OVER = 5.0  # mean services, over which the rate of calls is measured


class Seen:
    """What happened in one line: when each came, was called and was done, in order of arrival.

    `called`, `done`: inf for whom that never happened.
    """

    def __init__(self, came: Array, called: Array, done: Array) -> None:
        if not len(came) == len(called) == len(done) or np.any(np.diff(came) < 0):
            raise ValueError("three moments for each, in order of arrival")
        self._came = came
        waits = called - came
        by_call = np.argsort(called, kind="stable")
        by_call = by_call[: int(np.isfinite(called).sum())]
        self._calls = called[by_call]
        self._waits_by_call = waits[by_call]
        self._sums = np.concatenate(([0.0], np.cumsum(self._waits_by_call)))
        self._all_called_until = np.maximum.accumulate(called) if len(called) else called
        by_end = np.argsort(done, kind="stable")
        by_end = by_end[: int(np.isfinite(done).sum())]
        self._ends = done[by_end]
        self._latest_among_done = np.maximum.accumulate(by_end) if len(by_end) else by_end
        self._waits = waits

    def last_called(self, now: Array) -> Array:
        """LES: the wait of the one who was called last; 0 before the first call."""
        place = np.searchsorted(self._calls, now, "left")
        return _at(self._waits_by_call, place - 1)

    def head_of_line(self, now: Array) -> Array:
        """HOL: how long the one who came first has waited up to now; 0 when nobody waits."""
        if not len(self._came):
            return np.zeros(len(now))
        # The first whom no moment up to now has called is the first at whom the running maximum exceeds now.
        first = np.searchsorted(self._all_called_until, now, "left")
        came = np.where(first < len(self._came), self._came[np.minimum(first, len(self._came) - 1)], now)
        return np.maximum(now - came, 0.0)

    def last_arrival_done(self, now: Array) -> Array:
        """RCS: the wait of the one who came last among those who have left; 0 before the first has."""
        place = np.searchsorted(self._ends, now, "left")
        latest = _at(self._latest_among_done.astype(np.float64), place - 1).astype(np.intp)
        return np.where(place > 0, self._waits[latest], 0.0)

    def average(self, now: Array, of: int = AVERAGED) -> Array:
        """The mean wait of the last `of` who were called, of fewer at the beginning; 0 before the first call."""
        place = np.searchsorted(self._calls, now, "left")
        count = np.minimum(place, of)
        return (self._sums[place] - self._sums[place - count]) / np.maximum(count, 1)

    def rate(self, now: Array, mean: Array) -> Array:
        """Calls a second over the last `RATE_OVER` mean services; nan before so much has passed, or without a call."""
        since = now - RATE_OVER * mean
        count = np.searchsorted(self._calls, now, "left") - np.searchsorted(self._calls, since, "left")
        known = (count > 0) & (since >= (self._calls[0] if len(self._calls) else np.inf))
        return np.where(known, count / (RATE_OVER * mean), np.nan)


def plain(ahead: Array, mean: Array, windows: Array) -> Array:
    """People ahead × mean service ÷ windows that can serve; nan where no window can."""
    return np.where(windows > 0, ahead * mean / np.maximum(windows, 1), np.nan)


def queue_length(ahead: Array, mean: Array, windows: Array) -> Array:
    """QL: (people ahead + 1) × mean service ÷ windows: the window that becomes free first counts too."""
    return plain(ahead + 1, mean, windows)


def queue_length_measured(ahead: Array, rate: Array, fallback: Array) -> Array:
    """QLm: (people ahead + 1) ÷ the rate at which the line was called lately; `fallback` where that is unknown."""
    return np.where(np.isnan(rate), fallback, (ahead + 1) / np.where(np.isnan(rate), 1.0, rate))


def _at(values: Array, places: NDArray[np.intp]) -> Array:
    """`values[places]`, and 0 where a place is before the first."""
    if not len(values):
        return np.zeros(len(places))
    return np.where(places >= 0, values[np.maximum(places, 0)], 0.0)
