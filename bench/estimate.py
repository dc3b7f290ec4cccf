"""What an estimate costs in a full hall, and what a long day costs to replay with an estimate at each ticket."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from types import TracebackType
from typing import Self

import numpy as np

from bench.figures import Figure, spread
from bench.waiting import days, hall_files
from bench.waiting.profiles import L
from bench.waiting.trial import PLAYS
from bench.wishes import Wishes
from bench.wrong import Wrong
from broker.contracts import events as e
from broker.queuemaster.estimate import Forecast
from broker.queuemaster.state import Hall
from broker.queuemaster.steps import Steps
from broker.replay.plan import Options, Visitor
from broker.replay.virtual_day import replay_day

WAITING = 200
A_LONG_DAY = 1500  # visitors
_TIMES = 20  # that each full moment is asked
_DAY = date(2026, 3, 2)
_ENDED = object()


def run(wishes: Wishes) -> Iterator[Figure]:
    full = _FullHall(50 if wishes.quick else 500)
    full.fill(wishes.seed)
    asked = f"{WAITING} waiting, {L.windows} windows, {PLAYS} plays"
    for what, taken, aim in (
        (f"one estimate, {asked}", full.of_one, "p99 ≤ 25"),
        ("  of all lines at once, for the snapshot", full.of_lines, ""),
        ("    the longest of the steps in which that is done", full.of_steps, ""),
        ("  by the formula alone", full.of_formula, ""),
    ):
        yield Figure(what=what, values=spread(taken.seconds), unit="ms", target=aim)
        if taken is not full.of_steps:
            yield Figure(what="    of the processor, whoever else is at it", values=spread(taken.on_cpu), unit="ms")
    visitors = _long_day(wishes)
    for what, options, aim in (
        ("without estimates", Options(estimates=False), "≤ 1"),
        ("an estimate at each ticket", Options(plays=PLAYS), "≤ 60"),
    ):
        hall = Hall(hall_files.plan(L))
        shifts = days.shifts(L)
        taken = _Taken()
        with taken:
            replay_day(hall, _DAY, visitors, shifts, options)
        yield Figure(
            what=f"a day of {len(visitors):,} visitors and {L.windows} windows, {what}",
            values={"s": taken.seconds[0], "of the processor": taken.on_cpu[0]},
            unit="",
            target=aim,
        )


def _long_day(wishes: Wishes) -> tuple[Visitor, ...]:
    count = A_LONG_DAY // 10 if wishes.quick else A_LONG_DAY
    chance = np.random.default_rng([wishes.seed, 0])
    return days.visitors(L, 1.5 * A_LONG_DAY / sum(L.by_hour), chance)[:count]


class _FullHall:
    """The regional hall in a rush, stopped when `WAITING` wait, and asked again and again for another newcomer."""

    def __init__(self, asked: int) -> None:
        self.of_one, self.of_lines, self.of_formula = _Taken(), _Taken(), _Taken()
        self.of_steps = _Longest()
        self._asked = asked
        self._hall = Hall(hall_files.plan(L))

    def fill(self, seed: int) -> None:
        """Live a morning with all windows open and four times the usual rush. Wrong when the hall never fills."""
        rush = days.visitors(L, 4.0, np.random.default_rng([seed, 1]))
        replay_day(self._hall, _DAY, rush, days.all_day(L), Options(estimates=False), listen=self._listen)
        if not self.of_one.seconds:
            raise Wrong(f"there were never {WAITING} waiting")

    def _listen(self, fact: e.Event) -> None:
        if len(self.of_one.seconds) >= self._asked or not isinstance(fact, e.TicketIssued):
            return
        waiting = sum(self._hall.rows.in_line.values())
        if WAITING - 5 <= waiting <= WAITING + 5:
            self._ask(fact)

    def _ask(self, fact: e.TicketIssued) -> None:
        ticket = self._hall.memory.tickets[fact.ticket]
        lines = [line.id for line in self._hall.plan.line]
        for number in range(_TIMES):
            now = fact.at + timedelta(seconds=number)  # a later moment: nothing that was computed before is of use
            with self.of_one:
                Forecast(self._hall, now, PLAYS).ticket(ticket)
            with self.of_lines:
                of_lines = Forecast(self._hall, now, PLAYS)
                for line in lines:
                    of_lines.line(line)
            self.of_steps.take(Forecast(self._hall, now, PLAYS).lines_in_steps())
            with self.of_formula:
                Forecast(self._hall, now).ticket(ticket)


class _Taken(AbstractContextManager["_Taken"]):
    """How long each thing took that was done within it: by the clock, and of the processor."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.on_cpu: list[float] = []

    def __enter__(self) -> Self:
        self._begun, self._ran = time.perf_counter(), time.thread_time()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.on_cpu.append(time.thread_time() - self._ran)
        self.seconds.append(time.perf_counter() - self._begun)


class _Longest(_Taken):
    """Of work in steps, what its longest took."""

    def take(self, steps: Steps[object]) -> None:
        each = _Taken()
        ended = False
        while not ended:
            with each:
                ended = next(steps, _ENDED) is _ENDED
        self.seconds.append(max(each.seconds))
        self.on_cpu.append(max(each.on_cpu))
