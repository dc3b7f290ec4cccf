"""What the hall's clock says, seen from an appliance whose own wall clock may be wrong. Pure.

The hall's time is that of the queue-master, read from its heartbeat. Each reading is late by the way it came,
never early, so of the last few the one that is most ahead is the truest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

READINGS = 8  # some 16 s of heartbeat: a corrected clock is followed within that


@dataclass(frozen=True, slots=True)
class HallClock:
    """`own`: this machine's wall clock minus its steady clock, in seconds; used until the hall is heard."""

    own: float
    readings: tuple[float, ...] = ()
    last: float = float("-inf")

    def heard(self, at: float, steady: float) -> HallClock:
        """The clock after a live message of the queue-master of `at` (POSIX seconds) arrived at `steady`.

        A message that is no newer than the one before tells nothing and is passed over, unless the hall's clock
        was set back by so much that it is clearly another one.
        """
        if self.last - 60 < at <= self.last:
            return self
        return replace(self, readings=(*self.readings, at - steady)[-READINGS:], last=at)

    def steady(self, at: float) -> float:
        """When on the steady clock something happened that the hall dates `at`."""
        return at - max(self.readings, default=self.own)
