"""A rating says no more than can be told: few answers say nothing, chance is no merit, like is compared with like."""

from __future__ import annotations

from math import inf
from random import Random

import pytest

from office.reports.question import Question
from office.reports.ratings import ASKED, Ratings, prior_size, ratings
from office.reports.table import Cell, Row, Table

pytestmark = pytest.mark.fast


def rated(*rows: tuple[str | None, str, int, int], least: int = 30) -> Ratings:
    """Each row: operator, service, good grades, grades."""
    question = Question(measures=ASKED[0], groups=ASKED[1], since="2026-11-01", until="2026-11-30")
    cells = [
        Row((who, service), (Cell(good / of if of else None, 0, 1, of), Cell(float(of))))
        for who, service, good, of in rows
    ]
    return ratings(Table(question=question, rows=tuple(cells)), least)


def test_whoever_has_too_few_answers_is_not_rated_and_is_named_as_such():
    seen = rated(("a", "s", 29, 29), ("b", "s", 20, 30), ("c", "s", 25, 40))
    assert {one.operator for one in seen.rated} == {"b", "c"}
    assert seen.too_few == (("a", 29),)


def test_without_answers_there_is_nothing_to_tell():
    assert rated() == Ratings(mean=None, prior=inf, least=30, rated=(), too_few=())
    assert rated((None, "s", 3, 50)).rated == ()  # who served is forgotten


def test_differences_that_chance_makes_are_none():
    """Twenty operators who are all alike, each with 40 answers: whoever is first is so by luck."""
    chance = Random(7)
    rows = [(f"o{n:02}", "s", sum(chance.random() < 0.8 for _ in range(40)), 40) for n in range(20)]
    seen = rated(*rows)
    raw = [one.raw for one in seen.rated]
    drawn = [one.drawn for one in seen.rated]
    assert max(raw) - min(raw) > 0.15
    assert max(drawn) - min(drawn) < 0.05


def test_true_differences_stay_and_those_with_fewer_answers_are_drawn_further():
    seen = {
        one.operator: one
        for one in rated(
            ("good", "s", 190, 200), ("few", "s", 38, 40), ("fair", "s", 160, 200), ("poor", "s", 100, 200)
        ).rated
    }
    assert seen["good"].raw == seen["few"].raw
    assert seen["good"].raw > seen["good"].drawn > seen["few"].drawn > seen["fair"].drawn > seen["poor"].drawn
    assert seen["few"].high - seen["few"].low > seen["good"].high - seen["good"].low


def test_whoever_serves_what_is_graded_badly_everywhere_is_not_worse_for_it():
    """Both get on each service what everybody gets there; the mix alone makes their plain shares differ."""
    seen = {
        one.operator: one
        for one in rated(
            ("kind", "easy", 90, 100), ("kind", "hard", 10, 20), ("brave", "easy", 18, 20), ("brave", "hard", 50, 100)
        ).rated
    }
    assert seen["kind"].raw - seen["brave"].raw > 0.2
    assert seen["kind"].adjusted == pytest.approx(seen["brave"].adjusted)
    assert seen["kind"].drawn == pytest.approx(seen["brave"].drawn)


def test_the_weight_of_the_mean_is_found_again_from_answers_that_were_made_with_it():
    """Shares drawn from a beta distribution whose two parts add up to 20; 400 operators with 100 answers each."""
    chance = Random(1)
    shares = []
    for _ in range(400):
        own = chance.betavariate(16, 4)
        shares.append((sum(chance.random() < own for _ in range(100)) / 100, 100))
    assert prior_size(shares) == pytest.approx(20, rel=0.25)


def test_where_all_are_alike_or_alone_the_mean_weighs_everything():
    assert prior_size([]) == inf
    assert prior_size([(0.9, 50)]) == inf
    assert prior_size([(1.0, 50), (1.0, 60)]) == inf
