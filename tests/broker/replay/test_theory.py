"""The replayed core waits as theory says: to the ticket where it is exact, within sampling error where it is a mean."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.broker.replay.one_line import Came, a_day, cut, erlang_c, measured, recursion, replayed_waits, theory

pytestmark = pytest.mark.fast

DAYS = st.lists(st.tuples(st.integers(0, 3600), st.integers(1, 900)), min_size=1, max_size=40)


def test_erlang_c_is_that_of_the_tables():
    assert erlang_c(1, 0.5) == pytest.approx(0.5)
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3)
    assert erlang_c(10, 9.5) == pytest.approx(0.8256, abs=1e-4)


@settings(max_examples=40)
@given(day=DAYS, windows=st.integers(1, 4))
def test_every_wait_of_one_line_is_that_of_the_recursion(day: list[tuple[int, int]], windows: int):
    come = [Came(arrival, service) for arrival, service in sorted(day)]
    assert replayed_waits(come, windows) == recursion(come, windows)


def test_a_full_day_waits_as_erlang_says():
    windows, rho = 3, 0.6
    waits = replayed_waits(a_day(windows, rho, seed=1, most=2000), windows)
    found = measured(cut(waits, stretches=10, warm_up=100))
    assert found.error < 0.25 * found.mean
    assert abs(found.mean - theory(windows, rho)) < 3 * found.error
