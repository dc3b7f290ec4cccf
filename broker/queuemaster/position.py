"""A hall at one moment as the arrays that are played forward, and what chance may make of it.

Only what can matter to the asked is taken in: the windows that may call them, the rows that these windows serve, the
windows that serve those rows, and so on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np

from broker.queuemaster.arriving import arriving
from broker.queuemaster.attendance import absences, may_return
from broker.queuemaster.busy import until_free
from broker.queuemaster.chance import COLUMNS, OF_TICKETS, Array, Flags
from broker.queuemaster.expected import expected
from broker.queuemaster.formula import Load
from broker.queuemaster.outlook import Outlook
from broker.queuemaster.play import NEVER, NOBODY, Position
from broker.queuemaster.rows import Key
from broker.queuemaster.rule import STRICT_STEP
from broker.queuemaster.sharing import sharing
from broker.queuemaster.slots import Coming, RowOf, Slots
from broker.queuemaster.state import Hall, Ticket, Window
from broker.queuemaster.turn import may_meet_needs

_EMPTY = Key("", None, needs=False, window=None)  # a row in which nobody ever stands: arrays may not be empty
_AHEAD, _FARTHEST = 1200.0, 4 * 3600.0  # seconds: how far to look for visitors to come, beyond the wait of the formula
_MOST_PREFERRED = 600.0  # seconds
_MOST_TIE = 1e-6  # seconds; moments are told no finer, so this much may go to who is senior of two that came at once


_Kind = tuple[tuple[str, ...], frozenset[str] | None, bool]


class Newcomer(NamedTuple):
    """Somebody who stands in no row yet: of which row it would be, and from when its waiting would count."""

    key: Key
    since: datetime


class Places(NamedTuple):
    """A position, and the slot of the ticket that is watched in it."""

    position: Position
    watched: int | None


def place(outlook: Outlook, newcomers: Sequence[Newcomer] = (), watched: Ticket | None = None) -> Places | None:
    """The position from which to play for `newcomers` and `watched`; None when nobody calls them."""
    hall = outlook.hall
    if hall.memory.suspended is not None:
        return None
    windows = [*hall.memory.windows.values(), *may_return(outlook)]
    rule = _Rule(hall, windows)
    keys = [key for rows in hall.rows.by_line.values() for key in rows if key.line not in hall.memory.lines_closed]
    asking = [(newcomer.key.line, newcomer.since) for newcomer in newcomers]
    rows = [*_rows(keys, _arriving(outlook, windows, newcomers, watched)), *expected(outlook, asking)]
    bonus = rule.bonus([row.key for row in rows])
    asked = rule.bonus([newcomer.key for newcomer in newcomers])
    may: Flags = np.asarray(bonus > NOBODY)
    of_asked: Flags = np.any(asked > NOBODY, axis=1)
    if watched is not None:
        of_asked = of_asked | may[:, keys.index(watched.key)]
    near_windows, near_rows = _that_matter(may, of_asked)
    if not near_windows:
        return None
    windows = [windows[at] for at in near_windows]
    rows = [*(rows[at] for at in near_rows), RowOf(_EMPTY, waits=False)]
    slots = Slots(outlook, rows)
    speed = np.array([rule.speed(row.key) for row in rows])
    position = Position(
        speed=speed,
        bonus=np.append(bonus[np.ix_(near_windows, near_rows)], np.full((len(windows), 1), NOBODY), axis=1),
        guarantee=np.array([rule.guarantee(row.key) for row in rows]),
        first=slots.first,
        weight=slots.weight(speed),
        since=slots.since,
        comes=slots.comes,
        fixed=slots.fixed,
        work=slots.work,
        free=until_free(outlook, windows),
        pace=_pace(outlook, windows),
        away=absences(outlook, windows),
        newcomer_speed=np.array([rule.speed(newcomer.key) for newcomer in newcomers]),
        newcomer_since=np.array([outlook.until(newcomer.since) + _MOST_TIE / 2 for newcomer in newcomers]),
        newcomer_bonus=asked[near_windows],
        newcomer_guarantee=np.array([rule.guarantee(newcomer.key) for newcomer in newcomers]),
        sharing=sharing(hall.plan, hall.memory.turns, windows, [row.key for row in rows], [n.key for n in newcomers]),
    )
    return Places(position, slots.places.get(watched.id) if watched else None)


def _rows(keys: Sequence[Key], coming: dict[Key, Array]) -> Iterator[RowOf]:
    """A row for each key, and for each at which somebody will come."""
    for key in dict.fromkeys([*keys, *coming]):
        moments = coming.get(key)
        yield RowOf(key, waits=True, coming=None if moments is None else Coming(moments, moments))


def _arriving(
    outlook: Outlook, windows: Sequence[Window], newcomers: Sequence[Newcomer], watched: Ticket | None
) -> dict[Key, Array]:
    """Who will come before the asked are called, and may go before them."""
    load = Load(outlook.hall, outlook.now)
    asked = [watched.line] if watched else [newcomer.key.line for newcomer in newcomers]
    waits = [wait.total_seconds() for wait in map(load.wait, asked) if wait is not None]
    steps = max((_ranks(outlook.hall, window) for window in windows), default=0)
    preferred = min(steps * outlook.hall.plan.policy.preference.total_seconds(), _MOST_PREFERRED)
    lines = sorted({line for window in windows for line in window.serves} - outlook.hall.memory.lines_closed.keys())
    return arriving(outlook, lines, min(_AHEAD + 1.5 * max(waits, default=0.0), _FARTHEST), preferred)


def _ranks(hall: Hall, window: Window) -> int:
    """How far its least preferred line stands behind its first."""
    planned = hall.plan.windows.get(window.id)
    if planned is None or "*" not in planned.lines:
        return len(window.serves) - 1
    return len(window.serves) - 1 if window.extra else 0


def _that_matter(may: Flags, asked: Flags) -> tuple[list[int], list[int]]:
    """Windows and rows that are tied to the `asked` windows by whom they may call; `may` [windows, rows]."""
    windows = asked
    while True:
        rows = may[windows].any(axis=0)
        more = windows | may[:, rows].any(axis=1)
        if (more == windows).all():
            return np.flatnonzero(windows).tolist(), np.flatnonzero(rows).tolist()
        windows = more


class _Rule:
    """The rule of `turn` as numbers: the score of a ticket is speed × waited + bonus."""

    def __init__(self, hall: Hall, windows: Sequence[Window]) -> None:
        self._hall = hall
        self._windows = windows
        self._strict = hall.plan.policy.priority == "strict"

    def speed(self, key: Key) -> float:
        return 1.0 if self._strict else self._hall.plan.rate(key.priority)

    def guarantee(self, key: Key) -> float:
        promised = self._hall.plan.guarantee(key.priority)
        return NEVER if promised is None else promised.total_seconds() - _MOST_TIE

    def bonus(self, keys: Sequence[Key]) -> Array:
        """[windows, keys]; NOBODY where the window may not call the row."""
        table = np.full((len(self._windows), len(keys)), NOBODY)
        wished = [column for column, key in enumerate(keys) if key.window is not None]
        known: dict[_Kind, list[float]] = {}  # most windows are like many others
        for at, window in enumerate(self._windows):
            planned = self._hall.plan.windows.get(window.id)
            steps = {line: step for step, line in enumerate(window.serves)}
            ranked = frozenset(window.extra) if planned and "*" in planned.lines else None  # None: all its lines
            kind = (tuple(steps), ranked, bool(planned and planned.accessible))
            found = known.get(kind)
            if found is None:
                found = known[kind] = [self._of(window.id, steps, ranked, key) for key in keys]
            table[at] = found
            for column in wished:
                table[at, column] = self._of(window.id, steps, ranked, keys[column])
        return table

    def _of(self, window: int, steps: dict[str, int], ranked: frozenset[str] | None, key: Key) -> float:
        hall = self._hall
        step = self._step(window, steps, key)
        if step is None:
            return NOBODY
        preference = hall.plan.policy.preference.total_seconds()
        bonus = -step * preference if ranked is None or key.line in ranked else 0.0
        if key.needs:
            bonus += preference
        if self._strict:
            bonus += STRICT_STEP * (hall.plan.rate(key.priority) - 1.0)
        return bonus

    def _step(self, window: int, steps: dict[str, int], key: Key) -> int | None:
        """The place of the row's line among the window's preferences; None: it may not call the row."""
        hall = self._hall
        sent_here = key.window == window
        if key.line in hall.memory.lines_closed:
            return None
        if not sent_here:
            if key.window is not None and key.window in hall.memory.windows:
                return None
            if key.needs and not may_meet_needs(hall, window, key.line):
                return None
        if key.line in steps:
            return steps[key.line]
        if sent_here:
            return 0
        return None if key.line in hall.plan.lines else len(steps)


def _pace(outlook: Outlook, windows: Sequence[Window]) -> Array:
    """[plays, windows]: how much longer than usual a visit takes at each; what is not known of it is left to chance."""
    known = np.array([outlook.expectation.pace(window.id) for window in windows])
    columns = [OF_TICKETS + window.id % (COLUMNS - OF_TICKETS) for window in windows]
    return np.asarray(known[:, 0] * np.exp(known[:, 1] * outlook.chance.normal[:, columns]))
