"""Who is graded better, as far as that can be told: like with like, enough answers, and no more than chance allows. Pure.

Three steps. (1) Nobody with fewer answers than the hall file's limit is rated. (2) Grades differ by service, so each
operator's good grades are compared with what the same services get in the whole hall (indirect standardisation). (3) The
differences are drawn towards the mean by as much as they are likely to be chance: empirical Bayes with a beta prior whose
size is found by moments (J. C. Kleinman, "Proportions with extraneous variance", JASA 68 (1973) 46–54).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import inf, sqrt

from msgspec import Struct

from office.reports.table import Table
from office.reports.wilson import Z_95

ASKED = (("good-share", "answers"), ("operator", "service"))
_FEWEST = 2  # operators among whom a difference can be seen


class Rating(Struct, frozen=True, kw_only=True):
    """`raw`: the plain share of good grades; `adjusted`: as if everybody had the hall's mix of services; `drawn`:
    adjusted and drawn towards the mean, with its bounds.
    """

    operator: str
    answers: int
    raw: float
    adjusted: float
    drawn: float
    low: float
    high: float


class Ratings(Struct, frozen=True, kw_only=True):
    """`prior`: how many answers the hall's mean weighs; infinite: all differences may be chance. `too_few`: who has
    fewer answers than `least`, and how many.
    """

    mean: float | None
    prior: float
    least: int
    rated: tuple[Rating, ...]
    too_few: tuple[tuple[str, int], ...]


def ratings(table: Table, least: int) -> Ratings:
    """`table` answers ASKED. The best first; without a place: neighbours whose bounds overlap are not told apart."""
    good, of = _counts(table)
    whole, sums = sum(of.values()), sum(good.values())
    by_operator: dict[str, int] = defaultdict(int)
    for (operator, _), count in of.items():
        by_operator[operator] += count
    few = tuple((operator, n) for operator, n in sorted(by_operator.items()) if n < least)
    eligible = [operator for operator, n in sorted(by_operator.items()) if n >= least]
    if not whole:
        return Ratings(mean=None, prior=inf, least=least, rated=(), too_few=few)
    mean = sums / whole
    adjusted = {operator: _adjusted(operator, good, of, mean) for operator in eligible}
    prior = prior_size([(adjusted[operator], by_operator[operator]) for operator in eligible])
    rated = [
        _rated(operator, by_operator[operator], good, adjusted[operator], mean=mean, prior=prior)
        for operator in eligible
    ]
    return Ratings(
        mean=mean,
        prior=prior,
        least=least,
        rated=tuple(sorted(rated, key=lambda each: (-each.drawn, each.operator))),
        too_few=few,
    )


def _counts(table: Table) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]]:
    good: dict[tuple[str, str], int] = {}
    of: dict[tuple[str, str], int] = {}
    for row in table.rows:
        operator, service = row.keys
        cell = row.cells[table.column("good-share")]
        if operator is not None and service is not None and cell.whole and cell.value is not None:
            of[operator, service] = cell.whole
            good[operator, service] = round(cell.value * cell.whole)
    return good, of


def _adjusted(
    operator: str, good: Mapping[tuple[str, str], int], of: Mapping[tuple[str, str], int], mean: float
) -> float:
    """The hall's mean, and by how much this operator's share is above what the same services get from all."""
    share = _by_service(good, of)
    own = {service: n for (who, service), n in of.items() if who == operator}
    expected = sum(n * share[service] for service, n in own.items())
    got = sum(good[operator, service] for service in own)
    return min(1.0, max(0.0, mean + (got - expected) / sum(own.values())))


def _by_service(good: Mapping[tuple[str, str], int], of: Mapping[tuple[str, str], int]) -> dict[str, float]:
    sums: dict[str, int] = defaultdict(int)
    wholes: dict[str, int] = defaultdict(int)
    for (operator, service), n in of.items():
        wholes[service] += n
        sums[service] += good[operator, service]
    return {service: sums[service] / n for service, n in wholes.items()}


def prior_size(shares: Sequence[tuple[float, int]]) -> float:
    """How many answers the mean weighs, so that what is left of the differences is more than chance. By moments.

    `shares`: each with how many it is of. Infinite where the shares differ no more than chance makes them.
    """
    whole = sum(n for _, n in shares)
    if len(shares) < _FEWEST or not whole:
        return inf
    mean = sum(share * n for share, n in shares) / whole
    chance = mean * (1 - mean)
    if chance <= 0:
        return inf
    spread = sum(n * (share - mean) ** 2 for share, n in shares)
    free = len(shares) - 1
    room = whole - sum(n * n for _, n in shares) / whole - free
    same = (spread - chance * free) / (chance * room) if room > 0 else 0.0  # the correlation within an operator
    return inf if same <= 0 else (1 - min(same, 1.0)) / min(same, 1.0)


def _rated(
    operator: str, answers: int, good: Mapping[tuple[str, str], int], adjusted: float, *, mean: float, prior: float
) -> Rating:
    raw = sum(n for (who, _), n in good.items() if who == operator) / answers
    drawn = mean if prior == inf else (adjusted * answers + mean * prior) / (answers + prior)
    half = 0.0 if prior == inf else Z_95 * sqrt(drawn * (1 - drawn) / (answers + prior + 1))
    return Rating(
        operator=operator,
        answers=answers,
        raw=raw,
        adjusted=adjusted,
        drawn=drawn,
        low=max(0.0, drawn - half),
        high=min(1.0, drawn + half),
    )
