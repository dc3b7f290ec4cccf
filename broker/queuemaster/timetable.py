"""The slots of a service: when one may be booked, and for how many.

They begin with each span of reception and follow each other without a gap, as `[[slots]]` says; one that would not
be over by the end of the span is none. A slot stands for the moment at which it begins. All steps are steps of real
time: on the day when clocks are put back, the hour that comes twice has its slots twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from broker.contracts.hall_file import HallFile, Slots
from broker.contracts.hours import on
from broker.contracts.moments import local
from broker.queuemaster.calendar import Calendar
from broker.queuemaster.wall_clock import Span, spans

_KEPT = 512


class Slot(NamedTuple):
    """`start` to `until` (not in it), in the hall's zone, for `capacity` visitors."""

    start: datetime
    until: datetime
    capacity: int


class Timetable:
    """The slots of a hall file, each day of each service worked out once."""

    def __init__(self, plan: HallFile, calendar: Callable[[], Calendar]) -> None:
        self._plan = plan
        self._calendar = calendar  # asked for when there are slots: a hall without need not have read its exceptions
        self._days: dict[tuple[str, date], tuple[Slot, ...]] = {}

    def of(self, service: str, day: date) -> tuple[Slot, ...]:
        """The slots of a service on a local day, in order; none when it cannot be booked."""
        found = self._days.get((service, day))
        if found is None:
            if len(self._days) >= _KEPT:
                self._days.clear()
            found = self._days[service, day] = tuple(self._worked_out(service, day))
        return found

    def at(self, service: str, moment: datetime) -> Slot | None:
        """The slot that begins at `moment`."""
        day = moment.astimezone(self._plan.timezone).date()
        return next((slot for slot in self.of(service, day) if slot.start == moment), None)

    def _worked_out(self, service: str, day: date) -> list[Slot]:
        slots: list[Slot] = []
        for table in self._plan.slots:
            if table.service == service:
                mine = (slot for span in self._spans(table, day) for slot in _in(span, table, self._plan.timezone))
                slots += [slot for slot in mine if not any(_overlap(slot, other) for other in slots)]
        return sorted(slots)

    def _spans(self, table: Slots, day: date) -> tuple[Span, ...]:
        """When the service's line receives on `day`, within the table's own hours."""
        service = self._plan.services.get(table.service)
        received = self._calendar().line_spans(service.line if service else None, day)
        if not table.hours:
            return received
        own = spans(day, on(table.hours, day), self._plan.timezone)
        both = (Span(max(a.start, b.start), min(a.end, b.end)) for a in received for b in own)
        return tuple(span for span in both if span.start < span.end)


def hour_of(moment: datetime, zone: tzinfo) -> datetime:
    """The beginning of the local hour that `moment` is in; of an hour that comes twice, the right one."""
    here = local(moment, zone)
    return here.replace(minute=0, second=0, microsecond=0)


def said_day(moment: datetime, zone: tzinfo) -> str:
    """The date, as phrases say it."""
    return f"{local(moment, zone):%d.%m.%Y}"


def said_time(moment: datetime, zone: tzinfo) -> str:
    """O'clock, as phrases say it."""
    return f"{local(moment, zone):%H:%M}"


def _in(span: Span, table: Slots, zone: tzinfo) -> Iterator[Slot]:
    start, end = span
    step = timedelta(minutes=table.minutes)
    while start + step <= end:
        yield Slot(local(start, zone), local(start + step, zone), table.capacity)
        start += step


def _overlap(one: Slot, other: Slot) -> bool:
    return one.start < other.until and other.start < one.until
