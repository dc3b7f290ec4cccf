"""What the hall's clock says on a machine whose own clock may be wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from announcer.hall_clock import HallClock

pytestmark = pytest.mark.fast

HALL = 1_795_000_000.0  # the hall's wall clock when the steady clock is 0


def test_until_the_hall_is_heard_the_machines_own_clock_is_believed() -> None:
    assert HallClock(own=HALL).steady(HALL + 5) == 5


@given(st.lists(st.floats(0, 3), min_size=8, max_size=20), st.floats(-1e9, 1e9))
def test_a_machine_with_a_wrong_clock_dates_events_right_once_it_has_heard_the_hall(
    late: list[float], wrong: float
) -> None:
    clock = HallClock(own=HALL + wrong)
    for beat, delay in enumerate([0.0, *late][-8:]):
        clock = clock.heard(HALL + 10 * beat, 10 * beat + delay)
    error = clock.steady(HALL + 200) - 200
    assert -1e-3 <= error <= min(late[-8:], default=0) + 1e-3 + 3


def test_the_least_late_reading_counts() -> None:
    clock = HallClock(own=0).heard(HALL, 2.0).heard(HALL + 2, 2.1).heard(HALL + 4, 7.0)
    assert clock.steady(HALL + 10) == pytest.approx(10.1)


def test_an_old_snapshot_that_comes_late_does_not_make_old_calls_look_fresh() -> None:
    clock = HallClock(own=0).heard(HALL + 100, 100.0)
    for _ in range(20):
        clock = clock.heard(HALL + 60, 200.0)
    assert clock.steady(HALL + 100) == pytest.approx(100.0)


def test_a_hall_clock_that_was_set_is_followed_within_a_few_heartbeats() -> None:
    clock = HallClock(own=0)
    for beat in range(20):
        clock = clock.heard(HALL + 2 * beat, 2.0 * beat)
    for beat in range(20, 30):
        clock = clock.heard(HALL - 3600 + 2 * beat, 2.0 * beat)
    assert clock.steady(HALL - 3600 + 60) == pytest.approx(60.0)
