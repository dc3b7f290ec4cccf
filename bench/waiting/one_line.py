"""One line before s windows, first come, first served: what theory knows of it, and a fast simulation.

The estimators of `classical` are checked here, where what they are worth is known: with exponential services
QL errs by √(mean of people ahead + 1) services of all windows, and in heavy traffic LES, HOL and the others by
√(c²+1) times that, c² being the squared coefficient of variation between arrivals (Ibrahim and Whitt 2009).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from heapq import heapify, heapreplace
from math import exp, lgamma, log

import numpy as np
from msgspec import Struct
from numpy.random import Generator

from bench.waiting import classical
from bench.waiting.classical import Array

Draw = Callable[[Generator, int], Array]  # (chance, how many) -> values of mean 1


class Model(Struct, frozen=True):
    """`between`: times between arrivals; `service`: service times; both of mean 1. `load`: of all windows."""

    name: str
    between: Draw
    service: Draw
    windows: int
    load: float


class Errors(Struct, frozen=True):
    """Of one estimator, among those who waited, relative to their mean wait: root mean square, mean absolute."""

    rrmse: float
    rmae: float


def exponential(chance: Generator, count: int) -> Array:
    return chance.exponential(size=count)


def erlang(phases: int) -> Draw:
    return lambda chance, count: chance.gamma(phases, 1 / phases, size=count)


def hyperexponential(variation2: float) -> Draw:
    """Two exponentials with balanced means and this squared coefficient of variation (> 1)."""
    p = (1 + ((variation2 - 1) / (variation2 + 1)) ** 0.5) / 2

    def draw(chance: Generator, count: int) -> Array:
        first = chance.random(count) < p
        return np.asarray(chance.exponential(size=count) * np.where(first, 1 / (2 * p), 1 / (2 * (1 - p))))

    return draw


def lognormal(variation: float) -> Draw:
    spread2 = log(1 + variation**2)
    return lambda chance, count: chance.lognormal(-spread2 / 2, spread2**0.5, size=count)


# The rows of the table that the estimators are held against.
MODELS = (
    Model("M/M/10, 95 %", exponential, exponential, 10, 0.95),
    Model("E4/M/10, 95 %", erlang(4), exponential, 10, 0.95),
    Model("H2/M/10, 95 %", hyperexponential(4.0), exponential, 10, 0.95),
    Model("M/LN(0.5)/10, 95 %", exponential, lognormal(0.5), 10, 0.95),
    Model("M/LN(0.5)/4, 90 %", exponential, lognormal(0.5), 4, 0.90),
    Model("M/M/100, 98 %", exponential, exponential, 100, 0.98),
)


# What one simulation of 400,000 customers a row found: (relative root mean square, relative mean absolute) error.
# Another run of that length is longer or shorter by up to a tenth, and its errors with it.
_ESTIMATORS = ("QL", "QLm", "LES", "HOL", "RCS", "average of 5")
_FOUND = (
    ((0.21, 0.15), (0.31, 0.20), (0.31, 0.22), (0.30, 0.21), (0.33, 0.24), (0.31, 0.22)),
    ((0.28, 0.20), (0.38, 0.25), (0.33, 0.24), (0.32, 0.23), (0.37, 0.27), (0.34, 0.25)),
    ((0.14, 0.10), (0.26, 0.16), (0.30, 0.21), (0.30, 0.21), (0.31, 0.22), (0.31, 0.22)),
    ((0.15, 0.12), (0.21, 0.15), (0.31, 0.22), (0.30, 0.22), (0.36, 0.27), (0.32, 0.23)),
    ((0.22, 0.17), (0.35, 0.25), (0.44, 0.32), (0.43, 0.31), (0.51, 0.38), (0.46, 0.34)),
    ((0.14, 0.10), (0.15, 0.11), (0.20, 0.14), (0.20, 0.14), (0.22, 0.16), (0.20, 0.15)),
)
REFERENCE = {
    model.name: {name: Errors(*found) for name, found in zip(_ESTIMATORS, row, strict=True)}
    for model, row in zip(MODELS, _FOUND, strict=True)
}


class Lived(Struct, frozen=True):
    """What became of everybody: moments in mean services."""

    came: Array
    called: Array
    done: Array


def live(model: Model, customers: int, chance: Generator) -> Lived:
    """`customers` through an empty hall that fills: each is called by the window that is free first."""
    came = np.cumsum(model.between(chance, customers)) / (model.load * model.windows)
    services = model.service(chance, customers)
    free = [0.0] * model.windows
    heapify(free)
    called = np.empty(customers)
    for place, (moment, service) in enumerate(zip(came.tolist(), services.tolist(), strict=True)):
        start = free[0] if free[0] > moment else moment  # noqa: FURB136 - half the time of max(), in the inner loop
        called[place] = start
        heapreplace(free, start + service)
    return Lived(came, called, called + services)


def errors(model: Model, customers: int, chance: Generator) -> dict[str, Errors]:
    """How far each estimator is from the truth, among those who waited; the first tenth warms up."""
    lived = live(model, customers, chance)
    waits = lived.called - lived.came
    asked = waits > 0
    asked[: customers // 10] = False
    now, truth = lived.came[asked], waits[asked]
    # First come, first served: all whom nobody called before now stand ahead.
    ahead = (np.flatnonzero(asked) - np.searchsorted(lived.called, now, "right")).astype(np.float64)
    windows = np.full(len(now), float(model.windows))
    seen = classical.Seen(lived.came, lived.called, lived.done)
    by_length = classical.queue_length(ahead, np.ones(len(now)), windows)
    guesses = {
        "QL": by_length,
        "QLm": classical.queue_length_measured(ahead, seen.rate(now, np.ones(len(now))), by_length),
        "LES": seen.last_called(now),
        "HOL": seen.head_of_line(now),
        "RCS": seen.last_arrival_done(now),
        "average of 5": seen.average(now),
        "constant": np.full(len(now), truth.mean()),
    }
    mean = float(truth.mean())
    return {
        name: Errors(float(np.sqrt(np.mean((guess - truth) ** 2))) / mean, float(np.mean(np.abs(guess - truth))) / mean)
        for name, guess in guesses.items()
    }


def costs(times: int, chance: Generator) -> dict[str, tuple[float, ...]]:
    """Seconds that each estimator of delay history takes for one answer, in a line that has seen 1,000."""
    lived = live(MODELS[0], 1000, chance)
    seen = classical.Seen(lived.came, lived.called, lived.done)
    asked: dict[str, Callable[[Array], Array]] = {
        "QL": lambda now: classical.queue_length(now, now, now),
        "QLm": lambda now: seen.rate(now, np.ones(1)),
        "LES": seen.last_called,
        "HOL": seen.head_of_line,
        "RCS": seen.last_arrival_done,
        "average of 5": seen.average,
    }
    moments = chance.uniform(0, lived.came[-1], (times, 1))
    return {name: tuple(_seconds(ask, now) for now in moments) for name, ask in asked.items()}


def _seconds(ask: Callable[[Array], Array], now: Array) -> float:
    begun = time.perf_counter()
    ask(now)
    return time.perf_counter() - begun


def erlang_c(windows: int, load: float) -> float:
    """The share of M/M/s customers who wait (Erlang 1917). `load` of all windows, < 1."""
    offered = windows * load
    logs = [k * log(offered) - lgamma(k + 1) for k in range(windows)]
    full = windows * log(offered) - lgamma(windows + 1) - log(1 - load)
    return 1 / (1 + sum(exp(each - full) for each in logs))
