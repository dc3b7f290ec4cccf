"""What a manager is told of the hall now: over the limit, soon over it, and served by nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from broker.contracts import commands as c
from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import parse
from broker.queuemaster.picture import snapshot
from office.appliances import Machines
from office.desk import Desk
from office.reports.live_hall import LiveHall, live_hall
from office.reports.words import ReportWords
from office.standing import Standing
from office.words import Words
from tests.broker.day import Day
from tests.broker.halls import HALL_TOML
from tests.office.hall_in_memory import PHRASES

pytestmark = pytest.mark.fast

LIMITS = '\n[limits]\nwait = "10 min"\nservice = "15 min"\n'
PLAN = parse(HALL_TOML + LIMITS)


def seen(day: Day) -> LiveHall:
    desk = Desk()
    for event in day.heard:
        desk.hear(event)
    standing = Standing(
        hall=PLAN,
        snapshot=snapshot(day.hall, day.now, "epoch", PHRASES),
        desk=desk,
        machines=Machines(),
        now=day.now,
        age=0,
        connected=True,
        caught_up=True,
    )
    return live_hall(standing, ReportWords(Words("uk", PLAN.timezone), PLAN))


def codes(hall: LiveHall) -> list[str]:
    return [alarm.code for alarm in hall.alarms]


def test_a_wait_is_told_when_it_comes_near_its_limit_and_when_it_is_over():
    day = Day(PLAN)
    day.ask(c.OpenWindow, window=1)
    day.take()
    day.take()
    assert codes(seen(day)) == []
    day.pass_time(minutes=8)
    assert codes(seen(day)) == ["soon"]
    day.pass_time(minutes=2, seconds=1)
    hall = seen(day)
    assert (codes(hall), hall.over, hall.waiting) == (["wait"], 2, 2)
    assert next(line for line in hall.lines if line.letter == "А").part == 100


def test_a_service_over_its_limit_is_told_of_its_window():
    day = Day(PLAN)
    day.ask(c.OpenWindow, window=1)
    day.take()
    day.ask(c.CallNext, window=1)
    day.ask(c.StartService, window=1)
    day.pass_time(minutes=15)
    assert codes(seen(day)) == []
    day.pass_time(seconds=1)
    assert codes(seen(day)) == ["service"]


def test_those_for_whom_no_window_is_open_are_told_of_at_once_and_first():
    day = Day(PLAN)
    day.take()
    day.ask(c.OpenWindow, window=2)
    day.pass_time(minutes=11)
    assert codes(seen(day)) == ["no-window"]


def test_limits_are_data_and_all_their_mistakes_are_told_at_once():
    wrong = '\n[limits]\nwait = "0 s"\nservice = "30 s"\nanswers = 2\nwaits = "1 min"\n'
    with pytest.raises(ConfigError) as caught:
        parse(HALL_TOML.replace('letter = "А"', 'letter = "А"\nwait_limit = "3 days"') + wrong)
    told = "\n".join(caught.value.mistakes)
    assert '"wait" is "0 s"' in told
    assert '"shortest_service" must be shorter' in told
    assert '"answers" is 2' in told
    assert 'did you mean "wait"?' in told
    assert '"wait_limit" is "3 days"' in told


def test_a_line_may_have_limits_of_its_own():
    plan = parse(HALL_TOML.replace('letter = "А"', 'letter = "А"\nwait_limit = "5 min"') + LIMITS)
    assert plan.lines["residence"].wait_limit == timedelta(minutes=5)
    assert plan.limits.wait == timedelta(minutes=10)
