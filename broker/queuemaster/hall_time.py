"""The hall's time: the machine's clock, except that it never goes back, not even over a restart.

A machine without a battery wakes up in the past; a clock that was wrong is set back. A day that closed because of
that would send everybody home. So hall time waits for the clock, going on half as fast until the clock is there.
"""

from __future__ import annotations

from datetime import datetime, timedelta

_WAITING_SPEED = 0.5  # no deadline stands still, and the clock still catches up


class HallTime:
    """`last`: the latest moment that the journal knows."""

    def __init__(self, last: datetime | None) -> None:
        self._time = last
        self._clock: datetime | None = None

    def at(self, clock: datetime) -> datetime:
        """The hall's time when the machine's clock says `clock`."""
        passed = max(timedelta(0), clock - (self._clock or clock))
        self._clock = clock
        if self._time is None or clock >= self._time:
            self._time = clock
        else:
            self._time = (self._time + passed * _WAITING_SPEED).astimezone(clock.tzinfo)
        return self._time
