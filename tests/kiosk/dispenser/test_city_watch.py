"""The other halls on the bus: what is told, with its age; nothing where nobody tells anything."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

import broker.contracts
from broker.bus.memory import MemoryBroker
from broker.contracts import codec
from broker.contracts.city import City
from broker.contracts.topics import Topics
from kiosk.dispenser.city_watch import CityWatch
from kiosk.dispenser.inputs import CitySeen

pytestmark = pytest.mark.fast

EXAMPLE = (Path(broker.contracts.__file__).parent / "examples" / "city.json").read_bytes()
NOW = codec.read(City, EXAMPLE).at + timedelta(minutes=2)


def heard(*bodies: bytes, hall: str = "test-hall", now: datetime = NOW) -> list[CitySeen]:
    broker, told = MemoryBroker(), []
    bus, teller = broker.client("dispenser-1", hall), broker.client("teller", hall)
    CityWatch(bus, told.append, lambda: now)
    bus.start()
    teller.start()
    for body in bodies:
        teller.publish(Topics(hall).city, body, retain=True)
        broker.deliver()
    return told


def test_each_hall_comes_with_the_moment_at_which_it_was_so():
    (seen,) = heard(EXAMPLE)
    assert [branch.waiting for branch in seen.branches] == [4, 31, 0]
    ages = [seen.at - branch.since for branch in seen.branches]
    assert ages == pytest.approx([137, 1447, 127])


def test_a_clock_that_is_behind_makes_nothing_younger_than_now():
    (seen,) = heard(EXAMPLE, now=NOW - timedelta(days=2))
    assert all(branch.since == seen.at for branch in seen.branches)


def test_ones_own_hall_is_no_other_hall():
    (seen,) = heard(EXAMPLE, hall="station")
    assert len(seen.branches) == 2


def test_garbage_is_passed_over_and_an_empty_message_takes_everything_back():
    seen = heard(b"{", EXAMPLE, b"")
    assert [len(each.branches) for each in seen] == [3, 0]
