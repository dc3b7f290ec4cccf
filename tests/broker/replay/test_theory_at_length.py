"""Dozens of replayed days against Erlang C and Allen–Cunneen: long enough that a wrong mean would show."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.broker.replay.one_line import MONDAY, a_day, measured, replayed_waits, theory

pytestmark = pytest.mark.long

DAYS = 10
WARM_UP = 200  # visitors; each day begins with an empty hall


def days(windows: int, rho: float, spread: float) -> list[list[float]]:
    """The waits of so many independent days of about 3000 visitors."""
    service = 86_400 * rho * windows / 3000
    return [
        replayed_waits(
            a_day(windows, rho, seed=100 + number, service=service, spread=spread),
            windows,
            MONDAY + timedelta(number),
        )[WARM_UP:]
        for number in range(DAYS)
    ]


@pytest.mark.parametrize(("windows", "rho"), [(1, 0.6), (4, 0.8), (10, 0.85)])
def test_exponential_services_wait_as_erlang_says(windows: int, rho: float):
    found = measured(days(windows, rho, spread=1.0))
    exact = theory(windows, rho, service=86_400 * rho * windows / 3000)
    assert found.error < 0.1 * exact
    assert abs(found.mean - exact) < 3 * found.error


@pytest.mark.parametrize(("windows", "rho", "spread"), [(1, 0.7, 0.5), (4, 0.8, 0.5), (3, 0.7, 1.5)])
def test_other_services_wait_as_allen_and_cunneen_say(windows: int, rho: float, spread: float):
    """Their formula is exact for one window (Pollaczek–Khinchine) and within some per cent for more."""
    found = measured(days(windows, rho, spread))
    near = theory(windows, rho, service=86_400 * rho * windows / 3000, spread=spread)
    assert found.error < 0.12 * near
    assert abs(found.mean - near) < 3 * found.error + (0.0 if windows == 1 else 0.06 * near)
