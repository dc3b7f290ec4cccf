"""A visitor needs a person: the call is heard once, repeated until somebody goes, and never forgotten or kept for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.queuemaster.hall import decide
from broker.queuemaster.help import ESCALATIONS
from broker.queuemaster.picture import snapshot
from tests.broker.day import Day

pytestmark = pytest.mark.fast


@pytest.fixture
def day() -> Day:
    return Day(help_escalate_after=timedelta(seconds=45), help_ends_after=timedelta(minutes=10))


def called(day: Day, place: str = "dispenser-1") -> str:
    day.ask(c.CallForHelp, place=place)
    return next(each.id for each in day.hall.memory.helps.values() if each.place == place)


def kinds(events: list[e.Event]) -> list[str]:
    return [type(event).__name__ for event in events if type(event).__name__.startswith("Help")]


def test_every_staff_screen_can_show_where_and_since_when(day: Day) -> None:
    since = day.now
    called(day, "ramp")
    (shown,) = snapshot(day.hall, day.now, "boot").help
    assert (shown.place, shown.since, shown.state, shown.escalated) == ("ramp", since, "called", 0)


def test_whoever_presses_again_is_waited_for_already(day: Day) -> None:
    called(day)
    day.ask(c.CallForHelp, place="dispenser-1")
    called(day, "ramp")
    assert [each.place for each in snapshot(day.hall, day.now, "boot").help] == ["dispenser-1", "ramp"]
    assert kinds(day.heard).count("HelpCalled") == 2


def test_a_call_that_nobody_takes_is_told_again_and_again(day: Day) -> None:
    called(day)
    assert kinds(day.pass_time(seconds=44)) == []
    assert kinds(day.pass_time(seconds=1)) == ["HelpEscalated"]
    assert kinds(day.pass_time(seconds=45)) == ["HelpEscalated"]
    assert snapshot(day.hall, day.now, "boot").help[0].escalated == 2


def test_it_is_told_again_while_the_hall_is_suspended_too(day: Day) -> None:
    called(day)
    day.ask(c.SuspendHall, why="air-raid")
    assert kinds(day.pass_time(seconds=60)) == ["HelpEscalated"]


def test_whoever_goes_ends_the_alarm_and_the_call_ends_by_itself_later(day: Day) -> None:
    call = called(day)
    day.ask(c.AcknowledgeHelp, help=call)
    assert snapshot(day.hall, day.now, "boot").help[0].state == "acknowledged"
    day.ask(c.AcknowledgeHelp, help=call)
    assert kinds(day.heard).count("HelpAcknowledged") == 1
    assert kinds(day.pass_time(minutes=9)) == []
    assert kinds(day.pass_time(minutes=1)) == ["HelpEnded"]
    assert snapshot(day.hall, day.now, "boot").help == ()


def test_it_ends_when_somebody_says_so(day: Day) -> None:
    call = called(day)
    day.ask(c.EndHelp, help=call, why="withdrawn")
    assert isinstance(day.heard[-1], e.HelpEnded)
    assert day.heard[-1].why == "withdrawn"
    for kind in (c.AcknowledgeHelp, c.EndHelp):
        with pytest.raises(Refused, match="unknown-help"):
            day.ask(kind, help=call)


def test_a_button_pressed_in_an_empty_house_does_not_ring_for_ever(day: Day) -> None:
    called(day)
    told = kinds([event for _ in range(ESCALATIONS + 1) for event in day.pass_time(seconds=45)])
    assert told == ["HelpEscalated"] * ESCALATIONS + ["HelpEnded"]
    assert day.hall.memory.helps == {}


def test_a_call_of_yesterday_is_over(day: Day) -> None:
    called(day)
    assert kinds(day.pass_time(days=1))[-1] == "HelpEnded"
    assert day.hall.memory.helps == {}


def test_late_news_is_no_help(day: Day) -> None:
    before = day.now - timedelta(minutes=3)
    command = c.CallForHelp(id="01", at=before, expires=before + timedelta(minutes=2), place="ramp")
    with pytest.raises(Refused, match="expired"):
        decide(day.hall, command, day.now, "dispenser-1")
