"""Set aside and back: the visitor goes to pay, and comes back to the same window without a new ticket."""

from __future__ import annotations

from datetime import timedelta

import pytest

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.queuemaster.deadlines import next_wake
from tests.broker.day import Day

pytestmark = pytest.mark.fast


@pytest.fixture
def day() -> Day:
    return with_one_held(Day())


def with_one_held(day: Day) -> Day:
    """А001 is held at window 3 after five minutes of service."""
    for window in (3, 4):
        day.ask(c.OpenWindow, window=window)
    day.take()
    day.ask(c.CallNext, window=3)
    day.ask(c.StartService, window=3)
    day.pass_time(minutes=5)
    day.ask(c.Hold, window=3)
    return day


def test_who_came_back_goes_on_at_the_same_window_before_those_who_came_later(day: Day) -> None:
    day.pass_time(minutes=1)
    day.take()
    day.pass_time(minutes=20)
    ticket = day.ask(c.ReturnTicket, ticket="А001")
    assert ticket
    assert (ticket.number, ticket.state, ticket.ahead) == ("А001", "waiting", 0)
    assert day.call(4) == ("А002", "oldest"), "another window does not take whom window 3 knows"
    assert day.call(3) == ("А001", "returned")


@pytest.mark.parametrize("kind", [c.PauseWindow, c.CloseWindow])
@pytest.mark.parametrize("first", ["window", "visitor"])
def test_when_that_window_calls_nobody_any_does(day: Day, kind: type[c.Command], first: str) -> None:
    for what in (first, "visitor" if first == "window" else "window"):
        if what == "window":
            day.ask(kind, window=3)
        else:
            day.ask(c.ReturnTicket, ticket="А001")
    assert day.call(4) == ("А001", "returned")


def test_who_was_sent_to_a_window_waits_out_its_break(day: Day) -> None:
    day.take()
    day.ask(c.CallNext, window=4)
    day.ask(c.Transfer, window=4, to_window=3)
    day.ask(c.PauseWindow, window=3)
    assert day.call(4) is None


def test_the_operator_may_take_them_back_at_once(day: Day) -> None:
    ticket = day.ask(c.Resume, window=3, ticket="А001")
    assert ticket
    assert (ticket.state, ticket.window) == ("serving", 3)


def test_time_on_hold_is_neither_waiting_nor_service(day: Day) -> None:
    assert day.hall.rows.in_line["residence"] == 0, "nobody waits"
    assert day.hall.held["residence"] == 1
    held_at = day.now
    day.pass_time(minutes=40)
    newcomer = day.ask(c.TakeTicket, service="registration")
    assert newcomer
    assert newcomer.ahead == 0, "who is away is not ahead of anybody"
    day.ask(c.Resume, window=3, ticket="А001")
    resumed_at = day.now
    day.pass_time(minutes=3)
    day.ask(c.Finish, window=3)
    moments = [
        (type(event).__name__, event.at)
        for event in day.heard
        if isinstance(event, e.ServiceStarted | e.TicketHeld | e.TicketResumed | e.ServiceFinished)
    ]
    started_at = held_at - timedelta(minutes=5)
    assert moments == [
        ("ServiceStarted", started_at),
        ("TicketHeld", held_at),
        ("TicketResumed", resumed_at),
        ("ServiceFinished", resumed_at + timedelta(minutes=3)),
    ], "five minutes and three: the journal tells the one from the other"
    ticket = day.hall.memory.tickets[newcomer.id]
    held = next(t for t in day.hall.memory.tickets.values() if t.number == "А001")
    assert [stay.until is None for stay in held.stays] == [False], (
        "it stopped waiting when it was called, and never waited again"
    )
    assert held.waited_at(ticket.seq) is False


def test_a_hall_may_say_how_long_a_hold_lasts() -> None:
    day = with_one_held(Day(hold_at_most=timedelta(minutes=30)))
    assert next_wake(day.hall, day.now) == day.now + timedelta(minutes=30)
    assert not day.pass_time(minutes=29)
    assert [type(event) for event in day.pass_time(minutes=1)] == [e.TicketNoShow]
    day.ask(c.ReturnTicket, ticket="А001")
    assert day.call(4) == ("А001", "returned"), "whoever comes too late for their window still comes back"


def test_without_a_limit_a_hold_lasts_until_the_day_is_over(day: Day) -> None:
    assert not day.pass_time(hours=8)
    assert day.see("А001").state == "held"
    assert any(isinstance(event, e.TicketCancelled) for event in day.pass_time(hours=12))
