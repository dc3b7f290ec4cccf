"""Whether a line takes new visitors now, and if not, why not and when it will.

Asked in this order: is the hall suspended, or the line; does anybody serve it at all; does it receive, by the calendar;
will anybody serve it today; and, where tickets stop by forecast, is there time for one more. A window that its
operator opens outside reception calls those who are inside; it does not open the line, because the doors are shut.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from broker.contracts.errors import Refused
from broker.contracts.events import Estimate
from broker.queuemaster.bookings import next_free
from broker.queuemaster.state import Hall

Late = Callable[[datetime], float]

_RISK = 0.1  # nine of ten who get a ticket in the last minutes are called: the range on a slip leaves out as many
_INSIDE = ("waiting", "called", "serving")


class Reception(Struct, frozen=True, kw_only=True):
    """`why` None: tickets are given, until `closes` (None: no end in sight). Else why not, and when it `opens`."""

    why: str | None = None
    opens: datetime | None = None
    closes: datetime | None = None


def of_line(hall: Hall, line: str, now: datetime, late: Late | None = None) -> Reception:
    """What `line` does now. `late`: how likely somebody who came now is not called before a moment; None: not asked.

    `why`: "not-yet", "break", "closed-today", "day-off", "no-window", "no-time", or whatever the hall or the line was
    suspended for.
    """
    stopped = _stopped(hall, line)
    if stopped is not None:
        return Reception(why=stopped)
    calendar = hall.calendar
    if not calendar.is_open(line, now) and not _begins_soon(hall, line, now):
        return Reception(why=_why_closed(hall, line, now), opens=calendar.opens(line, now))
    if not _is_served(hall, line) and not _will_be_served(hall, line, now):
        return Reception(why="no-window", opens=calendar.opens_another_day(line, now))
    if late is not None and _is_called(hall, line) and _is_too_late(hall, line, now, late):
        return Reception(why="no-time", opens=calendar.opens_another_day(line, now))
    begins = now if calendar.is_open(line, now) else calendar.opens(line, now)
    return Reception(closes=calendar.closes(line, begins or now))


def need_going(hall: Hall, line: str) -> None:
    """Refused `hall-suspended`, or `line-closed` while the line stands still or no window is there for it."""
    if hall.memory.suspended is not None:
        raise Refused("hall-suspended", why=hall.memory.suspended)
    if (why := _stopped(hall, line)) is not None:
        raise Refused("line-closed", line=line, why=why)


def need_reception(hall: Hall, service: str, line: str, now: datetime, late: Late) -> None:
    """Refused `line-closed` to whoever asks for a ticket when none is given, with when to come and what to book."""
    need_going(hall, line)
    found = of_line(hall, line, now, late)
    if found.why is None:
        return
    details = {"opens": found.opens.isoformat(), "now": now.isoformat()} if found.opens else {}
    known = hall.plan.services.get(service)
    slots = next_free(hall, service, now) if known and "booking" in known.modes else ()
    raise Refused("line-closed", slots, line=line, why=found.why, **details)


def need_later_legs(hall: Hall, services: tuple[str, ...], now: datetime) -> None:
    """Refused `line-closed` when a later leg of the visit leads to a line that receives nobody any more today."""
    for line in dict.fromkeys(found.line for each in services if (found := hall.plan.services.get(each))):
        end, opens = hall.calendar.last_end(line, now), hall.calendar.opens_another_day(line, now)
        if (end is None or end <= now) and opens is not None:
            why = "day-off" if end is None else "closed-today"
            raise Refused("line-closed", line=line, why=why, opens=opens.isoformat(), now=now.isoformat())


def within(hall: Hall, line: str, now: datetime, estimate: Estimate | None) -> Estimate | None:
    """The estimate of a newcomer, unless it lies behind the closed door: that is no promise to make."""
    end = hall.calendar.last_end(line, now)
    return None if estimate is None or end is None or estimate.likely >= end else estimate


def of_hall(hall: Hall, now: datetime) -> Reception:
    """What the hall does now by its calendar. `why` "closing": nobody is let in any more, and who waits is called."""
    calendar = hall.calendar
    begins = calendar.opens(None, now) if _begins_soon(hall, None, now) else None
    if begins or calendar.is_open(None, now):
        return Reception(closes=calendar.closes(None, begins or now))
    closing = bool(hall.memory.windows) and any(t.state in _INSIDE for t in hall.memory.tickets.values())
    why = "closing" if closing else _why_closed(hall, None, now)
    return Reception(why=why, opens=calendar.opens(None, now))


def next_change(hall: Hall, now: datetime) -> datetime | None:
    """When the calendar next changes what lines do, on this day."""
    early = hall.plan.policy.issue_before
    edges = [hall.calendar.next_edge(now)]
    later = hall.calendar.next_edge(now + early) if early else None
    edges.append(later - early if later else None)
    return min((edge for edge in edges if edge is not None), default=None)


def _stopped(hall: Hall, line: str) -> str | None:
    """Why nobody is received, whatever the calendar says."""
    memory = hall.memory
    stopped = memory.suspended if memory.suspended is not None else memory.lines_closed.get(line)
    there = _is_served(hall, line) or any(line in hall.plan.served_by(window) for window in hall.plan.window)
    return stopped if stopped is not None or there else "no-window"


def _is_served(hall: Hall, line: str) -> bool:
    return any(line in window.serves for window in hall.memory.windows.values())


def _is_called(hall: Hall, line: str) -> bool:
    """Whether anybody is called from the line now; while nobody is, a forecast has nothing to go by."""
    return any(line in window.serves for window in hall.memory.windows.values() if not window.paused)


def _is_too_late(hall: Hall, line: str, now: datetime, late: Late) -> bool:
    """Whether somebody who came now might still wait when reception is over. By "at-closing" that is their own risk."""
    end = hall.calendar.last_end(line, now)
    return hall.plan.policy.stop_issuing == "by-forecast" and end is not None and late(end) > _RISK


def _will_be_served(hall: Hall, line: str, now: datetime) -> bool:
    """Whether a window is yet to be staffed today that serves the line by the hall file."""
    calendar, today = hall.calendar, hall.calendar.today(now)
    return any(
        span.end > now
        for window in hall.plan.window
        if line in hall.plan.served_by(window)
        for span in calendar.window_spans(window.id, today)
    )


def _begins_soon(hall: Hall, line: str | None, now: datetime) -> bool:
    """Whether tickets are given already, though reception begins a little later today."""
    if not hall.plan.policy.issue_before or hall.calendar.is_open(line, now):
        return False
    opens = hall.calendar.opens(line, now)
    soon = opens is not None and opens - now <= hall.plan.policy.issue_before
    return soon and opens is not None and hall.calendar.today(opens) == hall.calendar.today(now)


def _why_closed(hall: Hall, line: str | None, now: datetime) -> str:
    today = hall.calendar.line_spans(line, hall.calendar.today(now))
    if not today:
        return "day-off"
    if now < today[0].start:
        return "not-yet"
    return "break" if now < today[-1].start else "closed-today"
