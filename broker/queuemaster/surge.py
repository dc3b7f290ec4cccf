"""A surge: many come at once, and windows lend a hand in lines that are not theirs, until it is over or the day is."""

from __future__ import annotations

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.queuemaster.deciding import Asked, Decided
from broker.queuemaster.state import Hall


def start_surge(hall: Hall, command: c.StartSurge, asked: Asked) -> Decided:
    """Lend the windows that the hall file names the lines that it names. Starting one that goes on changes nothing."""
    surge = hall.plan.surges.get(command.surge)
    if surge is None:
        raise Refused("unknown-surge", surge=command.surge)
    if surge.id in hall.memory.surges:
        return Decided()
    lent = tuple(e.Lent(window=number, lines=surge.lines) for number in dict.fromkeys(surge.windows))
    return Decided(events=(asked.fact(hall, e.SurgeStarted, surge=surge.id, lent=lent),))


def end_surge(hall: Hall, command: c.EndSurge, asked: Asked) -> Decided:
    """Windows go back to their own lines; whom they have called already, they serve. Refused `unknown-surge`."""
    if command.surge not in hall.plan.surges and command.surge not in hall.memory.surges:
        raise Refused("unknown-surge", surge=command.surge)
    ended = command.surge in hall.memory.surges
    return Decided(events=(asked.fact(hall, e.SurgeEnded, surge=command.surge),) if ended else ())


def ends_with_the_day(hall: Hall, asked: Asked, after: int) -> list[e.Event]:
    """Every surge that goes on, ended: tomorrow nobody remembers why a window took others' lines."""
    return [
        asked.fact(hall, e.SurgeEnded, after=after + place, surge=surge, why="day-closed")
        for place, surge in enumerate(hall.memory.surges)
    ]
