"""How good guesses were, and how sure we are of that: the days are what chance drew, so days are left out in turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from bench.waiting.cases import PLAIN, PLAYED, Cases
from bench.waiting.classical import Array

Chosen = NDArray[np.bool_]


class Score(Struct, frozen=True):
    """`value` and its standard error (jackknife over days); nan where nothing could be counted."""

    value: float
    error: float


def score(cases: Cases, measure: Callable[[Cases], float], chosen: Chosen | None = None) -> Score:
    """`measure` of the chosen cases, and how much it would differ on other days."""
    picked = cases if chosen is None else cases.only(chosen)
    value = measure(picked)
    days = np.unique(cases.day)
    if len(days) < 2:  # noqa: PLR2004 - one day says nothing of the others
        return Score(value, np.nan)
    without = [measure(picked.only(picked.day != day)) for day in days]
    known = np.array([each for each in without if np.isfinite(each)])
    if len(known) < 2:  # noqa: PLR2004
        return Score(value, np.nan)
    count = len(known)
    return Score(value, float(np.sqrt((count - 1) / count * np.sum((known - known.mean()) ** 2))))


def rmse(name: str) -> Callable[[Cases], float]:
    """Root mean square error of the guess `name`, minutes."""
    return lambda cases: _mean((cases.guesses[name] - cases.wait) ** 2) ** 0.5


def mae(name: str) -> Callable[[Cases], float]:
    """Mean absolute error, minutes."""
    return lambda cases: _mean(np.abs(cases.guesses[name] - cases.wait))


def bias(name: str) -> Callable[[Cases], float]:
    """Mean of guess − truth, minutes: above 0, people are told too much."""
    return lambda cases: _mean(cases.guesses[name] - cases.wait)


def ratio(name: str = PLAYED, to: str = PLAIN) -> Callable[[Cases], float]:
    """RMSE of one guess as a share of another's."""

    def measure(cases: Cases) -> float:
        below = rmse(to)(cases)
        return rmse(name)(cases) / below if below > 0 else np.nan

    return measure


def coverage(cases: Cases) -> float:
    """The share of those who were called within the range that they were told."""
    return _mean((cases.earliest <= cases.wait) & (cases.wait <= cases.latest))


def late(cases: Cases) -> float:
    """The share of those who were called after `latest`."""
    return _mean(cases.wait > cases.latest)


def early(cases: Cases) -> float:
    """The share of those who were called before `earliest`."""
    return _mean(cases.wait < cases.earliest)


def width(cases: Cases) -> float:
    """Mean width of the range, minutes."""
    return _mean(cases.latest - cases.earliest)


def mean_wait(cases: Cases) -> float:
    return _mean(cases.wait)


def told_too_little(name: str) -> Callable[[Cases], float]:
    """The share of those who waited longer than the guess."""
    return lambda cases: _mean(cases.wait > cases.guesses[name])


def waited(cases: Cases) -> Chosen:
    """Those whom nobody called at once."""
    return cases.wait > 0


def of_kind(cases: Cases, kinds: Sequence[int]) -> Chosen:
    return np.isin(cases.kind, kinds)


def _mean(values: Array | Chosen) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
