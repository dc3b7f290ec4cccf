"""Ranges are corrected by how earlier ones held."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts.events import Foreseen
from broker.queuemaster.calibration import Experience, corrected

pytestmark = pytest.mark.fast

TOLD = Foreseen(likely=600.0, before=120.0, after=180.0)


def held(experience: Experience, waits: list[float]) -> float:
    low, _, high = experience.correction(TOLD.likely)
    return sum(corrected(TOLD, low) <= wait <= corrected(TOLD, high) for wait in waits) / len(waits)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), off=st.floats(-150, 250), spread=st.floats(40, 300))
def test_after_some_days_four_of_five_ranges_hold_however_wrong_the_plays_are(
    seed: int, off: float, spread: float
) -> None:
    luck = Random(seed)
    experience = Experience()
    for _ in range(6):
        for _ in range(150):
            wait = max(luck.gauss(TOLD.likely + off, spread), 0.0)
            experience.came_true(TOLD, wait)
        experience.day_closed()
    waits = [max(luck.gauss(TOLD.likely + off, spread), 0.0) for _ in range(4000)]
    assert 0.74 <= held(experience, waits) <= 0.91, "of 6,000 such halls 0.76 to 0.90"


def test_before_anything_is_known_the_plays_are_believed_and_their_range_stretched_a_little() -> None:
    low, middle, high = Experience().correction(600.0, "priority")
    assert -1.3 < low < -1.0
    assert middle == pytest.approx(0.0, abs=1e-9)
    assert 1.0 < high < 1.3


def test_today_s_errors_count_from_tomorrow() -> None:
    experience = Experience()
    before = experience.correction(600.0)
    for _ in range(500):
        experience.came_true(TOLD, 1200.0)
    assert experience.correction(600.0) == before
    experience.day_closed()
    assert experience.correction(600.0).high > before.high


def test_what_is_true_of_long_waits_is_lent_to_others_only_until_they_have_their_own() -> None:
    experience = Experience()
    short = Foreseen(likely=120.0, before=60.0, after=60.0)
    for _ in range(400):
        experience.came_true(TOLD, 1500.0)
        experience.came_true(short, 120.0)
    experience.day_closed()
    assert experience.correction(600.0).high > 3
    assert experience.correction(120.0).high < 1


def test_old_errors_are_forgotten_and_their_number_stays_bounded() -> None:
    experience = Experience()
    luck = Random(1)
    for _ in range(60):
        for _ in range(100):
            experience.came_true(TOLD, luck.uniform(0, 5000), luck.choice(("ordinary", "priority", "booked")))
        experience.day_closed()
    size = len(msgspec.json.encode(experience))
    for _ in range(200):
        experience.day_closed()
    assert size < 20_000
    assert not any(experience.past.values())


def test_a_wait_is_never_corrected_to_before_now() -> None:
    assert corrected(Foreseen(likely=30.0, before=100.0, after=100.0), -1.0) == 0.0
