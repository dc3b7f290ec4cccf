"""A call is on its way to the boards at once, whatever was told just before; in a rush there are twenty snapshots a second."""

from __future__ import annotations

import pytest

from broker.queuemaster.pace import APART, HEARTBEAT, Pace

pytestmark = pytest.mark.fast


@pytest.fixture
def pace() -> Pace:
    """Of a hall that was told at 100 s how it stands."""
    pace = Pace()
    assert pace.left(100.0) == 0.0
    pace.told(100.0)
    return pace


def test_without_a_change_there_is_a_heartbeat(pace: Pace) -> None:
    assert pace.left(100.5) == pytest.approx(HEARTBEAT - 0.5)
    assert pace.left(100.0 + HEARTBEAT) == 0.0


def test_an_event_does_not_wait_for_a_heartbeat_that_went_out_just_before(pace: Pace) -> None:
    pace.happened()
    assert pace.left(100.001) == 0.0


def test_an_event_does_not_wait_for_a_forecast_that_went_out_just_before(pace: Pace) -> None:
    pace.changed()
    pace.told(101.0)
    pace.happened()
    assert pace.left(101.001) == 0.0


def test_a_forecast_waits_for_whatever_was_told_before(pace: Pace) -> None:
    pace.changed()
    assert pace.left(100.01) == pytest.approx(APART - 0.01)
    assert pace.left(100.0 + APART) == 0.0


def test_events_without_end_are_told_twenty_times_a_second(pace: Pace) -> None:
    told = []
    for tick in range(1000):
        moment = 101.0 + tick / 1000
        pace.happened()
        pace.changed()
        if not pace.left(moment):
            pace.told(moment)
            told.append(moment)
    assert len(told) == pytest.approx(20, abs=1)
