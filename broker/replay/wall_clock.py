"""A day on the hall's wall clock, from midnight to midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

from broker.contracts.moments import local
from broker.replay.plan import DAY, TimeOfDay


class WallClock:
    """One day in a time zone, midnight to midnight; 23 or 25 hours long when the clocks change.

    Moments carry a fixed offset, as the queue-master's own clock gives them: two moments of one named zone would be
    compared, and subtracted, by their wall clocks.
    """

    def __init__(self, day: date, zone: tzinfo) -> None:
        self._midnight = datetime.combine(day, datetime.min.time())
        self._zone = zone
        self.begins = self.at(TimeOfDay(0))
        self.ends = self.at(DAY)
        self._changes = self.begins.utcoffset() != self.ends.utcoffset()

    def at(self, time: TimeOfDay) -> datetime:
        """The moment at which the clock shows `time`: the first of two, and an hour later where there is none."""
        return local((self._midnight + time).replace(tzinfo=self._zone).astimezone(UTC), self._zone)

    def after(self, moment: datetime, wait: timedelta) -> datetime:
        """`wait` later, as the clock shows it then."""
        return local(moment + wait, self._zone) if self._changes else moment + wait
