"""Dozens of days against Erlang C and Allen–Cunneen: long enough that a wrong mean would show.

The replayed core keeps to the recursion to the ticket, and the recursion, which is fast, to theory over half a
million visitors; so the core keeps to theory far more closely than the days that can be replayed here would tell.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.broker.replay.one_line import MONDAY, Came, a_day, measured, recursion, replayed_waits, theory

pytestmark = pytest.mark.long

REPLAYED, RECKONED = 6, 150  # days
WARM_UP = 200  # visitors; each day begins with an empty hall
VISITORS = 3000  # a day, about

EXPONENTIAL = [(1, 0.6), (4, 0.8), (10, 0.85)]
# Allen–Cunneen is exact for one window (Pollaczek–Khinchine). For more it is near where services are even, and says
# a tenth too much where they are not.
OTHER = [(1, 0.7, 0.5, 0.0), (4, 0.8, 0.5, 0.05), (3, 0.7, 1.5, 0.12)]


def service(windows: int, rho: float) -> float:
    """Seconds of a service, so that about as many come each day."""
    return 86_400 * rho * windows / VISITORS


def day(windows: int, rho: float, spread: float, number: int) -> list[Came]:
    return a_day(windows, rho, seed=100 + number, service=service(windows, rho), spread=spread)


@pytest.mark.parametrize(
    ("windows", "rho", "spread"), [*((w, r, 1.0) for w, r in EXPONENTIAL), *(o[:3] for o in OTHER)]
)
def test_replayed_days_wait_as_the_recursion_and_as_theory_say(windows: int, rho: float, spread: float):
    waits = []
    for number in range(REPLAYED):
        come = day(windows, rho, spread, number)
        waits.append(replayed_waits(come, windows, MONDAY + timedelta(number))[WARM_UP:])
        reckoned = recursion(come, windows)[WARM_UP:]
        assert waits[-1] == pytest.approx(reckoned[: len(waits[-1])], abs=1e-3)  # the last are not called by midnight
    found, said = measured(waits), theory(windows, rho, service(windows, rho), spread)
    assert abs(found.mean - said) < 4 * found.error


@pytest.mark.parametrize(("windows", "rho"), EXPONENTIAL)
def test_exponential_services_wait_as_erlang_says(windows: int, rho: float):
    found = measured([recursion(day(windows, rho, 1.0, n), windows)[WARM_UP:] for n in range(RECKONED)])
    said = theory(windows, rho, service(windows, rho))
    assert found.error < 0.03 * said
    assert abs(found.mean - said) < 3 * found.error


@pytest.mark.parametrize(("windows", "rho", "spread", "near"), OTHER)
def test_other_services_wait_as_allen_and_cunneen_say(windows: int, rho: float, spread: float, near: float):
    found = measured([recursion(day(windows, rho, spread, n), windows)[WARM_UP:] for n in range(RECKONED)])
    said = theory(windows, rho, service(windows, rho), spread)
    assert found.error < 0.035 * said
    assert abs(found.mean - said) < 3 * found.error + near * said
