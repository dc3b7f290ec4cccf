"""Chance for the plays: tables of draws that depend on a seed alone, each column evenly spread over the plays.

A ticket always looks into the same column, so that two estimates a minute apart differ by what happened meanwhile
and not by new luck (common random numbers); and a column holds each of `plays` equal shares of the distribution once
(stratified sampling), so that few plays are enough.
"""

from __future__ import annotations

from functools import lru_cache
from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Places = NDArray[np.intp]
Flags = NDArray[np.bool_]

COLUMNS = 1024
OF_TICKETS = 896  # columns of tickets; the rest is for windows
_SMALLEST = 1e-9  # of a probability: six deviations out, further than any model of a visit holds


class Chance:
    """`even` [plays, columns]: uniform on (0, 1); `normal`: the same ranks as standard normal values."""

    def __init__(self, seed: int, plays: int) -> None:
        generator = np.random.Generator(np.random.PCG64(seed))
        ranks = generator.random((plays, COLUMNS)).argsort(axis=0)
        self.even: Array = (ranks + generator.random((plays, COLUMNS))) / plays
        self.normal: Array = normal_quantile(self.even)


@lru_cache(maxsize=2)
def chance(seed: int, plays: int) -> Chance:
    """The tables of a seed; kept, because a whole day draws from the same."""
    return Chance(seed, plays)


def normal_quantile(share: Array) -> Array:
    """The standard normal value below which `share` lies; six digits, capped at six deviations.

    M. Giles, "Approximating the erfinv function", GPU Computing Gems 2 (2012), single-precision branch.
    """
    p = np.clip(share, _SMALLEST, 1.0 - _SMALLEST)
    w = -np.log(4.0 * p * (1.0 - p))
    near = np.polyval(_NEAR, np.minimum(w, 5.0) - 2.5)
    far = np.polyval(_FAR, np.sqrt(np.maximum(w, 5.0)) - 3.0)
    return np.asarray(sqrt(2.0) * (2.0 * p - 1.0) * np.where(w < 5.0, near, far))  # noqa: PLR2004 - where they meet


def normal_above(value: float) -> float:
    """The share of a standard normal that lies above `value`."""
    return 0.5 * erfc(value / sqrt(2.0))


_NEAR = (
    2.81022636e-08,
    3.43273939e-07,
    -3.5233877e-06,
    -4.39150654e-06,
    0.00021858087,
    -0.00125372503,
    -0.00417768164,
    0.246640727,
    1.50140941,
)
_FAR = (
    -0.000200214257,
    0.000100950558,
    0.00134934322,
    -0.00367342844,
    0.00573950773,
    -0.0076224613,
    0.00943887047,
    1.00167406,
    2.83297682,
)
