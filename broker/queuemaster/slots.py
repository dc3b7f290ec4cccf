"""The tickets of a position, waiting and expected: one slot each, the slots of a row together, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from broker.queuemaster.chance import OF_TICKETS, Array, Chance, Flags
from broker.queuemaster.chance import Places as Columns
from broker.queuemaster.expectation import Duration
from broker.queuemaster.outlook import Outlook
from broker.queuemaster.play import NEVER
from broker.queuemaster.rows import Key

_TIE = 1e-9  # seconds for each place of seniority: of two with the same score the senior goes first, as in `turn`
_NOBODY = Duration(0.0, 0.0)
_DOUBT = OF_TICKETS  # a column: if one mean is wrong, the others of the same file are likely wrong the same way


class Coming(NamedTuple):
    """Visitors of one row who are not there yet, [plays, visitors], seconds from now: from when their waiting will
    count, and when they come. `durations`: of each; None: as usual in the line.
    """

    since: Array
    comes: Array
    durations: Sequence[Duration] | None = None


class RowOf(NamedTuple):
    """One row of a position. `waits`: those who wait in the hall's row of this key stand in it."""

    key: Key
    waits: bool
    coming: Coming | None = None


class Slots:
    """All arrays are [plays, slots], but `first` [rows] (the slot of each row's head) and `row` [slots].

    `since`: from when its waiting counts, `comes`: from when it can be called; `fixed` and `work`: how long it keeps
    a window, whatever the window and at one of average pace. `places`: slots of waiting tickets by id.
    """

    def __init__(self, outlook: Outlook, rows: Sequence[RowOf]) -> None:
        hall, expectation, chance = outlook.hall, outlook.expectation, outlook.chance
        self.places: dict[str, int] = {}
        since: list[float] = []
        seq: list[int] = []
        row: list[int] = []
        first: list[int] = []
        durations: list[Duration] = []
        fill: list[tuple[int, Coming]] = []
        tickets = hall.memory.tickets
        for at, (key, waits, coming) in enumerate(rows):
            first.append(len(since))
            for moment, number, ticket in hall.rows.by_line.get(key.line, {}).get(key, ()) if waits else ():
                self.places[ticket] = len(since)
                since.append(outlook.until(moment))
                seq.append(number)
                durations.append(expectation.service(tickets[ticket].service, key.line))
            if coming is not None:
                fill.append((len(since), coming))
                count = coming.comes.shape[1]
                since += [0.0] * count
                seq += range(hall.seq + 7 * at, hall.seq + 7 * at + count)
                durations += coming.durations or [expectation.line(key.line)] * count
            since.append(2 * NEVER)  # the end of the row: comes after the end of time
            seq.append(0)
            durations.append(_NOBODY)
            row += [at] * (len(since) - len(row))
        self.first = np.array(first, dtype=np.intp)
        self.row = np.array(row, dtype=np.intp)
        place = np.array(since)
        senior = np.lexsort((np.array(seq), place)).argsort()
        self._tie = np.asarray(_TIE * senior, dtype=np.float64)
        self.since: Array = np.tile(place + self._tie, (outlook.plays, 1))
        self.comes: Array = np.tile(np.where(place > NEVER, place, np.minimum(place, 0.0)), (outlook.plays, 1))
        for begin, coming in fill:
            end = begin + coming.comes.shape[1]
            self.since[:, begin:end], self.comes[:, begin:end] = coming.since, coming.comes
            self._tie[begin:end] = 0.0
        column = np.array(seq, dtype=np.intp) % OF_TICKETS
        absent = _absent(chance, column, expectation.no_show)
        timeout = hall.plan.policy.no_show_after.total_seconds()
        duration = np.array(durations)
        self.fixed: Array = np.where(absent, timeout, expectation.walk)
        self.work: Array = np.exp(
            duration[:, 0] + duration[:, 1] * chance.normal[:, column] + duration[:, 2] * chance.normal[:, [_DOUBT]]
        )
        self.work[absent] = 0.0

    def weight(self, speed: Array) -> Array:
        """How much each lacks at the moment of the position; `speed` [rows]. Seniority weighs alike at any speed."""
        of_slots = speed[self.row]
        return self.since * of_slots + self._tie * (1.0 - of_slots)


def _absent(chance: Chance, column: Columns, share: float) -> Flags:
    """Who does not come when called: other draws than those of the durations."""
    return np.asarray(chance.even[:, (column + OF_TICKETS // 2) % OF_TICKETS] < share)
