"""Clocks that are wrong: nobody is sent home, no deadline stands still, no command is refused for it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from broker.contracts import commands as c
from tests.broker.desk import Desk

pytestmark = pytest.mark.fast


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.ask(c.OpenWindow, window=1)
    desk.ask(c.TakeTicket, service="registration")
    return desk


def states(desk: Desk) -> list[str]:
    return [ticket.state for ticket in desk.master.hall.memory.tickets.values()]


def test_a_machine_that_wakes_up_in_the_past_does_not_end_the_day(desk: Desk) -> None:
    right = desk.now
    desk.now -= timedelta(days=400)
    desk.again()
    desk.wait()
    assert states(desk) == ["waiting"]
    assert desk.ask(c.CallNext, window=1).ticket
    assert desk.master.picture(desk.now, "boot").at >= right
    desk.now = right + timedelta(minutes=1)  # the network has told it the time
    desk.wait()
    assert states(desk) == ["called"]


def test_a_clock_that_ran_ahead_and_was_set_right_stops_nobody(desk: Desk) -> None:
    desk.now += timedelta(hours=3)
    desk.wait()
    desk.now -= timedelta(hours=3)
    assert desk.ask(c.CallNext, window=1).status == "done"
    desk.now += timedelta(minutes=5)
    desk.wait()
    assert states(desk) == ["no-show"]  # late, but not in three hours


def test_hall_time_never_goes_back(desk: Desk) -> None:
    told = []
    for step in (0, 60, -3600, 5, 5, -86400, 5, 90000, 5):
        desk.now += timedelta(seconds=step)
        told.append(desk.master.picture(desk.now, "boot").at)
    assert told == sorted(told)
    assert told[-1] == desk.now, "it caught up with the clock"


def test_the_next_deadline_is_told_by_the_machines_clock(desk: Desk) -> None:
    desk.ask(c.CallNext, window=1)
    desk.now -= timedelta(hours=1)
    assert timedelta(0) < desk.master.next_wake(desk.now) - desk.now <= timedelta(minutes=2)


def test_a_command_far_from_any_clock_is_refused_as_such(desk: Desk) -> None:
    late = c.CallNext(id="late", at=desk.now - timedelta(hours=1), window=1)
    assert desk.send(late).reason == "expired"
    early = c.CallNext(id="early", at=desk.now + timedelta(hours=1), window=1)
    assert desk.send(early).reason == "from-the-future"
