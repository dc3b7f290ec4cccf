"""A hall that learns on some days and is held to its word on others, which nobody has seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

import numpy as np
from msgspec import Struct

from bench.waiting import cases, days, hall_files
from bench.waiting.cases import Cases
from bench.waiting.classical import Array
from bench.waiting.profiles import PRIORITY_RATE, Profile
from broker.contracts import events as e
from broker.queuemaster.estimate import Forecast
from broker.queuemaster.state import Hall
from broker.replay.outcome import DayResult
from broker.replay.plan import Options
from broker.replay.virtual_day import replay_day

FIRST_DAY = date(2026, 3, 2)
PLAYS = 30


class Trial(Struct, frozen=True):
    """`training` normal days, then `tests` days of each load in turn. `variation`: see `days.visitors`.

    `asked_again`: of the tickets of test days each so-many-th is asked for once more, against the clock.
    """

    profile: Profile
    loads: tuple[float, ...]
    training: int
    tests: int
    seed: int = 1
    plays: int = PLAYS
    rate: float = PRIORITY_RATE
    variation: float = 0.0
    asked_again: int = 0


class Outcome(Struct, frozen=True):
    """What was said on the test days, by load. Of those who were asked for again: how long that took (seconds of the processor), and
    what share of the plays had them called before they were called.
    """

    by_load: dict[float, Cases]
    seconds: tuple[float, ...]
    shares: Array
    tickets: int
    unserved: int
    refused: int
    untold: int


def run(trial: Trial, each_day: Callable[[int], None] = lambda _: None) -> Outcome:
    """Live the trial's days one after another in one hall. `each_day` hears how many are over."""
    profile = trial.profile
    plan = hall_files.plan(profile, trial.rate)
    shifts = days.shifts(profile)
    hall = Hall(plan)
    options = Options(plays=trial.plays, paces=days.paces(profile, np.random.default_rng([trial.seed, 0])))
    usual = _Usual()
    again = _AskedAgain(hall, trial)
    found: dict[float, list[Cases]] = {load: [] for load in trial.loads}
    ends = {"unserved": 0, "refused": 0}
    tickets = untold = 0
    for number, load in enumerate([1.0] * trial.training + list(trial.loads) * trial.tests):
        come = days.visitors(profile, load, np.random.default_rng([trial.seed, number + 1]), trial.variation)
        tested = number >= trial.training
        listen = again.listen if tested and trial.asked_again else _nobody
        result = replay_day(hall, FIRST_DAY + timedelta(days=number), come, shifts, options, listen=listen)
        if tested:
            tickets += len(result.tickets)
            for told in result.tickets:
                untold += told.number is not None and told.estimate is None
                if told.outcome in ends:
                    ends[told.outcome] += 1
            found[load].append(cases.of_day(plan, result, shifts, usual.by_hour()))
        else:
            usual.learn(result)
        each_day(number + 1)
    by_load = {load: cases.together(parts) for load, parts in found.items()}
    return Outcome(
        by_load, tuple(again.seconds), np.array(again.shares), tickets, ends["unserved"], ends["refused"], untold
    )


class _Usual:
    """What somebody tells who knows the hall, and does not look at it: the mean wait of the hour on earlier days."""

    def __init__(self) -> None:
        self._waits: dict[int, list[float]] = {}

    def learn(self, result: DayResult) -> None:
        for told in result.tickets:
            if told.called:
                self._waits.setdefault(told.arrival.hour, []).append((told.called - told.arrival) / cases.MINUTE)

    def by_hour(self) -> dict[int, float]:
        return {hour: float(np.mean(waits)) for hour, waits in self._waits.items()}


class _AskedAgain:
    """Asks for a forecast of some tickets when they have been issued, and compares it with what came."""

    def __init__(self, hall: Hall, trial: Trial) -> None:
        self.seconds: list[float] = []
        self.shares: list[float] = []
        self._hall = hall
        self._trial = trial
        self._issued = 0
        self._open: dict[str, tuple[Forecast, datetime]] = {}

    def listen(self, fact: e.Event) -> None:
        if isinstance(fact, e.TicketIssued):
            self._issued += 1
            if self._issued % self._trial.asked_again == 0:
                self._ask(fact)
        elif isinstance(fact, e.TicketCalled) and fact.ticket in self._open:
            forecast, issued = self._open.pop(fact.ticket)
            if fact.at > issued:
                ticket = self._hall.memory.tickets[fact.ticket]
                self.shares.append(1.0 - forecast.late(ticket, fact.at))
        elif isinstance(fact, e.DayClosed):
            self._open.clear()

    def _ask(self, fact: e.TicketIssued) -> None:
        ticket = self._hall.memory.tickets[fact.ticket]
        begun = time.thread_time()
        forecast = Forecast(self._hall, fact.at, self._trial.plays)
        forecast.ticket(ticket)
        self.seconds.append(time.thread_time() - begun)
        self._open[fact.ticket] = (forecast, fact.at)


def _nobody(_: e.Event) -> None:
    pass
