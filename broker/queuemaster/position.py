"""A hall at one moment as the arrays that are played forward, and what chance may make of it.

Only what can matter to the asked is taken in: the windows that may call them, the rows that these windows serve, the
windows that serve those rows, and so on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from broker.queuemaster.chance import Array, Chance, normal_above, normal_quantile
from broker.queuemaster.chance import Places as Slots
from broker.queuemaster.expectation import Duration, Expectation
from broker.queuemaster.play import NEVER, NOBODY, Position
from broker.queuemaster.rows import Key
from broker.queuemaster.state import Hall, Ticket, Window
from broker.queuemaster.turn import STRICT_STEP, may_meet_needs, rate

Flags = NDArray[np.bool_]

_OF_TICKETS = 896  # columns of chance; the rest is for windows
_TIE = 1e-9  # seconds for each place of seniority: of two with the same score the senior goes first, as in `turn`
_SURE = 1e-9
_BARELY = 1.0  # seconds; whoever is about to leave or to come does not do so in no time


class Newcomer(NamedTuple):
    """Somebody who stands in no row yet: of which row it would be, and from when its waiting would count."""

    key: Key
    since: datetime


class Places(NamedTuple):
    """A position, and the slot of the ticket that is watched in it."""

    position: Position
    watched: int | None


def place(
    hall: Hall,
    now: datetime,
    expectation: Expectation,
    chance: Chance,
    *,
    newcomers: Sequence[Newcomer] = (),
    watched: Ticket | None = None,
) -> Places | None:
    """The position of `hall` at `now`; None when nobody calls anybody."""
    if hall.memory.suspended is not None:
        return None
    windows = [window for window in hall.memory.windows.values() if not window.paused]
    rule = _Rule(hall, windows)
    keys = [key for rows in hall.rows.by_line.values() for key in rows if key.line not in hall.memory.lines_closed]
    bonus = rule.bonus(keys)
    asked = rule.bonus([newcomer.key for newcomer in newcomers])
    may: Flags = np.asarray(bonus > NOBODY)
    of_asked: Flags = np.any(asked > NOBODY, axis=1)
    if watched is not None:
        of_asked = of_asked | may[:, keys.index(watched.key)]
    near_windows, near_rows = _that_matter(may, of_asked)
    windows = [windows[at] for at in near_windows]
    keys = [keys[at] for at in near_rows]
    if not windows:
        return None
    slots = _Slots(hall, now, expectation, chance)
    first = slots.take_in(keys)
    plays = len(chance.even)
    pace = _pace(windows, expectation, chance)
    position = Position(
        speed=np.array([rule.speed(key) for key in keys]),
        bonus=bonus[np.ix_(near_windows, near_rows)],
        first=first,
        weight=np.broadcast_to(slots.weight(keys, first, rule), (plays, slots.count)),
        comes=np.broadcast_to(slots.comes, (plays, slots.count)),
        fixed=slots.fixed(),
        work=slots.work(),
        free=_Busy(hall, now, expectation, chance).until_free(windows),
        pace=pace,
        away=(),
        newcomer_speed=np.array([rule.speed(newcomer.key) for newcomer in newcomers]),
        newcomer_weight=np.array(
            [rule.speed(newcomer.key) * (newcomer.since - now).total_seconds() for newcomer in newcomers]
        ),
        newcomer_bonus=asked[near_windows],
    )
    return Places(position, slots.places.get(watched.id) if watched else None)


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
        return 1.0 if self._strict else rate(self._hall, key.priority)

    def bonus(self, keys: Sequence[Key]) -> Array:
        """[windows, keys]; NOBODY where the window may not call the row."""
        table = np.full((len(self._windows), len(keys)), NOBODY)
        wished = [column for column, key in enumerate(keys) if key.window is not None]
        known: dict[tuple[tuple[str, ...], bool, bool], list[float]] = {}  # most windows are like many others
        for at, window in enumerate(self._windows):
            planned = self._hall.plan.windows.get(window.id)
            alike = bool(planned and "*" in planned.lines)
            kind = (window.serves, alike, bool(planned and planned.accessible))
            found = known.get(kind)
            if found is None:
                found = known[kind] = [self._of(window, key, alike) for key in keys]
            table[at] = found
            for column in wished:
                table[at, column] = self._of(window, keys[column], alike)
        return table

    def _of(self, window: Window, key: Key, alike: bool) -> float:  # noqa: FBT001 - a column of the table
        hall = self._hall
        step = self._step(window, key)
        if step is None:
            return NOBODY
        preference = hall.plan.policy.preference.total_seconds()
        bonus = 0.0 if alike else -step * preference
        if key.needs:
            bonus += preference
        if self._strict:
            bonus += STRICT_STEP * (rate(hall, key.priority) - 1.0)
        return bonus

    def _step(self, window: Window, key: Key) -> int | None:
        """The place of the row's line among the window's preferences; None: it may not call the row."""
        hall = self._hall
        sent_here = key.window == window.id
        if key.line in hall.memory.lines_closed:
            return None
        if not sent_here:
            if key.window is not None and key.window in hall.memory.windows:
                return None
            if key.needs and not may_meet_needs(hall, window.id, key.line):
                return None
        if key.line in window.serves:
            return window.serves.index(key.line)
        if sent_here:
            return 0
        return None if key.line in hall.plan.lines else len(window.serves)


class _Slots:
    """The tickets of the rows, one after another."""

    def __init__(self, hall: Hall, now: datetime, expectation: Expectation, chance: Chance) -> None:
        self._hall = hall
        self._now = now
        self._expectation = expectation
        self._chance = chance
        self._since: list[float] = []
        self._seq: list[int] = []
        self._durations: list[Duration] = []
        self.places: dict[str, int] = {}

    @property
    def count(self) -> int:
        return len(self._since)

    def take_in(self, keys: Iterable[Key]) -> Slots:
        """The slot of each row's head."""
        first = []
        tickets, rows = self._hall.memory.tickets, self._hall.rows.by_line
        nobody = Duration(0.0, 0.0)
        for key in keys:
            first.append(self.count)
            for since, seq, ticket in rows[key.line][key]:
                self.places[ticket] = self.count
                self._since.append((since - self._now).total_seconds())
                self._seq.append(seq)
                self._durations.append(self._expectation.service(tickets[ticket].service, key.line))
            self._since.append(2 * NEVER)
            self._seq.append(0)
            self._durations.append(nobody)
        return np.array(first, dtype=np.intp)

    @property
    def comes(self) -> Array:
        """Who waits can be called at once; the end of a row never comes."""
        since = np.array(self._since)
        return np.where(since > NEVER, since, np.minimum(since, 0.0))

    def weight(self, keys: Sequence[Key], first: Slots, rule: _Rule) -> Array:
        since, seq = np.array(self._since), np.array(self._seq)
        lengths = np.diff(np.append(first, self.count))
        speed = np.repeat([rule.speed(key) for key in keys], lengths)
        senior = np.lexsort((seq, since)).argsort()
        return np.asarray(speed * since + _TIE * senior)

    def _no_show(self) -> Flags:
        columns = (np.array(self._seq) + _OF_TICKETS // 2) % _OF_TICKETS
        return np.asarray(self._chance.even[:, columns] < self._expectation.no_show)

    def fixed(self) -> Array:
        timeout = self._hall.plan.policy.no_show_after.total_seconds()
        return np.where(self._no_show(), timeout, self._expectation.walk)

    def work(self) -> Array:
        durations = np.array(self._durations)
        drawn = self._chance.normal[:, np.array(self._seq) % _OF_TICKETS]
        return np.where(self._no_show(), 0.0, np.exp(durations[:, 0] + durations[:, 1] * drawn))


class _Busy:
    """When each window will be free of the visitor whom it has now."""

    def __init__(self, hall: Hall, now: datetime, expectation: Expectation, chance: Chance) -> None:
        self._hall = hall
        self._now = now
        self._expectation = expectation
        self._chance = chance

    def until_free(self, windows: Sequence[Window]) -> Array:
        """[plays, windows]"""
        free = np.zeros((len(self._chance.even), len(windows)))
        serving: list[tuple[int, Duration, float, int]] = []
        for at, window in enumerate(windows):
            ticket = self._hall.memory.tickets.get(window.ticket or "")
            if ticket is None:
                continue
            mu, sigma = self._expectation.service(ticket.service, ticket.line)
            duration = Duration(mu + log(self._expectation.pace(window.id)[0]), sigma)
            spent = (self._now - window.since).total_seconds()
            if ticket.state == "called":
                free[:, at] = self._called(ticket, duration, spent)
            else:
                serving.append((at, duration, spent, ticket.seq % _OF_TICKETS))
        if serving:
            at_, durations, spent_, columns = zip(*serving, strict=True)
            free[:, at_] = remaining(np.array(durations), np.array(spent_), self._chance.even[:, columns])
        return free

    def _called(self, ticket: Ticket, duration: Duration, spent: float) -> Array:
        """The visitor is on the way, or does not come at all."""
        column = ticket.seq % _OF_TICKETS
        timeout = max(self._hall.plan.policy.no_show_after.total_seconds() - spent, _BARELY)
        walk = max(self._expectation.walk - spent, _BARELY)
        service = np.exp(duration.mu + duration.sigma * self._chance.normal[:, column])
        absent = self._expectation.absent_after(spent)
        other = self._chance.even[:, (column + _OF_TICKETS // 2) % _OF_TICKETS]
        return np.where(other < absent, timeout, walk + service)


def remaining(durations: Array, spent: Array, even: Array) -> Array:
    """What is left of log-normal times that have lasted `spent` seconds [times] already; `even` [plays, times] draws.

    `durations` [times, 2]: mean and deviation of the logarithm.
    """
    mu, sigma = durations[:, 0], np.maximum(durations[:, 1], _SURE)
    longer = np.array([normal_above(z) for z in ((np.log(np.maximum(spent, _SURE)) - mu) / sigma).tolist()])
    left = np.exp(mu - sigma * normal_quantile(longer * (1.0 - even))) - spent
    return np.asarray(np.maximum(left, _BARELY))


def _pace(windows: Sequence[Window], expectation: Expectation, chance: Chance) -> Array:
    """[plays, windows]: how much longer than usual a visit takes at each; what is not known of it is left to chance."""
    known = np.array([expectation.pace(window.id) for window in windows])
    columns = [_OF_TICKETS + window.id % (chance.even.shape[1] - _OF_TICKETS) for window in windows]
    return np.asarray(known[:, 0] * np.exp(known[:, 1] * chance.normal[:, columns]))
