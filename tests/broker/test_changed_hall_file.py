"""The hall file changes while people wait: nobody is lost, and nobody is called to a window that is gone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from broker.contracts import commands as c
from broker.contracts.hall_check import parse
from broker.contracts.hall_file import HallFile
from tests.broker.desk import Desk
from tests.broker.halls import HALL_TOML, PLAN

pytestmark = pytest.mark.fast


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def without(line: str) -> HallFile:
    """The hall file without one line and its services."""
    return msgspec.structs.replace(
        PLAN,
        line=tuple(each for each in PLAN.line if each.id != line),
        service=tuple(each for each in PLAN.service if each.line != line),
        window=tuple(
            msgspec.structs.replace(each, lines=tuple(name for name in each.lines if name != line))
            for each in PLAN.window
        ),
    )


def number(desk: Desk, window: int) -> str | None:
    """Who is called to the window next."""
    ticket = desk.ask(c.CallNext, window=window).ticket
    return ticket.number if ticket else None


def test_visitors_of_a_line_that_is_no_more_are_called_by_any_window(desk: Desk) -> None:
    desk.ask(c.TakeTicket, service="registration")
    desk.again(without("residence"))
    desk.ask(c.OpenWindow, window=2)
    assert number(desk, 2) == "А001"


def test_a_window_that_is_no_more_is_closed_and_lets_its_visitors_go_elsewhere(desk: Desk) -> None:
    for window in (1, 3):
        desk.ask(c.OpenWindow, window=window)
    desk.ask(c.TakeTicket, service="registration")
    desk.ask(c.CallNext, window=3)
    desk.ask(c.Transfer, window=3, to_window=1)
    desk.again(msgspec.structs.replace(PLAN, window=PLAN.window[1:]))
    desk.wait()
    assert 1 not in desk.master.hall.memory.windows
    assert number(desk, 3) == "А001"


def test_a_window_that_is_no_more_may_finish_its_visitor_first(desk: Desk) -> None:
    desk.ask(c.OpenWindow, window=1)
    desk.ask(c.TakeTicket, service="registration")
    desk.ask(c.CallNext, window=1)
    desk.ask(c.StartService, window=1)
    desk.again(msgspec.structs.replace(PLAN, window=PLAN.window[1:]))
    assert desk.ask(c.Finish, window=1).status == "done"
    assert not desk.master.hall.memory.windows


def test_an_open_window_takes_up_a_line_that_was_added(desk: Desk) -> None:
    desk.again(without("pickup"))
    desk.ask(c.OpenWindow, window=3)
    desk.ask(c.OpenWindow, window=2, lines=("passport",))  # its operator's own choice stands
    desk.again()
    desk.ask(c.TakeTicket, service="ready")
    assert number(desk, 2) is None
    assert number(desk, 3) == "М001"


def test_a_slip_whose_service_is_no_more_still_comes_in(desk: Desk) -> None:
    lease = desk.ask(c.LeaseNumbers, lines=("residence",)).leases
    assert lease
    desk.again(without("residence"))
    fields = {"service": "registration", "priority": "no-more", "number": "А995", "lease": lease[0].lease}
    assert desk.ask(c.TakeTicket, issued_at=desk.now, **fields).status == "done"
    desk.ask(c.OpenWindow, window=4)
    assert number(desk, 4) == "А995"


def test_a_whole_day_goes_on_under_a_quite_different_hall_file(desk: Desk) -> None:
    for window in (1, 2, 3, 4):
        desk.ask(c.OpenWindow, window=window)
    for service in ("registration", "passport-new", "ready") * 4:
        desk.ask(c.TakeTicket, service=service, priority="veteran")
    for window, fate in ((1, None), (2, c.StartService), (3, c.Hold), (4, c.NoShow)):
        desk.ask(c.CallNext, window=window)
        if fate:
            desk.ask(fate, window=window)
    other = HALL_TOML.replace('"residence"', '"taxes"').replace('"veteran"', '"hero"').replace("id = 4", "id = 9")
    desk.again(parse(other.replace('"registration"', '"tax"')))
    desk.wait()
    desk.master.picture(desk.now, "boot")
    for window in (1, 2, 3, 9):
        desk.ask(c.OpenWindow, window=window)
        desk.ask(c.Finish, window=window)
    desk.ask(c.Resume, window=3, ticket="К001")
    for ticket in list(desk.master.hall.memory.tickets):
        assert desk.ask(c.WhereAmI, ticket=ticket).status == "done"
        assert desk.ask(c.Explain, ticket=ticket).status == "done"
    while desk.ask(c.CallNext, window=9).ticket:
        desk.ask(c.Finish, window=9)
    assert not any(ticket.state == "waiting" for ticket in desk.master.hall.memory.tickets.values())
    desk.now += timedelta(days=1)
    desk.wait()
    before = desk.memory()
    desk.again(PLAN)
    assert desk.memory() == before
