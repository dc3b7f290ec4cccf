"""Turns of lines in the plays: the rule of `turns`, for many plays at once.

A round is what windows that serve the same lines of a `[[turns]]` group share. `rounds`, `lines` and `rows` name axes
of arrays as in `play`; `lines` are those of all groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import lcm

import numpy as np

from broker.contracts.hall_file import HallFile
from broker.queuemaster.chance import Array, Flags, Places
from broker.queuemaster.rows import Key
from broker.queuemaster.state import Round, Window
from broker.queuemaster.turns import share

NONE = -1
_LATER = 1e15  # no start comes near it


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """Which calls are shared, and where each round stands at the beginning.

    `round_of` [windows, rows], `round_of_newcomer` [windows, newcomers]: the round that decides when somebody there is
    the best; NONE where nobody's turn is asked for. `line_of` [rows], `line_of_newcomer` [newcomers]: NONE for lines
    that share nothing. `lasts` [rounds, lines]: how far a turn moves its line on; 0 where the line is not of the round.
    `rank` [rounds, lines]: who goes first of two that may. `now` [rounds], `next` [rounds, lines]: as in `Round`.
    """

    round_of: Places
    round_of_newcomer: Places
    line_of: Places
    line_of_newcomer: Places
    lasts: Array
    rank: Array
    now: Array
    next: Array


def sharing(
    plan: HallFile, taken: Mapping[str, Round], windows: Sequence[Window], keys: Sequence[Key], newcomers: Sequence[Key]
) -> Sharing | None:
    """Of these windows and rows; None where no two lines of a group meet at a window."""
    lines = [line for line in plan.turns_of if any(line in window.serves for window in windows)]
    names: dict[str, int] = {}
    shares: list[dict[str, int]] = []
    of_window: list[dict[str, int]] = []  # line -> round, for each window
    for window in windows:
        served = set(window.serves)
        found: dict[str, int] = {}
        for group in plan.turns:
            parts = {line: part for line, part in zip(group.lines, group.ratio, strict=True) if line in served}
            if len(parts) > 1:
                at = names.setdefault(share(parts, parts.values()), len(names))
                if at == len(shares):
                    shares.append(parts)
                found |= dict.fromkeys(parts, at)
        of_window.append(found)
    if not names:
        return None
    lasts, rank, following = (np.zeros((len(names), len(lines))) for _ in range(3))
    now = np.zeros(len(names))
    for name, at in names.items():
        parts, held = shares[at], taken.get(name, Round())
        now[at] = held.now
        greatest_first = sorted(parts.items(), key=lambda each: -each[1])
        for place, (line, part) in enumerate(greatest_first):
            column = lines.index(line)
            lasts[at, column] = lcm(*parts.values()) // part
            rank[at, column] = place
            following[at, column] = held.next.get(line, 0)
    places = {line: column for column, line in enumerate(lines)}
    return Sharing(
        round_of=_rounds(of_window, keys),
        round_of_newcomer=_rounds(of_window, newcomers),
        line_of=np.array([places.get(key.line, NONE) for key in keys], dtype=np.intp),
        line_of_newcomer=np.array([places.get(key.line, NONE) for key in newcomers], dtype=np.intp),
        lasts=lasts,
        rank=rank,
        now=now,
        next=following,
    )


def _rounds(of_window: Sequence[Mapping[str, int]], keys: Sequence[Key]) -> Places:
    """A priority waits for nobody's turn."""
    table = np.full((len(of_window), len(keys)), NONE, dtype=np.intp)
    for at, rounds in enumerate(of_window):
        for column, key in enumerate(keys):
            if key.priority is None:
                table[at, column] = rounds.get(key.line, NONE)
    return table


class Turning:
    """The rounds of every play as they stand. Whose score is not above `worst` cannot be called."""

    def __init__(self, sharing: Sharing, plays: int, worst: float) -> None:
        self._s = sharing
        self._worst = worst
        self._now = np.tile(sharing.now, (plays, 1))
        self._next = np.tile(sharing.next, (plays, 1, 1))
        self._rows = [np.flatnonzero(sharing.line_of == line) for line in range(sharing.lasts.shape[1])]
        self._asked = np.flatnonzero(sharing.line_of_newcomer != NONE)

    def heads(self, score: Array) -> tuple[Places, Array]:
        """[plays, lines]: the best row of each line, and its score; `worst` where nobody can be called."""
        rows = np.zeros((len(score), len(self._rows)), dtype=np.intp)
        best = np.full(rows.shape, self._worst)
        for line, of_line in enumerate(self._rows):
            if of_line.size:
                among = score[:, of_line]
                rows[:, line] = of_line[among.argmax(axis=1)]
                best[:, line] = np.maximum(among.max(axis=1), self._worst)
        return rows, best

    def rounds(self, window: Places, row: Places, free: Flags) -> Places:
        """[plays]: the round that decides when `row` is the best at `window`; NONE where it is not `free` to."""
        return np.where(free, self._s.round_of[window, row], NONE)

    def rounds_with_newcomers(self, window: Places, rounds: Places, won: Flags, lower: Flags) -> Places:
        """[plays, newcomers]: the same if one newcomer stood there too, who has `won` over all rows or has not.

        `lower`: where no guarantee is at stake, which waits for no turn.
        """
        return np.where(lower, np.where(won, self._s.round_of_newcomer[window], rounds[:, None]), NONE)

    def newcomers(self, rounds: Places, won: Flags, score: Array, heads: Array) -> Flags:
        """[plays, newcomers]: who of them would be called. Nobody takes a turn."""
        called: Flags = won & (rounds == NONE)
        for newcomer in self._asked:
            of = np.flatnonzero(rounds[:, newcomer] != NONE)
            line, at = self._s.line_of_newcomer[newcomer], rounds[of, newcomer]
            waits = heads[of] > self._worst
            waits[:, line] = True
            turn = self._starts(of, at, waits).argmin(axis=1) == line
            called[of, newcomer] = turn & (self._s.lasts[at, line] > 0) & (score[of, newcomer] > heads[of, line])
        return called

    def take(self, rounds: Places, heads: Array) -> tuple[Places, Places]:
        """Let the line go whose turn it is, in all plays that have a round; those plays, and their lines."""
        of = np.flatnonzero(rounds != NONE)
        at = rounds[of]
        line = self._starts(of, at, heads[of] > self._worst).argmin(axis=1)
        start = np.maximum(self._now[of, at], self._next[of, at, line])
        self._now[of, at] = start
        self._next[of, at, line] = start + self._s.lasts[at, line]
        return of, line

    def _starts(self, of: Places, rounds: Places, waits: Flags) -> Array:
        """[of, lines]: when each line's turn would start, _LATER if it has none; equals told apart by their rank."""
        start = np.maximum(self._now[of, rounds][:, None], self._next[of, rounds])
        start = start + self._s.rank[rounds] / (1.0 + len(self._rows))
        return np.where(waits & (self._s.lasts[rounds] > 0), start, _LATER)
