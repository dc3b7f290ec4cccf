"""Names that are easily taken for one another: candidates among which a listener has to choose. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Thing = TypeVar("Thing")


def nearest(one: Thing, names: Mapping[Thing, str], count: int) -> list[Thing]:
    """`one` and the things whose names are fewest letters away from its own, `count` in all.

    >>> nearest(13, {13: "тринадцять", 30: "тридцять", 5: "п'ять", 14: "чотирнадцять"}, 3)
    [13, 30, 14]
    """
    own = names[one]
    return sorted(names, key=lambda each: (each != one, distance(own, names[each])))[:count]


def distance(one: str, other: str) -> int:
    """How many letters must be put in, left out or changed (Levenshtein).

    >>> distance("бе", "ве"), distance("сім", "вісім")
    (1, 2)
    """
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        above, row = row, [place]
        for column, sign in enumerate(other, 1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (letter != sign)))
    return row[-1]
