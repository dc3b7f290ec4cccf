"""A hall that learns on some days and is held to its word on others, which nobody has seen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from msgspec import Struct

from bench.waiting import cases, days, hall_files
from bench.waiting.cases import Cases
from bench.waiting.profiles import PRIORITY_RATE, Profile
from broker.queuemaster.state import Hall
from broker.replay.outcome import DayResult
from broker.replay.plan import Options
from broker.replay.virtual_day import replay_day

FIRST_DAY = date(2026, 3, 2)


class Trial(Struct, frozen=True):
    """`training` normal days, then `tests` days of each load in turn. `variation`: see `days.visitors`."""

    profile: Profile
    loads: tuple[float, ...]
    training: int
    tests: int
    seed: int = 1
    plays: int = 30
    rate: float = PRIORITY_RATE
    variation: float = 0.0


class Outcome(Struct, frozen=True):
    """By load: what was said on the test days. `seconds`: of computing, for each ticket of the test days."""

    by_load: dict[float, Cases]
    seconds: float
    tickets: int
    unserved: int
    refused: int


def run(trial: Trial) -> Outcome:
    profile = trial.profile
    plan = hall_files.plan(profile, trial.rate)
    shifts = days.shifts(profile)
    hall = Hall(plan)
    options = Options(plays=trial.plays)
    usual: list[float] = []
    found: dict[float, list[Cases]] = {load: [] for load in trial.loads}
    taken, tickets, ends = 0.0, 0, {"unserved": 0, "refused": 0}
    for number, load in enumerate(_loads(trial)):
        come = days.visitors(profile, load, np.random.default_rng([trial.seed, number + 1]), trial.variation)
        begun = time.perf_counter()
        result = replay_day(hall, FIRST_DAY + timedelta(days=number), come, shifts, options)
        if number < trial.training:
            usual += _waits(result)
            continue
        taken += time.perf_counter() - begun
        tickets += len(result.tickets)
        for told in result.tickets:
            if told.outcome in ends:
                ends[told.outcome] += 1
        found[load].append(cases.of_day(plan, result, shifts, float(np.mean(usual)) if usual else 0.0))
    by_load = {load: cases.together(parts) for load, parts in found.items()}
    return Outcome(by_load, taken / max(tickets, 1), tickets, ends["unserved"], ends["refused"])


def _loads(trial: Trial) -> Sequence[float]:
    return [1.0] * trial.training + list(trial.loads) * trial.tests


def _waits(result: DayResult) -> list[float]:
    return [(told.called - told.arrival) / timedelta(minutes=1) for told in result.tickets if told.called]
