"""Whoever is known to come is counted on: the booked, and the held who come back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from broker.contracts import commands as c
from broker.queuemaster.chance import chance
from broker.queuemaster.estimate import Forecast
from broker.queuemaster.expectation import Expectation
from broker.queuemaster.expected import expected
from broker.queuemaster.outlook import Outlook
from broker.queuemaster.state import Booking, Ticket
from tests.broker.day import Day
from tests.broker.halls import PLAN

pytestmark = pytest.mark.fast


@pytest.fixture
def day() -> Day:
    """One window, and a visitor who was served there just now."""
    day = Day()
    day.ask(c.OpenWindow, window=4)
    day.take()
    day.ask(c.CallNext, window=4)
    day.ask(c.StartService, window=4)
    return day


def book(day: Day, *slots: datetime) -> None:
    for number, slot in enumerate(slots):
        day.hall.memory.bookings[f"b{number}"] = Booking(
            id=f"b{number}",
            service="registration",
            slot=slot,
            until=slot + timedelta(minutes=10),
            day="2026-11-23",
            hour=slot.replace(minute=0),
            code_hash="",
        )


def wait(day: Day) -> timedelta:
    """How long a newcomer is likely to wait."""
    newcomer = Ticket(
        id="new", number="", service="registration", line="residence", seq=99, issued_at=day.now, since=day.now
    )
    found = Forecast(day.hall, day.now, plays=60).wait(newcomer)
    assert found is not None
    return found


def test_who_booked_an_earlier_time_goes_before_a_newcomer(day: Day) -> None:
    before = wait(day)
    day.now += timedelta(minutes=5)
    book(day, day.now - timedelta(minutes=5), day.now - timedelta(minutes=2))
    assert wait(day) > before + timedelta(minutes=5)


def test_who_booked_for_later_keeps_no_newcomer_waiting(day: Day) -> None:
    before = wait(day)
    book(day, *(day.now + timedelta(minutes=40 + 10 * n) for n in range(10)))
    assert abs(wait(day) - before) < timedelta(minutes=1)


def test_a_missed_booking_is_no_longer_expected(day: Day) -> None:
    book(day, day.now)
    found = Outlook(day.hall, day.now, Expectation(PLAN, day.hall.memory.learnt), chance(1, 10))
    assert len(list(expected(found))) == 1
    late = found._replace(now=day.now + day.hall.plan.policy.check_in_late + timedelta(seconds=1))
    assert not list(expected(late))


def test_who_is_held_comes_back_before_those_who_wait(day: Day) -> None:
    day.ask(c.Hold, window=4)
    day.take()
    day.ask(c.CallNext, window=4)
    day.ask(c.StartService, window=4)
    with_held = wait(day)
    day.hall.memory.holding.clear()
    assert with_held > wait(day) + timedelta(minutes=1)


def test_who_checks_in_is_not_expected_beside_itself(day: Day) -> None:
    found = Outlook(day.hall, day.now, Expectation(PLAN, day.hall.memory.learnt), chance(1, 10))
    book(day, day.now, day.now)
    (both,) = expected(found)
    (other,) = expected(found, [("residence", day.now)])
    assert both.coming
    assert other.coming
    assert (both.coming.comes.shape[1], other.coming.comes.shape[1]) == (2, 1)
