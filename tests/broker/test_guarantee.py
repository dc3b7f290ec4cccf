"""Who has waited what the hall guarantees goes before all who have not, the senior first."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from broker.contracts import commands as c
from broker.queuemaster.rule import standing
from broker.queuemaster.turn import ahead
from tests.broker.halls import PLAN
from tests.broker.test_turn import Day

pytestmark = pytest.mark.fast


def within(minutes: float) -> Day:
    """A day in which veterans are guaranteed a call within some minutes, at window 4 (all lines alike)."""
    classes = tuple(
        msgspec.structs.replace(each, within=timedelta(minutes=minutes)) if each.id == "veteran" else each
        for each in PLAN.priority
    )
    day = Day()
    day.hall.plan = msgspec.structs.replace(PLAN, priority=classes)
    day.ask(c.OpenWindow, window=4)
    return day


def test_a_class_with_a_guarantee_goes_first_once_it_is_due() -> None:
    day = within(15)
    day.take()
    day.pass_time(minutes=60)
    day.take(priority="veteran")
    day.take()
    day.pass_time(minutes=14, seconds=59)
    day.take("ready")
    assert day.call(4) == ("А001", "oldest")  # 75 min against 2.5 × 15
    day.take()
    day.pass_time(seconds=1)
    assert day.call(4) == ("А002", "oldest")


def test_a_guarantee_that_is_due_beats_any_score_and_is_called_a_priority() -> None:
    day = within(15)
    day.take()
    day.pass_time(minutes=60)
    day.take(priority="veteran")
    day.pass_time(minutes=15)
    assert day.call(4) == ("А002", "priority")


def test_under_strict_an_ordinary_ticket_goes_first_after_its_hour() -> None:
    day = Day(priority="strict")
    day.ask(c.OpenWindow, window=4)
    day.take()
    day.pass_time(minutes=59)
    day.take(priority="veteran")
    assert day.call(4) == ("А002", "priority")
    day.take(priority="veteran")
    day.pass_time(minutes=1)
    assert day.call(4) == ("А001", "oldest")


def test_a_preferred_line_counts_nothing_against_a_guarantee() -> None:
    day = Day(guarantee=timedelta(minutes=30))
    day.ask(c.OpenWindow, window=1)
    day.take("passport-new")
    day.pass_time(seconds=30)
    day.take()
    day.pass_time(minutes=30)
    assert day.call(1) == ("К001", "oldest")


def test_those_ahead_are_counted_with_their_guarantees() -> None:
    day = Day(guarantee=timedelta(minutes=30))
    day.take()
    day.pass_time(minutes=1)
    day.take(priority="veteran")
    first = day.hall.memory.tickets[day.hall.memory.numbers["А001"]]
    assert ahead(day.hall, first, day.now, timedelta(minutes=10)) == 1
    assert ahead(day.hall, first, day.now, timedelta(minutes=29)) == 0


def test_the_upper_tier_is_ordered_by_seniority_alone() -> None:
    ordinary = standing(3600.0, 1.0, 3600.0, -600.0, strict=True)
    assert ordinary > standing(3599.0, 9.0, 60.0, 600.0, strict=True) > standing(59.0, 9.0, 60.0, 600.0, strict=True)
