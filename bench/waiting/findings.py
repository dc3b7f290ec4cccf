"""What the bench of waits finds, as plain values: tables for people, for pictures and for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from bench.waiting import scores
from bench.waiting.cases import CLASSES, GUESSES, PLAIN, PLAYED, Cases
from bench.waiting.classical import Array
from bench.waiting.one_line import Errors
from bench.waiting.scores import Score

CONFIDENCES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
BY_HOUR = (PLAYED, PLAIN, "LES", "HOL")
ENOUGH = 20  # cases, below which an hour or a class says nothing


class Guessed(Struct, frozen=True, kw_only=True):
    """One estimator among ordinary tickets that waited; minutes. `everybody`: RMSE of all, called at once or not."""

    name: str
    rmse: Score
    mae: Score
    bias: Score
    ratio: Score
    too_little: Score
    everybody: Score
    everybody_ratio: Score


class Ranged(Struct, frozen=True, kw_only=True):
    """The printed ranges of some: how many held, how many ended too early and too late, how wide they are."""

    who: str
    count: int
    held: Score
    late: Score
    early: Score
    width: Score


class Hour(Struct, frozen=True, kw_only=True):
    """Ordinary tickets that waited, by the hour of their arrival; minutes."""

    hour: int
    count: int
    wait: float
    rmse: dict[str, float]
    held: float


class Day(Struct, frozen=True, kw_only=True):
    """One hall at one load: `days` test days, `count` tickets, of which `waited` ordinary ones waited `wait` minutes."""

    hall: str
    load: float
    days: int
    count: int
    waited: int
    wait: float
    guessed: tuple[Guessed, ...]
    ranged: tuple[Ranged, ...]
    by_hour: tuple[Hour, ...]
    by_line: tuple[Ranged, ...]

    @property
    def name(self) -> str:
        return f"{self.hall} × {self.load:g}"


class Rate(Struct, frozen=True, kw_only=True):
    """Mean waits of everybody in minutes, where the waits of priority classes count `rate` times."""

    hall: str
    rate: float
    ordinary: Score
    priority: Score


class Checked(Struct, frozen=True, kw_only=True):
    """One estimator in one line of known worth: found in a long run, and in the reference."""

    model: str
    name: str
    found: Errors
    reference: Errors | None


class Findings(Struct, frozen=True, kw_only=True):
    """`calibration`: hall -> for each of CONFIDENCES the share of waits that fell in the middle of the plays.
    `seconds`: hall -> how long estimates took.
    """

    checked: tuple[Checked, ...]
    days: tuple[Day, ...]
    calibration: dict[str, tuple[float, ...]]
    seconds: dict[str, tuple[float, ...]]
    classical: dict[str, tuple[float, ...]]
    rates: tuple[Rate, ...]


def of_day(hall: str, load: float, cases: Cases) -> Day:
    """All that is said of one hall at one load."""
    waited = scores.waited(cases)
    ordinary = waited & scores.of_kind(cases, [0])
    return Day(
        hall=hall,
        load=load,
        days=len(np.unique(cases.day)),
        count=len(cases.wait),
        waited=int(ordinary.sum()),
        wait=scores.mean_wait(cases.only(ordinary)),
        guessed=tuple(_guessed(cases, name, ordinary) for name in GUESSES),
        ranged=tuple(_by_class(cases)),
        by_hour=tuple(_by_hour(cases.only(ordinary))),
        by_line=tuple(
            _ranged(line, cases, waited & (cases.line == line))
            for line in np.unique(cases.line).tolist()
            if np.sum(waited & (cases.line == line)) >= ENOUGH
        ),
    )


def _guessed(cases: Cases, name: str, ordinary: scores.Chosen) -> Guessed:
    return Guessed(
        name=name,
        rmse=scores.score(cases, scores.rmse(name), ordinary),
        mae=scores.score(cases, scores.mae(name), ordinary),
        bias=scores.score(cases, scores.bias(name), ordinary),
        ratio=scores.score(cases, scores.ratio(name), ordinary),
        too_little=scores.score(cases, scores.told_too_little(name), ordinary),
        everybody=scores.score(cases, scores.rmse(name)),
        everybody_ratio=scores.score(cases, scores.ratio(name)),
    )


def _by_class(cases: Cases) -> Iterator[Ranged]:
    waited = scores.waited(cases)
    for kind, who in enumerate(CLASSES):
        chosen = waited & scores.of_kind(cases, [kind])
        if np.sum(chosen) >= ENOUGH:
            yield _ranged(f"{who}, waited", cases, chosen)
    for kind, who in enumerate(CLASSES):
        chosen = scores.of_kind(cases, [kind])
        if np.sum(chosen) >= ENOUGH:
            yield _ranged(f"{who}, all", cases, chosen)


def _ranged(who: str, cases: Cases, chosen: scores.Chosen) -> Ranged:
    return Ranged(
        who=who,
        count=int(chosen.sum()),
        held=scores.score(cases, scores.coverage, chosen),
        late=scores.score(cases, scores.late, chosen),
        early=scores.score(cases, scores.early, chosen),
        width=scores.score(cases, scores.width, chosen),
    )


def _by_hour(ordinary: Cases) -> Iterator[Hour]:
    for hour in np.unique(ordinary.hour).tolist():
        there = ordinary.only(ordinary.hour == hour)
        if len(there.wait) >= ENOUGH:
            yield Hour(
                hour=hour,
                count=len(there.wait),
                wait=scores.mean_wait(there),
                rmse={name: scores.rmse(name)(there) for name in BY_HOUR},
                held=scores.coverage(there),
            )


def calibration(before: Array, plays: int) -> tuple[float, ...]:
    """For each of CONFIDENCES the share of waits between the quantiles that leave equally much on both sides.

    `before`: in what share of the `plays` each was called before it really was. Were the plays of the same chance as
    the truth, its rank among them would be uniform over plays + 1 places; a rank is spread over its place by chance.
    """
    ranks = (before * plays + np.random.default_rng(0).random(len(before))) / (plays + 1)
    return tuple(float(np.mean(np.abs(ranks - 0.5) <= confidence / 2)) for confidence in CONFIDENCES)


def mean_waits(hall: str, rate: float, cases: Cases) -> Rate:
    return Rate(
        hall=hall,
        rate=rate,
        ordinary=scores.score(cases, scores.mean_wait, scores.of_kind(cases, [0])),
        priority=scores.score(cases, scores.mean_wait, scores.of_kind(cases, [1])),
    )


def checked(model: str, runs: Sequence[dict[str, Errors]], reference: dict[str, Errors]) -> Iterator[Checked]:
    """The mean of several long runs, beside the reference."""
    for name in runs[0]:
        found = Errors(
            float(np.mean([run[name].rrmse for run in runs])), float(np.mean([run[name].rmae for run in runs]))
        )
        yield Checked(model=model, name=name, found=found, reference=reference.get(name))
