"""A day on the hall's wall clock: which moment a time of day is, and which day a day file tells of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

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
        return self._fixed((self._midnight + time).replace(tzinfo=self._zone).astimezone(UTC))

    def after(self, moment: datetime, wait: timedelta) -> datetime:
        """`wait` later, as the clock shows it then."""
        return self._fixed(moment + wait) if self._changes else moment + wait

    def _fixed(self, moment: datetime) -> datetime:
        local = moment.astimezone(self._zone)
        return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)))
