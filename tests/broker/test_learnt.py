"""What a hall learns of itself from its own events, and what it then expects."""

from __future__ import annotations

from datetime import timedelta
from math import exp

import msgspec
import pytest

from broker.contracts import commands as c
from broker.queuemaster.expectation import PACE, Expectation
from broker.queuemaster.hall import evolve
from broker.queuemaster.learnt import Learnt, Times
from broker.queuemaster.state import Hall, Memory
from tests.broker.day import Day
from tests.broker.halls import PLAN

pytestmark = pytest.mark.fast


def visit(day: Day, window: int, minutes: float, service: str = "registration", walk: float = 30.0) -> None:
    """One visitor who comes to the window after `walk` seconds and stays for `minutes`."""
    day.take(service)
    day.ask(c.CallNext, window=window)
    day.now += timedelta(seconds=walk)
    day.ask(c.StartService, window=window)
    day.now += timedelta(minutes=minutes)
    day.ask(c.Finish, window=window)


def opened(*windows: int) -> Day:
    day = Day()
    for window in windows:
        day.ask(c.OpenWindow, window=window)
    return day


def typical(day: Day, service: str = "registration", line: str = "residence") -> float:
    """Minutes of the median service that is now expected."""
    return exp(Expectation(PLAN, day.hall.memory.learnt).service(service, line).mu) / 60


def test_before_anything_is_learnt_the_hall_file_is_believed() -> None:
    expected = Expectation(PLAN, Learnt()).service("registration", "residence")
    assert exp(expected.mu + expected.sigma**2 / 2) == pytest.approx(11 * 60)


def test_few_services_move_the_expectation_little_and_many_replace_it() -> None:
    day = opened(3)
    before = typical(day)
    visit(day, 3, 25)
    after_one = typical(day)
    for _ in range(100):
        visit(day, 3, 25)
    assert before < after_one < before * 1.2
    assert typical(day) == pytest.approx(25, rel=0.1)


def test_a_service_never_seen_is_believed_to_be_off_as_the_others_are() -> None:
    day = opened(3)
    before = typical(day, "passport-new", "passport")
    for _ in range(60):
        visit(day, 3, 25)
    assert typical(day, "passport-new", "passport") > before * 1.2


def test_a_slow_window_is_known_by_its_pace_once_it_has_served_enough() -> None:
    day = opened(3, 4)
    for n in range(80):
        visit(day, 3, (9, 10, 12)[n % 3])
        visit(day, 4, (9 * 1.4, 10 * 1.4, 12 * 1.4)[n % 3])
    expected = Expectation(PLAN, day.hall.memory.learnt)
    quick, slow = expected.pace(3), expected.pace(4)
    assert slow[0] / quick[0] == pytest.approx(1.4, rel=0.1)
    assert slow[1] < PACE / 2
    assert expected.pace(1) == (1.0, pytest.approx(PACE))


def test_time_on_hold_is_not_service() -> None:
    day = opened(3)
    number = day.take()
    day.ask(c.CallNext, window=3)
    day.ask(c.StartService, window=3)
    day.pass_time(minutes=5)
    day.ask(c.Hold, window=3)
    day.pass_time(minutes=40)
    day.ask(c.Resume, window=3, ticket=number)
    day.pass_time(minutes=7)
    day.ask(c.Finish, window=3)
    learnt = day.hall.memory.learnt.services["registration"]
    assert learnt.count == 1
    assert exp(learnt.sum) == pytest.approx(12 * 60)


def test_operators_who_press_but_finish_teach_the_whole_visit_without_the_walk() -> None:
    day = opened(3)
    day.take()
    day.ask(c.CallNext, window=3)
    day.now += timedelta(minutes=8, seconds=30)
    day.ask(c.Finish, window=3)
    assert exp(day.hall.memory.learnt.services["registration"].sum) == pytest.approx(8 * 60)
    assert not day.hall.memory.learnt.walk.count


def test_a_hall_in_which_all_is_done_at_once_teaches_nothing_that_breaks_it() -> None:
    day = opened(3)
    for _ in range(50):
        day.take()
        day.call(3)
    assert "registration" not in day.hall.memory.learnt.services
    assert typical(day) > 5


def test_what_the_day_s_end_ends_is_no_service_time() -> None:
    day = opened(3)
    day.take()
    day.ask(c.CallNext, window=3)
    day.ask(c.StartService, window=3)
    day.pass_time(hours=20)
    assert day.hall.memory.day == "2026-11-24"
    assert not day.hall.memory.learnt.services


def test_what_was_learnt_outlives_the_day_and_fades() -> None:
    day = opened(3)
    visit(day, 3, 10)
    day.take("ready", priority="veteran")
    day.pass_time(hours=24)
    learnt = day.hall.memory.learnt
    assert learnt.days == 1
    assert learnt.arrivals["pickup"] == {"veteran": {8 * 2: 1.0}}
    assert 0.9 < learnt.services["registration"].count < 1
    assert not learnt.today


def test_a_day_on_which_nobody_came_teaches_nothing() -> None:
    day = opened(3)
    visit(day, 3, 10)
    day.pass_time(hours=24)
    before = msgspec.json.encode(day.hall.memory.learnt)
    day.pass_time(hours=24)
    assert msgspec.json.encode(day.hall.memory.learnt) == before


def test_no_shows_are_expected_as_often_as_they_happen() -> None:
    day = opened(3)
    for _ in range(300):
        day.take()
        day.ask(c.CallNext, window=3)
        day.pass_time(minutes=3)
    expected = Expectation(PLAN, day.hall.memory.learnt)
    assert expected.no_show > 0.7
    assert expected.absent_after(100) > expected.no_show  # who has not come by now hardly will


def test_who_went_to_pay_and_never_came_back_had_come_when_called() -> None:
    day = Day(hold_at_most=timedelta(minutes=1))
    day.ask(c.OpenWindow, window=3)
    for _ in range(100):
        day.take()
        day.ask(c.CallNext, window=3)
        day.ask(c.StartService, window=3)
        day.ask(c.Hold, window=3)
        day.pass_time(minutes=3)
    assert {ticket.state for ticket in day.hall.memory.tickets.values()} == {"no-show"}
    assert Expectation(day.hall.plan, day.hall.memory.learnt).no_show < 0.1


def test_the_same_events_teach_the_same_whether_the_hall_was_restarted_or_not() -> None:
    day = opened(3, 4)
    for n in range(30):
        visit(day, 3 + n % 2, 5 + n % 7, ("registration", "ready")[n % 2], walk=20 + n)
        if n % 10 == 9:
            day.pass_time(hours=24)
    half = len(day.heard) // 2
    hall = Hall(PLAN)
    for event in day.heard[:half]:
        evolve(hall, event)
    again = Hall(PLAN, msgspec.json.decode(msgspec.json.encode(hall.memory), type=Memory))
    for event in day.heard[half:]:
        evolve(hall, event)
        evolve(again, event)
    assert again.memory.learnt == hall.memory.learnt
    assert again.memory.learnt.services["registration"] != Times()
