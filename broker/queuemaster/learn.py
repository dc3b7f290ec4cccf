"""What each fact teaches, beside what the hall then knew. `evolve` lets it look at each before it happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from broker.contracts import events as e
from broker.queuemaster.calibration import kind_of
from broker.queuemaster.standstill import stood_still
from broker.queuemaster.state import Memory

_MIDNIGHT = "queue-master"  # ends what the day's end has found unfinished: not how long anything took
_WALK = 30.0  # seconds


def learn(memory: Memory, event: e.Event) -> None:
    """Take in what `event` teaches; `memory` is the hall as it was before."""
    lesson = _LESSONS.get(type(event))
    if lesson is not None:
        lesson(memory, event)


def _issued(memory: Memory, event: e.TicketIssued) -> None:
    if event.lease is None:  # else it was printed earlier, and the dispenser's clock may be wrong
        memory.learnt.arrived(event.line, event.priority, event.at)


def _called(memory: Memory, event: e.TicketCalled) -> None:
    ticket = memory.tickets[event.ticket]
    told = ticket.foreseen
    if told is None or ticket.origin is not None or ticket.gave_way or event.reason == "operator":
        return  # a visitor who returned, was transferred or let others go first waits for something else than was told
    if stood_still(memory, ticket.issued_at, event.at):
        return  # nobody foresees an alarm
    wait = (event.at - ticket.issued_at).total_seconds()
    memory.learnt.experience.came_true(told, wait, kind_of(ticket.priority, booked=ticket.booked))


def _started(memory: Memory, _event: e.ServiceStarted) -> None:
    memory.learnt.came += 1.0


def _finished(memory: Memory, event: e.ServiceFinished | e.LegFinished) -> None:
    ticket = memory.tickets[event.ticket]
    started, called, window = ticket.started_at, ticket.called_at, ticket.window
    if started is None or window is None or event.by == _MIDNIGHT:
        return
    seconds = _served(memory, started, event.at)
    first = ticket.times <= 1 and not ticket.legs_done and ticket.id not in memory.learnt.served
    if (
        called is not None and first and not seconds
    ):  # the operator pressed but one button: nobody knows when the visitor came
        seconds = _served(memory, called, event.at) - _WALK
    elif called is not None and first:
        memory.learnt.walk.add((started - called).total_seconds())
    if seconds > 0:
        memory.learnt.finished(ticket.id, ticket.service, window, seconds)


def _held(memory: Memory, event: e.TicketHeld) -> None:
    ticket = memory.tickets[event.ticket]
    if ticket.state == "serving" and ticket.started_at is not None:
        memory.learnt.held(ticket.id, _served(memory, ticket.started_at, event.at))


def _served(memory: Memory, since: datetime, at: datetime) -> float:
    """Seconds of service, without those in which the hall stood still."""
    return (at - since - stood_still(memory, since, at)).total_seconds()


def _no_show(memory: Memory, event: e.TicketNoShow) -> None:
    """Only who was called and did not come is a no-show of that kind; a hold that ran out had come."""
    if memory.tickets[event.ticket].state == "called":
        memory.learnt.missed()


def _window_opened(memory: Memory, event: e.WindowOpened) -> None:
    known = memory.windows.get(event.window)
    if known is None or known.paused:
        memory.learnt.changed(event.window, event.at, opened=True)


def _window_left(memory: Memory, event: e.WindowPaused | e.WindowClosed) -> None:
    known = memory.windows.get(event.window)
    if known is not None and not known.paused:
        memory.learnt.changed(event.window, event.at, opened=False)


def _day_closed(memory: Memory, _event: e.DayClosed) -> None:
    memory.learnt.day_closed()


_LESSONS: dict[type[e.Event], Callable[[Memory, Any], None]] = {
    e.TicketIssued: _issued,
    e.TicketCalled: _called,
    e.ServiceStarted: _started,
    e.ServiceFinished: _finished,
    e.LegFinished: _finished,
    e.TicketHeld: _held,
    e.TicketNoShow: _no_show,
    e.WindowOpened: _window_opened,
    e.WindowPaused: _window_left,
    e.WindowClosed: _window_left,
    e.DayClosed: _day_closed,
}
