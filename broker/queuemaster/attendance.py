"""When windows leave for a break or for the day, and when they come back: as on other days.

A window is a chain of two states, working or away. Whether it changes at a moment of the day is drawn with the share
of days on which it did, among those on which it could have.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from broker.queuemaster.chance import COLUMNS, Array
from broker.queuemaster.learnt import STEP, Working, minute
from broker.queuemaster.outlook import Outlook
from broker.queuemaster.play import NEVER
from broker.queuemaster.state import Window

HORIZON = 4 * 3600.0  # seconds; what windows do later than that hardly anybody waits for
_DOUBT = 0.3  # of a day: to have left once is no habit yet
_DOUBT_BACK = 0.1  # whoever has left comes back more surely
_BREAK = 900.0  # seconds that an unusual break takes on average
_USUAL = 0.3  # of days on which a break began about now: then it is no unusual one
_ABOUT_NOW = 30.0  # minutes
_EVER = 0.05
Pair = tuple[Array, Array]


class Change(NamedTuple):
    """At seconds from now: how likely a working window leaves, and an absent one comes back."""

    at: float
    leaves: float
    returns: float


def changes(outlook: Outlook, window: int) -> list[Change]:
    """What a window may do within the horizon: as on other days, and as on the day that the hall file plans."""
    learnt, now = outlook.hall.memory.learnt, _minute(outlook)
    working, planned = learnt.working.get(window, _UNKNOWN), _planned(outlook, window)
    days, there, found = learnt.working_days + (planned is not _UNKNOWN), 0.0, []
    for step in sorted({*working.opened, *working.left, *planned.opened, *planned.left}):
        opened = working.opened.get(step, 0.0) + planned.opened.get(step, 0.0)
        left = working.left.get(step, 0.0) + planned.left.get(step, 0.0)
        at = (step + 0.5) * STEP - now
        if 0 < at * 60.0 < HORIZON:
            leaves = left / (max(there, left) + _DOUBT)
            found.append(Change(at * 60.0, leaves, opened / (max(days - there, opened) + _DOUBT_BACK)))
        there += opened - left
    return found


def _planned(outlook: Outlook, window: int) -> Working:
    """One day as the hall file has it, for a window of which it says something. How the day ends, visitors decide."""
    hall = outlook.hall
    known = hall.plan.windows.get(window)
    if known is None or not (known.hours or known.breaks):
        return _UNKNOWN
    spans = hall.calendar.window_spans(window, hall.calendar.today(outlook.now))
    return Working(
        opened={minute(span.start) // STEP: 1.0 for span in spans},
        left={minute(span.end) // STEP: 1.0 for span in spans[:-1]},
    )


def may_return(outlook: Outlook) -> list[Window]:
    """Windows that are not open, but often are before long."""
    hall = outlook.hall
    found = []
    for window in hall.plan.window:
        if window.id not in hall.memory.windows and any(
            change.returns > _EVER for change in changes(outlook, window.id)
        ):
            lines = hall.plan.served_by(window)
            found.append(Window(id=window.id, zone=window.zone, lines=lines, since=outlook.now, paused=True))
    return found


def absences(outlook: Outlook, windows: Sequence[Window]) -> tuple[Pair, ...]:
    """(from, till) pairs [plays, windows], seconds from now: the next two times that each window does not call."""
    plans = [changes(outlook, window.id) for window in windows]
    away = np.array([window.paused for window in windows])
    if not away.any() and not any(plans):
        return ()
    shape = (outlook.plays, len(windows))
    here = np.tile(~away, (outlook.plays, 1))
    begins = [np.tile(np.where(away, -1.0, NEVER), (outlook.plays, 1)), np.full(shape, NEVER)]
    ends = [np.full(shape, NEVER), np.full(shape, NEVER)]
    gone = np.tile(away.astype(np.intp), (outlook.plays, 1))
    for number in range(max(map(len, plans), default=0)):
        step = np.array([plan[number] if number < len(plan) else _NOTHING for plan in plans])
        columns = [(window.id * 31 + number * 7) % COLUMNS for window in windows]
        luck = outlook.chance.even[:, columns]
        leaving = here & (luck < step[:, 1])
        returning = ~here & (luck < step[:, 2])
        for which in (0, 1):
            np.copyto(begins[which], step[:, 0], where=leaving & (gone == which))
            np.copyto(ends[which], step[:, 0], where=returning & (gone == which + 1))
        gone += leaving
        here = (here | returning) & ~leaving
    _end_unusual_breaks(outlook, windows, ends[0])
    return tuple(zip(begins, ends, strict=True))


def _end_unusual_breaks(outlook: Outlook, windows: Sequence[Window], ends: Array) -> None:
    """A window that pauses when it usually does not comes back when it pleases."""
    learnt, now = outlook.hall.memory.learnt, _minute(outlook)
    for at, window in enumerate(windows):
        if window.id in outlook.hall.memory.windows and window.paused:
            left = learnt.working.get(window.id, _UNKNOWN).left
            usual = sum(count for step, count in left.items() if 0 <= now - step * STEP < _ABOUT_NOW)
            if usual <= _USUAL * learnt.working_days:
                luck = outlook.chance.even[:, (window.id * 31 + 5) % COLUMNS]
                ends[:, at] = np.minimum(ends[:, at], -_BREAK * np.log(1.0 - luck))


def _minute(outlook: Outlook) -> float:
    return minute(outlook.now) + outlook.now.second / 60.0


_NOTHING = Change(NEVER, 0.0, 0.0)
_UNKNOWN = Working()
