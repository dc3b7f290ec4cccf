"""Plays a hall forward from one moment, many times at once: who is called when, if chance has it so.

One play is a row of each array, and each step lets every play make its next call: the window that is free first
takes whoever's turn it is by the rule of `turn`. So a step costs a handful of array operations however many plays
there are, and an estimate takes as many steps as there are calls before the asked one.

All times are seconds from the moment of the position. `plays`, `windows`, `rows`, `slots` and `newcomers` name the
axes of arrays; a slot is one ticket, waiting or expected; the slots of a row stand together, oldest first, and end
with one that never comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from broker.queuemaster.chance import Array, Flags, Places
from broker.queuemaster.sharing import Sharing, Turning
from broker.queuemaster.steps import Steps, at_once

NEVER = 1e9  # seconds; a moment that no play reaches, finite so that it can be subtracted
NOBODY = -1e15  # the score of a row that a window may not call, or where nobody stands
_WORST = NOBODY / 2
_TIER = 1e12  # more than any score; less than nobody's


@dataclass(slots=True, kw_only=True)
class Position:
    """A hall at one moment.

    `speed` [rows] and `weight` [plays, slots]: at time t the score of a ticket is speed × t − weight, weight being
    speed × the moment from which its waiting counts. `bonus` [windows, rows] is added; NOBODY: not at this window.
    `guarantee` [rows]: after what wait a ticket goes before all who have not waited theirs; NEVER: there is none.
    `since` [plays, slots]: the moment from which its waiting counts.
    `comes` [plays, slots]: from when it can be called. `fixed` + `work` × `pace` is how long it keeps its window:
    [plays, slots] and [plays, windows]. `free` [plays, windows]: when each window can call. `away`: (from, till)
    pairs [plays, windows] in which it does not. `first` [rows]: the slot of each row's head.
    The newcomers stand in no row and take nobody's turn: [newcomers] and, their bonus, [windows, newcomers].
    `sharing`: lines that take turns; None where none do.
    """

    speed: Array
    bonus: Array
    guarantee: Array
    first: Places
    weight: Array
    since: Array
    comes: Array
    fixed: Array
    work: Array
    free: Array
    pace: Array
    away: tuple[tuple[Array, Array], ...]
    newcomer_speed: Array
    newcomer_since: Array
    newcomer_bonus: Array
    newcomer_guarantee: Array
    sharing: Sharing | None


@dataclass(frozen=True, slots=True)
class Calls:
    """When each is called, NEVER if it is not: `newcomers` [plays, newcomers], `slots` [plays, slots]."""

    newcomers: Array
    slots: Array


def play(position: Position, watched: int | None = None) -> Calls:
    """Plays until all newcomers, and the slot `watched`, are called in every play, or nobody can call any more."""
    return at_once(playing(position, watched))


def playing(position: Position, watched: int | None = None) -> Steps[Calls]:
    """The same a step at a time, for whoever has other things to do in between: each is well below a millisecond."""
    game = _Game(position)
    asked = game.newcomers
    while game.call():
        if np.maximum.reduce(asked, axis=None, initial=0.0) < NEVER and (
            watched is None or np.maximum.reduce(game.called[:, watched]) < NEVER
        ):
            break
        yield
    return Calls(game.newcomers, game.called)


class _Asked(NamedTuple):
    """A step before the turns of lines: [plays] each, but `column` [plays, 1] and `score` [plays, rows]."""

    window: Places
    column: Array
    score: Array
    choice: Places
    best: Array
    upper: Flags | None


class _Game:
    """The plays as they stand. Arrays whose names end in `_` are flat views: a flat take is the cheapest choice."""

    def __init__(self, position: Position) -> None:
        p = self._p = position
        plays, windows = p.free.shape
        rows, slots = len(p.speed), p.weight.shape[1]
        self._every = np.arange(plays)
        self._of_windows, self._of_rows, self._of_slots = (self._every * each for each in (windows, rows, slots))
        self._free = np.ascontiguousarray(p.free).copy()
        for begin, end in p.away:
            self._free = np.where((self._free >= begin) & (self._free < end), end, self._free)
        self.called = np.full((plays, slots), NEVER)
        self.newcomers = np.full((plays, len(p.newcomer_speed)), NEVER)
        self._head = np.tile(p.first, plays)
        self._weight, self._comes = p.weight[:, p.first].copy(), p.comes[:, p.first].copy()
        self._free_, self._called_ = self._free.reshape(-1), self.called.reshape(-1)
        self._weight_, self._comes_ = self._weight.reshape(-1), self._comes.reshape(-1)
        self._weights, self._comings, self._fixed, self._work, self._pace = (
            np.ascontiguousarray(each).reshape(-1) for each in (p.weight, p.comes, p.fixed, p.work, p.pace)
        )
        self._speed = np.tile(p.speed, (plays, 1))  # whole tables: to spread a column anew at each step costs more
        self._guaranteed = bool((p.guarantee < NEVER).any() or (p.newcomer_guarantee < NEVER).any())
        if self._guaranteed:
            self._since = p.since[:, p.first].copy()
            self._since_, self._sinces = self._since.reshape(-1), np.ascontiguousarray(p.since).reshape(-1)
        self._may_newcomers = np.asarray(p.newcomer_bonus > _WORST, dtype=np.float64)
        self._newcomer_weight = p.newcomer_speed * p.newcomer_since
        self._away = tuple((begin.reshape(-1), end.reshape(-1)) for begin, end in p.away)
        self._turning = Turning(p.sharing, plays, _WORST) if p.sharing else None

    def call(self) -> bool:
        """In every play, the window that is free first calls whoever's turn it is. False: nobody calls any more."""
        p = self._p
        window = self._free.argmin(axis=1)
        place = self._of_windows + window
        now = self._free_.take(place)
        column = now[:, None]
        nows = now.repeat(len(p.speed)).reshape(self._speed.shape)
        score = nows * self._speed
        score -= self._weight
        score += p.bonus.take(window, axis=0)
        np.putmask(score, self._comes > nows, NOBODY)
        upper = self._raise_guaranteed(score, column) if self._guaranteed else None
        choice = score.argmax(axis=1)
        best = score.reshape(-1).take(self._of_rows + choice)
        if self._turning is not None:
            self._take_turns(self._turning, _Asked(window, column, score, choice, best, upper))
        elif self.newcomers.size:
            asked, _ = self._newcomer_scores(window, column, upper)
            self._note_newcomers(column, asked > np.maximum(best, _WORST)[:, None])
        row = self._of_rows + choice
        if np.minimum.reduce(best) < _WORST:
            if np.minimum.reduce(now) >= NEVER:
                return False
            idle = best < _WORST
            self._wait(np.flatnonzero(idle), now)
            busy = np.flatnonzero(~idle)
            self._serve(self._of_slots[busy], row[busy], place[busy], now[busy])
        else:
            self._serve(self._of_slots, row, place, now)
        return True

    def _raise_guaranteed(self, score: Array, column: Array) -> Flags:
        """Put those who have waited their guarantee before all others; in which plays [plays, 1] there are any."""
        waited = column - self._since
        upper = (waited >= self._p.guarantee) & (score > _WORST)
        some: Flags = np.asarray(upper.any(axis=1, keepdims=True))
        if some.any():
            score -= _TIER * some
            np.copyto(score, waited, where=upper)
        return some

    def _take_turns(self, turning: Turning, asked: _Asked) -> None:
        """Where the best is of a line that takes turns, let the head of the line whose turn it is go instead."""
        window, column, score, choice, best, upper = asked
        rows, heads = turning.heads(score)
        free = best > _WORST
        if upper is not None:
            free &= ~upper[:, 0]
        rounds = turning.rounds(window, choice, free)
        if self.newcomers.size:
            scores, lower = self._newcomer_scores(window, column, upper)
            won = scores > np.maximum(best, _WORST)[:, None]
            asked_for = turning.rounds_with_newcomers(window, rounds, won, lower)
            self._note_newcomers(column, turning.newcomers(asked_for, won, scores, heads))
        of, line = turning.take(rounds, heads)
        choice[of] = rows[of, line]

    def _newcomer_scores(self, window: Places, column: Array, upper: Flags | None) -> tuple[Array, Flags]:
        """What each newcomer would weigh, and whether neither it nor anybody there has waited a guarantee."""
        p = self._p
        may = p.newcomer_bonus.take(window, axis=0)
        score = column * p.newcomer_speed - self._newcomer_weight + may
        if upper is None:
            return score, np.ones(score.shape, dtype=np.bool_)
        waited = column - p.newcomer_since
        raised = waited >= p.newcomer_guarantee
        score = np.where(raised, waited + _TIER * ~upper, score - _TIER * upper)
        return np.where(may > _WORST, score, NOBODY), ~(raised | upper)

    def _note_newcomers(self, column: Array, won: Flags) -> None:
        """The first moment at which each newcomer would have been called instead."""
        if np.logical_or.reduce(won, axis=None):
            np.copyto(self.newcomers, column, where=won & (self.newcomers > column))

    def _serve(self, of_slots: Places, row: Places, place: Places, now: Array) -> None:
        """The heads of these rows leave for these windows."""
        slot = of_slots + self._head.take(row)
        self._called_[slot] = now
        until = now + self._fixed.take(slot) + self._work.take(slot) * self._pace.take(place)
        self._free_[place] = self._back(until, place) if self._away else until
        self._head[row] += 1
        slot += 1
        self._weight_[row] = self._weights.take(slot)
        self._comes_[row] = self._comings.take(slot)
        if self._guaranteed:
            self._since_[row] = self._sinces.take(slot)

    def _wait(self, idle: Places, now: Array) -> None:
        """In these plays, all windows that are free now and find nobody call next when the first for them has come.

        All at once: windows that waited for the same visitor find at the same moment that another was quicker.
        """
        free, moment = self._free[idle], now[idle]
        barred, alike = self._barred
        coming = np.maximum(self._comes[idle][:, None, :], barred).min(axis=2).take(alike, axis=1)
        in_vain = (free <= moment[:, None]) & (coming > moment[:, None])
        of, window = np.nonzero(in_vain)
        if self.newcomers.size:
            self._take_newcomers(idle, in_vain, moment)
        play = idle[of]
        self._free[play, window] = self._back(np.minimum(coming[of, window], NEVER), self._of_windows[play] + window)

    @cached_property
    def _barred(self) -> tuple[Array, Places]:
        """[kinds, rows]: NEVER where windows of a kind may not call, else 0; and of which kind each window is."""
        kinds, alike = np.unique(self._p.bonus > _WORST, axis=0, return_inverse=True)
        return np.where(kinds, 0.0, NEVER), alike.reshape(-1)

    def _take_newcomers(self, idle: Places, in_vain: Flags, moment: Array) -> None:
        """A window that finds nobody else would call any newcomer whom it may call."""
        called = np.where((in_vain @ self._may_newcomers) > 0, moment[:, None], NEVER)
        self.newcomers[idle] = np.minimum(self.newcomers[idle], called)

    def _back(self, moment: Array, place: Places) -> Array:
        """`moment`, or when the window comes back if it is away then."""
        for begin, end in self._away:
            till = end.take(place)
            moment = np.where((moment >= begin.take(place)) & (moment < till), till, moment)
        return moment
