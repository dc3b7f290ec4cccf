"""Somebody needs a person: called at a place, acknowledged by whoever goes, repeated until somebody does.

One call a place at a time: whoever presses the button again is waited for already. A call that nobody takes in
`ESCALATIONS` repetitions ends by itself, or a button pressed at night would ring until the morning.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.contracts.snapshot import HelpView
from broker.queuemaster.deciding import Asked, Decided
from broker.queuemaster.state import Hall, Help

ESCALATIONS = 10


def call_for_help(hall: Hall, command: c.CallForHelp, asked: Asked) -> Decided:
    """The call's id is the command's. A second call from the same place, while one is open, changes nothing."""
    if any(each.place == command.place for each in hall.memory.helps.values()):
        return Decided()
    fact = asked.fact(hall, e.HelpCalled, help=command.id, place=command.place, why=command.why)
    return Decided(events=(fact,))


def acknowledge_help(hall: Hall, command: c.AcknowledgeHelp, asked: Asked) -> Decided:
    """Somebody goes there. Refused `unknown-help`, also when it is over already."""
    call = _open(hall, command.help)
    if call.acknowledged is not None:
        return Decided()
    return Decided(events=(asked.fact(hall, e.HelpAcknowledged, help=call.id, place=call.place),))


def end_help(hall: Hall, command: c.EndHelp, asked: Asked) -> Decided:
    """It is over: helped, or not needed after all. Refused `unknown-help`."""
    call = _open(hall, command.help)
    return Decided(events=(_ended(hall, asked, call, command.why or "helped"),))


def due(hall: Hall, asked: Asked) -> tuple[e.Event, ...]:
    """What time does to the first open call that it does something to."""
    for call in hall.memory.helps.values():
        if _next(hall, call) <= asked.at:
            if call.acknowledged is not None:
                return (_ended(hall, asked, call, "helped"),)
            if call.escalated >= ESCALATIONS:
                return (_ended(hall, asked, call, "nobody-came"),)
            times = call.escalated + 1
            return (asked.fact(hall, e.HelpEscalated, help=call.id, place=call.place, times=times),)
    return ()


def moments(hall: Hall) -> Iterator[datetime]:
    """When something is due by itself."""
    return (_next(hall, call) for call in hall.memory.helps.values())


def ends_with_the_day(hall: Hall, asked: Asked, after: int) -> list[e.Event]:
    return [
        _ended(hall, asked, call, "day-closed", after=after + place)
        for place, call in enumerate(hall.memory.helps.values())
    ]


def called(hall: Hall, event: e.HelpCalled) -> None:
    hall.memory.helps[event.help] = Help(
        id=event.help, place=event.place, why=event.why, since=event.at, changed=event.at
    )


def acknowledged(hall: Hall, event: e.HelpAcknowledged) -> None:
    call = hall.memory.helps[event.help]
    call.acknowledged = call.changed = event.at


def escalated(hall: Hall, event: e.HelpEscalated) -> None:
    call = hall.memory.helps[event.help]
    call.escalated, call.changed = event.times, event.at


def ended(hall: Hall, event: e.HelpEnded) -> None:
    del hall.memory.helps[event.help]


def views(hall: Hall) -> tuple[HelpView, ...]:
    """The open calls, the oldest first: where, since when, and whether somebody is on the way. Nobody's name."""
    return tuple(
        HelpView(
            id=call.id,
            place=call.place,
            why=call.why,
            since=call.since,
            state="called" if call.acknowledged is None else "acknowledged",
            escalated=call.escalated,
        )
        for call in hall.memory.helps.values()
    )


def _open(hall: Hall, help_id: str) -> Help:
    call = hall.memory.helps.get(help_id)
    if call is None:
        raise Refused("unknown-help")
    return call


def _next(hall: Hall, call: Help) -> datetime:
    policy = hall.plan.policy
    if call.acknowledged is not None:
        return call.acknowledged + policy.help_ends_after
    return call.changed + policy.help_escalate_after


def _ended(hall: Hall, asked: Asked, call: Help, why: str, *, after: int = 0) -> e.Event:
    return asked.fact(hall, e.HelpEnded, after=after, help=call.id, place=call.place, why=why)
