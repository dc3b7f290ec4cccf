"""What suspending, resuming and surges do to the hall: `evolve`'s steps for them. Reads events alone."""

from __future__ import annotations

from datetime import datetime

from msgspec import structs

from broker.contracts import events as e
from broker.queuemaster.state import Hall, Standstill


def line_changed(hall: Hall, event: e.LineChanged) -> None:
    if event.open:
        hall.memory.lines_closed.pop(event.line, None)
    else:
        hall.memory.lines_closed[event.line] = event.why or ""


def suspended(hall: Hall, event: e.HallSuspended) -> None:
    if event.lines is None:
        _end_standstill(hall, event.at)
        hall.memory.suspended = event.why
        hall.memory.standstills.append(Standstill(begin=event.at, why=event.why))
    for line in event.lines or ():
        hall.memory.lines_closed[line] = event.why


def resumed(hall: Hall, event: e.HallResumed) -> None:
    if event.lines is None:
        hall.memory.suspended, hall.memory.resumed_at = None, event.at
        _end_standstill(hall, event.at)
    for line in event.lines or ():
        hall.memory.lines_closed.pop(line, None)


def _end_standstill(hall: Hall, at: datetime) -> None:
    standstills = hall.memory.standstills
    if standstills and standstills[-1].end is None:
        standstills[-1] = structs.replace(standstills[-1], end=at)


def surge_started(hall: Hall, event: e.SurgeStarted) -> None:
    hall.memory.surges[event.surge] = {each.window: each.lines for each in event.lent}
    _lend(hall)


def surge_ended(hall: Hall, event: e.SurgeEnded) -> None:
    del hall.memory.surges[event.surge]
    _lend(hall)


def _lend(hall: Hall) -> None:
    for window in hall.memory.windows.values():
        window.extra = lent(hall, window.id)


def lent(hall: Hall, window: int) -> tuple[str, ...]:
    """What all the surges together lend a window, each line once."""
    return tuple(dict.fromkeys(line for each in hall.memory.surges.values() for line in each.get(window, ())))
