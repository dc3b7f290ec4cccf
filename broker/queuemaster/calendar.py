"""When the hall receives, and each of its lines and windows: what the hall file says, and its exceptions.

Hours nest: a line receives within the hall's reception, a window works while the house does. A moment belongs to a
span that has begun and is not over (start ≤ t < end). A day is a local day: what runs over midnight is cut there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from broker.contracts.hall_file import HallFile
from broker.contracts.hours import Day, both, joined, on, without
from broker.queuemaster.wall_clock import Span, comes_to, spans

if TYPE_CHECKING:  # 100 ms, which a hall without exceptions need not pay
    from broker.queuemaster.exceptions import Exceptions

_YEAR = 366  # days; who does not open within a year does not say when
_WEEK = 8  # days; who is open through all of them does not say when it closes
_DAYS_KEPT = 1000


class Calendar:
    """The hours of a hall. A line that the hall file does not know, or None, has the hall's own reception hours."""

    def __init__(self, plan: HallFile, exceptions: Exceptions | None = None) -> None:
        self._plan = plan
        self._zone = plan.timezone
        self._exceptions = exceptions
        self._kept: dict[tuple[str, str | int | None, date], tuple[Span, ...]] = {}
        self._next: dict[str | None, tuple[datetime, datetime | None]] = {}
        self._edges: tuple[date, list[datetime]] | None = None

    @classmethod
    def of(cls, plan: HallFile, exceptions: Exceptions | None = None) -> Calendar:
        """The calendar of a hall file. ValueError when the file names exceptions and they are not given: a hall must
        not open on a day that it has closed because somebody forgot to read a file.
        """
        if plan.hall.exceptions and exceptions is None:
            raise ValueError(f'the hall file\'s exceptions "{plan.hall.exceptions}" have not been read')
        return cls(plan, exceptions)

    def today(self, t: datetime) -> date:
        """The hall's day at `t`."""
        return t.astimezone(self._zone).date()

    def working(self, day: date) -> tuple[Span, ...]:
        """When the house is open: its working hours, and special reception hours beyond them."""
        return self._spans("working", None, day, lambda: self.minutes_of_working(day))

    def reception(self, day: date) -> tuple[Span, ...]:
        """When the hall receives visitors."""
        return self.line_spans(None, day)

    def line_spans(self, line: str | None, day: date) -> tuple[Span, ...]:
        """When a line receives."""
        return self._spans("line", line, day, lambda: self._line(line, day))

    def window_spans(self, window: int, day: date) -> tuple[Span, ...]:
        """When a window is to be staffed: its hours (else the hall's reception) without its breaks."""
        return self._spans("window", window, day, lambda: self._window(window, day))

    def is_open(self, line: str | None, t: datetime) -> bool:
        """Whether a line (None: the hall) receives at `t`."""
        return any(t in span for span in self.line_spans(line, self.today(t)))

    def closes(self, line: str | None, t: datetime) -> datetime | None:
        """The end of the reception that goes on at `t`, also when that is after midnight. None: closed at `t`, or
        open through a whole week and more.
        """
        end: datetime | None = None
        for span in self._from(line, self.today(t), _WEEK):
            if (end is None and t in span) or (end is not None and span.start == end):
                end = span.end
            elif end is not None:
                return end
        return None if end is None or self.is_open(line, end) else end

    def opens(self, line: str | None, after: datetime) -> datetime | None:
        """The first beginning of a line's reception at or after `after`; None when there is none within a year."""
        asked, known = self._next.get(line, (None, None))
        if asked is None or not asked <= after <= (known or asked + timedelta(days=1)):
            known = next(
                (span.start for span in self._from(line, self.today(after), _YEAR) if span.start >= after), None
            )
            self._next[line] = (after, known)
        return known

    def opens_another_day(self, line: str | None, t: datetime) -> datetime | None:
        """The first beginning of a line's reception on a later day than that of `t`."""
        tomorrow = self.today(t) + timedelta(days=1)
        return self.opens(line, comes_to(tomorrow, 0, self._zone))

    def last_end(self, line: str | None, t: datetime) -> datetime | None:
        """The end of a line's reception on the day of `t`: whoever is not called by then is not called that day."""
        today = self.line_spans(line, self.today(t))
        return today[-1].end if today else None

    def goes_on_after(self, day: date) -> bool:
        """Whether the hall's reception goes on over the midnight that ends `day`."""
        today, tomorrow = self.reception(day), self.reception(day + timedelta(days=1))
        return bool(today and tomorrow) and today[-1].end == tomorrow[0].start

    def next_edge(self, after: datetime) -> datetime | None:
        """The next moment of the same day at which the hall or one of its lines opens or closes."""
        day = self.today(after)
        if self._edges is None or self._edges[0] != day:
            who = (None, *self._plan.lines)
            self._edges = day, sorted({edge for line in who for span in self.line_spans(line, day) for edge in span})
        edges = self._edges[1]
        place = bisect_right(edges, after)
        return edges[place] if place < len(edges) else None

    def is_different(self, day: date) -> bool:
        """Whether the exceptions say something of the whole hall that day."""
        return self._special("", day) is not None

    def minutes_of_working(self, day: date) -> Day:
        """`working` on the wall clock."""
        special = self._special("", day)
        usual = on(self._plan.hall.working, day)
        return usual if special is None else joined([*usual, *special]) if special else ()

    def minutes_of_reception(self, day: date) -> Day:
        """`reception` on the wall clock."""
        special = self._special("", day)
        return on(self._plan.hall.reception, day) if special is None else special

    def _from(self, line: str | None, day: date, days: int) -> Iterator[Span]:
        for number in range(days):
            yield from self.line_spans(line, day + timedelta(days=number))

    def _spans(self, kind: str, of: str | int | None, day: date, minutes: Callable[[], Day]) -> tuple[Span, ...]:
        key = (kind, of, day)
        if key not in self._kept:
            if len(self._kept) >= _DAYS_KEPT * (1 + len(self._plan.line)):
                self._kept.clear()
            self._kept[key] = spans(day, minutes(), self._zone)
        return self._kept[key]

    def _line(self, line: str | None, day: date) -> Day:
        found = self._plan.lines.get(line) if line else None
        if found is None:
            return self.minutes_of_reception(day)
        special = self._special(found.id, day)
        usual = on(found.hours, day) if found.hours else None
        own = special if special is not None else usual
        return self.minutes_of_reception(day) if own is None else both(own, self.minutes_of_reception(day))

    def _window(self, number: int, day: date) -> Day:
        window = self._plan.windows.get(number)
        hours, breaks = (window.hours, window.breaks) if window else ("", "")
        own = self._special(name_of_window(number), day)
        if own is None:
            own = on(hours, day) if hours else self.minutes_of_reception(day)
        own = both(own, self.minutes_of_working(day))
        return without(own, on(breaks, day)) if breaks else own

    def _special(self, who: str, day: date) -> Day | None:
        """What the exceptions say of a line, a window or ("") the hall that day: closed, hours, or None: nothing."""
        if self._exceptions is None:
            return None
        said = [e.minutes for e in self._exceptions.on(day) if (who in e.who if who else not e.who)]
        if not said:
            return None
        return () if None in said else joined(minutes for minutes in said if minutes is not None)


def name_of_window(number: int) -> str:
    """What exceptions call a window."""
    return f"window-{number}"
