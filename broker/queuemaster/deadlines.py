"""What happens because time passed: the day turns, a visitor does not come, a free window calls by itself.

`due` gives the facts that are due now, one matter at a time (call it until it gives none); `next_wake` says when
to ask again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from broker.contracts import events as e
from broker.queuemaster import help as helping
from broker.queuemaster.at_windows import next_call
from broker.queuemaster.check_in import missed, never_came, next_missed
from broker.queuemaster.deciding import Asked
from broker.queuemaster.lifecycle import LAST
from broker.queuemaster.reception import next_change
from broker.queuemaster.standstill import back_at, calls_from, due_at
from broker.queuemaster.state import Hall, Ticket, Window
from broker.queuemaster.surge import ends_with_the_day
from broker.queuemaster.turn import somebody_waits

BY = "queue-master"


def due(hall: Hall, now: datetime) -> tuple[e.Event, ...]:
    """The facts of the first matter that is due at `now`; empty when none is."""
    asked = Asked(by=BY, at=now)
    return (
        _day(hall, asked)
        or helping.due(hall, asked)
        or _hall_file(hall, asked)
        or _held(hall, asked)
        or missed(hall, asked)
        or _windows(hall, asked)
    )


def next_wake(hall: Hall, now: datetime) -> datetime:
    """When something may be due, if nobody asks for anything until then: at the latest, the day's end."""
    local = now.astimezone(hall.plan.timezone)
    midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    edge = next_change(hall, now)
    return min([midnight, *([edge] if edge else []), *helping.moments(hall), *_moments(hall)])


def _moments(hall: Hall) -> Iterator[datetime]:
    policy = hall.plan.policy
    if hall.memory.suspended is not None:
        return
    if policy.hold_at_most is not None:
        for since in hall.memory.holding.values():
            if (moment := due_at(hall.memory, since, policy.hold_at_most)) is not None:
                yield moment
    if (miss := next_missed(hall)) is not None:
        yield miss
    for called in hall.called:
        yield _called_at(hall, hall.memory.tickets[called]) + policy.no_show_after
    for window in hall.memory.windows.values() if policy.auto_call_after is not None else ():
        if _may_call(hall, window):
            yield _free_since(hall, window) + (policy.auto_call_after or timedelta(0))


def _called_at(hall: Hall, ticket: Ticket) -> datetime:
    """From when a visitor who was called could come: the last call, or their return from the shelter."""
    assert ticket.called_at is not None
    return max(ticket.called_at, back_at(hall) or ticket.called_at)


def _free_since(hall: Hall, window: Window) -> datetime:
    """From when a free window could call."""
    return max(window.since, calls_from(hall, window.id) or window.since)


def _may_call(hall: Hall, window: Window) -> bool:
    """Exactly when a call would find somebody: otherwise a deadline that nothing meets would wake us for ever."""
    return window.automatic and window.ticket is None and not window.paused and somebody_waits(hall, window)


def _hall_file(hall: Hall, asked: Asked) -> tuple[e.Event, ...]:
    """A changed hall file takes hold: of windows that are there no more, and of those that serve what it says."""
    if hall.fits:
        return ()
    leaving = False
    for window in hall.memory.windows.values():
        planned = hall.plan.windows.get(window.id)
        if planned is None:
            leaving = True
            if window.ticket is None:  # else first let its visitor go
                return (asked.fact(hall, e.WindowClosed, window=window.id, why="not-in-hall-file"),)
        elif window.as_planned and not window.paused:
            lines = hall.plan.served_by(planned)
            if (window.zone, window.lines) != (planned.zone, lines):
                return (
                    asked.fact(
                        hall,
                        e.WindowOpened,
                        window=window.id,
                        zone=planned.zone,
                        lines=lines,
                        operator=window.operator,
                        as_planned=True,
                        automatic=window.automatic,
                    ),
                )
    hall.fits = not leaving
    return ()


def _held(hall: Hall, asked: Asked) -> tuple[e.Event, ...]:
    """Who was set aside and has not come back in the time that the policy gives."""
    limit = hall.plan.policy.hold_at_most
    for held, since in hall.memory.holding.items() if limit is not None else ():
        moment = due_at(hall.memory, since, limit or timedelta(0))
        if moment is not None and moment <= asked.at:
            ticket = hall.memory.tickets[held]
            return (asked.fact(hall, e.TicketNoShow, ticket=held, number=ticket.number, window=ticket.window),)
    return ()


def _windows(hall: Hall, asked: Asked) -> tuple[e.Event, ...]:
    policy = hall.plan.policy
    if hall.memory.suspended is not None:
        return ()  # whoever was called is in the shelter
    for called in hall.called:
        ticket = hall.memory.tickets[called]
        if _called_at(hall, ticket) + policy.no_show_after <= asked.at:
            return (asked.fact(hall, e.TicketNoShow, ticket=called, number=ticket.number, window=ticket.window),)
    for window in hall.memory.windows.values() if policy.auto_call_after is not None else ():
        if (
            _free_since(hall, window) + (policy.auto_call_after or timedelta(0)) <= asked.at
            and _may_call(hall, window)
            and (call := next_call(hall, window, asked))
        ):
            return (call,)
    return ()


def _day(hall: Hall, asked: Asked) -> tuple[e.Event, ...]:
    today = asked.at.astimezone(hall.plan.timezone).date().isoformat()
    if not hall.memory.day:
        return (asked.fact(hall, e.DayOpened, day=today),)
    if hall.memory.day >= today:  # never back: a zone that was corrected must not end a day, nor begin one twice
        return ()
    facts: list[e.Event] = []
    for ticket in hall.memory.tickets.values():
        after = len(facts)
        if ticket.state == "serving":
            kind: type[e.Event] = e.ServiceFinished
            facts.append(
                asked.fact(hall, kind, after=after, ticket=ticket.id, number=ticket.number, window=ticket.window)
            )
        elif ticket.state not in LAST and ticket.state != "no-show":
            facts.append(
                asked.fact(
                    hall, e.TicketCancelled, after=after, ticket=ticket.id, number=ticket.number, why="day-closed"
                )
            )
    facts += ends_with_the_day(hall, asked, len(facts))
    facts += helping.ends_with_the_day(hall, asked, len(facts))
    for booking in never_came(hall, today):
        facts.append(asked.fact(hall, e.BookingMissed, after=len(facts), booking=booking))
    for window in _left_open(hall, today):
        facts.append(asked.fact(hall, e.WindowClosed, after=len(facts), window=window, why="day-closed"))
    facts.append(asked.fact(hall, e.DayClosed, after=len(facts), day=hall.memory.day))
    return tuple(facts)


def _left_open(hall: Hall, today: str) -> Iterable[int]:
    """The windows that somebody forgot to close, who would call by themselves in the morning before anybody is there.

    Where reception goes on through the night, operators do too.
    """
    yesterday = date.fromisoformat(hall.memory.day)
    night_shift = yesterday + timedelta(days=1) == date.fromisoformat(today) and hall.calendar.goes_on_after(yesterday)
    return () if night_shift else hall.memory.windows
