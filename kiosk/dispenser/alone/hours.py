"""The hall as it must be by now, from what was heard of it last. Pure.

Nobody can say that a line opened which was closed: it stays closed. But one that was to close by now has closed, and
what was heard yesterday says nothing of today.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from msgspec import Struct, structs

from broker.contracts.snapshot import LineState, Snapshot


def as_of(snapshot: Snapshot, now: datetime, zone: tzinfo) -> Snapshot:
    """`snapshot` as it would be at `now` if nothing but time had passed."""
    another_day = snapshot.at.astimezone(zone).date() != now.astimezone(zone).date()
    lines = tuple(_shut(line) if another_day or _over(line.closes, now) else line for line in snapshot.lines)
    shut = another_day or (snapshot.hall == "open" and (_over(snapshot.until, now) or not any(x.open for x in lines)))
    opens = [line.opens for line in lines if line.opens is not None and not _over(line.opens, now)]
    if not shut:
        return structs.replace(snapshot, lines=lines)
    return structs.replace(snapshot, lines=lines, hall="closed", until=min(opens, default=None))


def _over(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now


def _shut(line: LineState) -> LineState:
    return structs.replace(line, open=False, closes=None, opens=None if line.open else line.opens)


class HallTime(Struct):
    """What time it is in the hall for somebody whose own clock may be wrong: what the hall said, and as much later as
    has passed since. What was kept from an earlier life is only the least that it can be.

    `said`: the hall's moment, `heard`: when (monotonic), `live`: by the queue-master itself, in this life.
    """

    said: datetime | None = None
    heard: float = 0.0
    live: bool = False

    def hear(self, said: datetime, heard: float, *, live: bool = False) -> None:
        if live or self.said is None or (not self.live and said > self._reckoned(self.said, heard)):
            self.said, self.heard, self.live = said, heard, live or self.live

    def now(self, clock: datetime, monotonic: float) -> datetime:
        """`clock`: what the own clock says."""
        if self.said is None:
            return clock
        reckoned = self._reckoned(self.said, monotonic).astimezone(clock.tzinfo)
        return reckoned if self.live else max(clock, reckoned)

    def _reckoned(self, said: datetime, monotonic: float) -> datetime:
        return said + timedelta(seconds=monotonic - self.heard)
