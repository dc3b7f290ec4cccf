"""A screen is lit while somebody may look at it."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from broker.contracts.snapshot import Snapshot
from display.power.when import LEAD, Light
from display.window_sign.samples import snapshot
from tests.display.halls import NOON

pytestmark = pytest.mark.fast

AFTER = 10.0  # minutes
OPENS = NOON + timedelta(hours=14)


def closed(**changes: Any) -> Snapshot:
    return msgspec.structs.replace(
        snapshot(NOON, "closed", hall="closed"), **{"until": OPENS, "windows": (), **changes}
    )


def lit(light: Light, of: Snapshot | None, after: float, moved: float | None = None, wall: datetime = NOON) -> bool:
    return light.look(of, wall + timedelta(seconds=after), 1000.0 + after, moved)[0]


def test_an_empty_closed_hall_goes_dark_after_its_minutes_and_not_before():
    light = Light(AFTER)
    assert lit(light, closed(), 0)
    assert lit(light, closed(), AFTER * 60 - 1)
    assert not lit(light, closed(), AFTER * 60)


def test_it_says_when_to_look_again_and_at_no_other_time():
    light = Light(AFTER)
    assert light.look(closed(), NOON, 1000.0) == (True, AFTER * 60)
    dark = light.look(closed(), NOON + timedelta(seconds=600), 1600.0)
    assert dark == (False, (OPENS - LEAD - NOON).total_seconds() - 600)
    assert light.look(closed(until=None), NOON, 1700.0) == (False, None)


def test_before_reception_it_is_lit_for_those_at_the_door():
    light = Light(AFTER)
    lit(light, closed(), 0)
    assert not lit(light, closed(), 700)
    early = (OPENS - LEAD - NOON).total_seconds()
    assert not lit(light, closed(), early - 5)
    assert lit(light, closed(), early)


@pytest.mark.parametrize("hall", ["open", "suspended"])
def test_an_open_hall_and_one_with_an_alarm_are_never_dark(hall: Any):
    light = Light(AFTER)
    lit(light, closed(), 0)
    assert not lit(light, closed(), 700)
    assert lit(light, snapshot(NOON, "closed", hall=hall), 701)
    assert lit(light, snapshot(NOON, "closed", hall=hall), 99999)


def test_whoever_is_still_served_after_hours_is_not_left_in_the_dark():
    light = Light(AFTER)
    serving = snapshot(NOON, "serving", hall="closed")
    assert lit(light, serving, 0)
    assert lit(light, serving, 5000)
    assert lit(light, closed(), 5001)
    assert not lit(light, closed(), 5001 + AFTER * 60)


def test_somebody_who_moves_in_the_hall_lights_it_for_as_long_again():
    light = Light(AFTER)
    lit(light, closed(), 0)
    assert not lit(light, closed(), 700)
    assert lit(light, closed(), 900, moved=1000.0 + 895)
    assert not lit(light, closed(), 895 + AFTER * 60, moved=1000.0 + 895)


def test_what_is_not_known_or_not_wished_keeps_the_light_on():
    assert lit(Light(AFTER), None, 99999)
    never = Light(0)
    assert lit(never, closed(), 0)
    assert lit(never, closed(), 99999)
