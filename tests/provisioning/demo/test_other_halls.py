"""The made-up other halls: load that changes, and data that grow old where a desk tells them rarely."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from broker.contracts import codec
from broker.contracts.city import City
from provisioning.demo.other_halls import city

pytestmark = pytest.mark.fast

START = datetime(2026, 11, 23, 10, 7, tzinfo=ZoneInfo("Europe/Kyiv"))
DAY = [city(START + timedelta(minutes=n)) for n in range(24 * 60)]


def test_every_minute_of_a_day_can_be_told_and_read() -> None:
    assert all(codec.read(City, codec.encode(each)) == each for each in DAY)


def test_one_hall_is_now_and_the_other_up_to_twenty_minutes_old() -> None:
    ages = [[(each.at - hall.at) / timedelta(minutes=1) for hall in each.halls] for each in DAY]
    assert {age for age, _ in ages} == {0.0}
    assert 18 <= max(age for _, age in ages) < 20
    assert min(age for _, age in ages) == 0


def test_the_load_comes_and_goes_within_what_a_hall_may_have() -> None:
    assert {each.halls[0].waiting for each in DAY} == set(range(2, 23))
    assert {each.halls[1].waiting for each in DAY} == {0, 1, 2}
