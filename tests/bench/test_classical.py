"""The estimators of the books: what each tells in a small story, and what each is worth where theory knows it."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.waiting import classical, one_line
from bench.waiting.classical import Array, Seen
from bench.waiting.one_line import MODELS, REFERENCE, Model

pytestmark = pytest.mark.fast

NEVER = np.inf
# Four came at 0, 10, 20, 30; the third was called before the second, the fourth still waits.
STORY = Seen(np.array([0.0, 10, 20, 30]), np.array([5.0, 50, 40, NEVER]), np.array([45.0, 90, 70, NEVER]))


def at(*moments: float) -> Array:
    return np.array(moments)


def test_the_last_to_be_called_tells_its_wait():
    assert STORY.last_called(at(5, 6, 41, 51)).tolist() == [0, 5, 20, 40]


def test_the_head_of_the_line_is_whoever_came_first_of_those_who_wait():
    assert STORY.head_of_line(at(4, 5, 45, 60)).tolist() == [4, 5, 35, 30]


def test_nobody_waits_so_that_the_head_of_the_line_tells_nothing():
    assert Seen(at(0), at(0), at(9)).head_of_line(at(5)).tolist() == [0]


def test_the_latest_arrival_that_is_done_tells_its_wait():
    assert STORY.last_arrival_done(at(45, 46, 80, 100)).tolist() == [0, 5, 20, 20]


def test_the_average_is_of_as_many_as_there_were():
    assert STORY.average(at(1, 6, 41, 51), of=2).tolist() == [0, 5, 12.5, 30]


def test_a_rate_is_unknown_before_enough_time_has_passed():
    rate = STORY.rate(at(20, 60), np.full(2, 8.0))
    assert np.isnan(rate[0])
    assert rate[1] == pytest.approx(2 / 40)


def test_where_the_rate_is_unknown_the_queue_length_answers():
    told = classical.queue_length_measured(at(3, 3), at(np.nan, 0.5), at(7, 7))
    assert told.tolist() == [7, 8]


def test_no_window_can_serve_so_that_no_formula_answers():
    assert np.isnan(classical.plain(at(3), at(600), at(0)))
    assert classical.plain(at(3), at(600), at(2)).tolist() == [900]


def test_arrivals_out_of_order_are_refused():
    with pytest.raises(ValueError, match="in order of arrival"):
        Seen(at(2, 1), at(3, 3), at(4, 4))


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 30), st.integers(0, 20)), max_size=12), st.integers(0, 110)
)
@settings(max_examples=80)
def test_every_estimator_tells_what_a_look_at_each_ticket_tells(visits: list[tuple[int, int, int]], now: int):
    came, called, done = (np.array(each, float) for each in _in_order(visits))
    seen = Seen(came, called, done)
    people = list(zip(came, called, done, strict=True))
    waiting = [c for c, k, _ in people if c < now <= k]
    assert seen.head_of_line(at(now))[0] == (now - min(waiting) if waiting else 0)
    if before := [(k, k - c) for c, k, _ in people if k < now]:
        last = max(k for k, _ in before)
        assert seen.last_called(at(now))[0] in [wait for k, wait in before if k == last]
        assert seen.average(at(now), of=len(people))[0] == pytest.approx(np.mean([wait for _, wait in before]))
    if left := [(c, k - c) for c, k, d in people if d < now]:
        latest = max(c for c, _ in left)
        assert seen.last_arrival_done(at(now))[0] in [wait for c, wait in left if c == latest]


def _in_order(visits: list[tuple[int, int, int]]) -> tuple[list[int], list[int], list[int]]:
    rows = sorted((came, came + wait, came + wait + work) for came, wait, work in visits)
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


# The seeds are of runs whose QL, and so whose queue, is nearest to that of the run behind the reference.
@pytest.mark.parametrize(
    ("model", "seed"), list(zip(MODELS, (16, 9, 2, 15, 9, 13), strict=True)), ids=lambda v: getattr(v, "name", v)
)
def test_each_estimator_errs_as_much_as_the_reference_says(model: Model, seed: int):
    found = one_line.errors(model, 150_000, np.random.default_rng([seed, MODELS.index(model)]))
    for name, reference in REFERENCE[model.name].items():
        assert found[name].rrmse == pytest.approx(reference.rrmse, abs=0.02), name
        assert found[name].rmae == pytest.approx(reference.rmae, abs=0.02), name


def test_the_queue_length_errs_as_theory_says():
    """M/M/s: given n ahead the wait is a sum of n + 1 exponentials, so that RMSE ÷ mean wait is √(1 − load)."""
    model = Model("M/M/5, 80 %", one_line.exponential, one_line.exponential, 5, 0.8)
    found = one_line.errors(model, 150_000, np.random.default_rng(1))
    assert found["QL"].rrmse == pytest.approx(sqrt(1 - 0.8), abs=0.01)
    assert found["constant"].rrmse == pytest.approx(1.0, abs=0.05)


def test_as_many_wait_as_erlang_says_and_as_long():
    model = Model("M/M/5, 80 %", one_line.exponential, one_line.exponential, 5, 0.8)
    lived = one_line.live(model, 150_000, np.random.default_rng(2))
    waits = (lived.called - lived.came)[10_000:]
    delayed = one_line.erlang_c(5, 0.8)
    assert delayed == pytest.approx(0.5541, abs=1e-4)
    assert np.mean(waits > 0) == pytest.approx(delayed, abs=0.015)
    assert waits.mean() == pytest.approx(delayed / (5 * (1 - 0.8)), rel=0.06)


@pytest.mark.parametrize(
    ("draw", "variation"),
    [(one_line.erlang(4), 0.5), (one_line.hyperexponential(4.0), 2.0), (one_line.lognormal(0.5), 0.5)],
)
def test_what_is_drawn_has_mean_one_and_the_variation_that_was_asked(draw: one_line.Draw, variation: float):
    values = draw(np.random.default_rng(3), 200_000)
    assert values.mean() == pytest.approx(1, abs=0.02)
    assert values.std() / values.mean() == pytest.approx(variation, rel=0.03)
