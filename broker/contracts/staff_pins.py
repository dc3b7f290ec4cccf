"""PINs of those who work in the hall: which are too easy, and how one is drawn. Pure: chance is passed in."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

DRAWN = 6  # digits


def easy(pin: str) -> bool:
    """Whether it is among the first that anybody tries: one digit or two again and again, or a run of digits.

    >>> [pin for pin in ("0000", "1212", "123456", "9876", "890123", "4821", "1357") if easy(pin)]
    ['0000', '1212', '123456', '9876', '890123']
    """
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return steps in ({0}, {1}, {9}) or pin == (pin[:2] * len(pin))[: len(pin)]


def drawn(below: Callable[[int], int]) -> str:
    """A PIN that is not easy. `below(n)`: a whole number of chance, from 0 to n - 1."""
    while True:
        pin = "".join(str(below(10)) for _ in range(DRAWN))
        if not easy(pin):
            return pin
