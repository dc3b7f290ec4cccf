"""A hall of one line and alike windows, and what queueing theory says of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from heapq import heapify, heapreplace
from math import log1p, sqrt
from random import Random
from statistics import mean, stdev
from typing import NamedTuple

from broker.contracts.hall_check import parse
from broker.contracts.hall_file import HallFile
from broker.queuemaster.state import Hall
from broker.replay.plan import DAY, Options, Shift, Visitor
from broker.replay.virtual_day import replay_day

MONDAY = date(2026, 11, 23)
_HALL = """
[hall]
id = "one-line"
name = { uk = "Одна черга", en = "One line" }
timezone = "Europe/Kyiv"
[policy]
stop_issuing = "at-closing"
[[zone]]
id = "hall-1"
name = { uk = "Зал 1", en = "Hall 1" }
[[line]]
id = "all"
letter = "А"
name = { uk = "Усі", en = "All" }
minutes = 1.0
[[service]]
id = "any"
line = "all"
name = { uk = "Будь-що", en = "Anything" }
"""
_WINDOW = """
[[window]]
id = {number}
zone = "hall-1"
lines = ["all"]
"""


def hall_of(windows: int) -> HallFile:
    return parse(_HALL + "".join(_WINDOW.format(number=number) for number in range(1, windows + 1)))


class Came(NamedTuple):
    """Seconds since midnight, and seconds of service."""

    arrival: float
    service: float


def replayed_waits(come: Sequence[Came], windows: int, day: date = MONDAY) -> list[float]:
    """Seconds from arrival to call of each who was called, in a day replayed with windows that never close."""
    visitors = [
        Visitor(arrival=timedelta(seconds=each.arrival), service="any", minutes=each.service / 60) for each in come
    ]
    shifts = [Shift(window=number, start=timedelta(0), end=DAY) for number in range(1, windows + 1)]
    told = replay_day(Hall(hall_of(windows)), day, visitors, shifts, Options(walk=timedelta(0), estimates=False))
    return [(ticket.called - ticket.arrival).total_seconds() for ticket in told.tickets if ticket.called]


def recursion(come: Sequence[Came], windows: int) -> list[float]:
    """Waits of first come, first served at alike windows: Kiefer & Wolfowitz, Trans. AMS 78 (1955) 1–18."""
    free_at = [0.0] * windows
    heapify(free_at)
    waits = []
    for each in come:
        start = max(each.arrival, free_at[0])
        heapreplace(free_at, start + each.service)
        waits.append(start - each.arrival)
    return waits


def erlang_c(windows: int, load: float) -> float:
    """The share that waits in M/M/s; `load`: arrivals in one mean service. By Erlang B's recursion (Erlang, 1917)."""
    blocked = 1.0
    for number in range(1, windows + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked / (1 - load / windows * (1 - blocked))


def theory(windows: int, rho: float, service: float = 60.0, spread: float = 1.0) -> float:
    """Mean wait, seconds: exact for M/M/s (`spread` 1), else Allen & Cunneen's (1 + spread²) / 2 of it (Allen,
    Probability, Statistics and Queueing Theory, 2nd ed. 1990, 5.3).
    """
    waiting = erlang_c(windows, rho * windows)
    return waiting * service / (windows * (1 - rho)) * (1 + spread**2) / 2


def a_day(
    windows: int, rho: float, seed: int, *, service: float = 60.0, spread: float = 1.0, most: int = 10**9
) -> list[Came]:
    """Poisson arrivals from midnight to midnight; services exponential, or log-normal when `spread` is not 1."""
    chance = Random(seed)
    sigma = sqrt(log1p(spread**2))
    come: list[Came] = []
    moment = chance.expovariate(rho * windows / service)
    while moment < 86_390 and len(come) < most:
        lasts = (
            chance.expovariate(1 / service)
            if spread == 1.0
            else service * chance.lognormvariate(-(sigma**2) / 2, sigma)
        )
        come.append(Came(moment, max(lasts, 0.01)))
        moment += chance.expovariate(rho * windows / service)
    return come


class Measured(NamedTuple):
    mean: float
    error: float  # standard error of the mean, from means of stretches that are long against the queue's memory


def measured(stretches: Sequence[Sequence[float]]) -> Measured:
    means = [mean(stretch) for stretch in stretches]
    return Measured(mean(means), stdev(means) / sqrt(len(means)))


def cut(waits: Sequence[float], stretches: int, warm_up: int) -> list[Sequence[float]]:
    """The waits after `warm_up` visitors (the hall began empty) in so many stretches."""
    left = waits[warm_up:]
    size = len(left) // stretches
    return [left[at * size : (at + 1) * size] for at in range(stretches)]
