"""Visits of several legs: one ticket from window to window, and nobody stands at the end of a queue twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.contracts.hall_file import Package
from broker.contracts.replies import TicketView
from broker.queuemaster.hall import evolve
from tests.broker.day import Day
from tests.broker.desk import Desk
from tests.broker.halls import PLAN

pytestmark = pytest.mark.fast

MOVING = Package(
    id="moving", name={"uk": "Переїзд", "en": "Moving"}, legs=("registration", "passport-new", "ready"), menu=()
)
HALL = msgspec.structs.replace(PLAN, package=(MOVING,))


@pytest.fixture
def day() -> Day:
    return opened_windows(Day(HALL))


def opened_windows(day: Day) -> Day:
    for window in (1, 2, 3, 4):
        day.ask(c.OpenWindow, window=window)
    return day


def called(day: Day, window: int, *, serve: bool = True) -> TicketView:
    ticket = day.ask(c.CallNext, window=window)
    assert ticket
    if serve:
        day.ask(c.StartService, window=window)
    return ticket


def refused(day: Day, kind: type[c.Command], **fields: object) -> str:
    with pytest.raises(Refused) as refusal:
        day.ask(kind, **fields)
    return refusal.value.reason


def test_a_package_is_one_ticket_in_the_line_of_its_first_leg(day: Day) -> None:
    ticket = day.ask(c.TakeTicket, service="moving")
    assert ticket
    assert (ticket.number, ticket.service, ticket.line) == ("А001", "registration", "residence")
    assert (ticket.package, ticket.legs_done, ticket.legs) == ("moving", (), ("passport-new", "ready"))


def test_the_next_leg_opens_by_itself_with_the_seniority_of_the_whole_visit(day: Day) -> None:
    day.take("moving")
    day.pass_time(minutes=1)
    day.take("passport-new")
    day.pass_time(minutes=30)
    called(day, 1)
    day.pass_time(minutes=10)
    ticket = day.ask(c.Finish, window=1)
    assert ticket
    assert (ticket.number, ticket.state, ticket.line) == ("А001", "waiting", "passport")
    assert (ticket.legs_done, ticket.service, ticket.legs) == (("registration",), "passport-new", ("ready",))
    assert ticket.ahead == 0, "nobody in the next line came before this visitor"
    assert day.hall.memory.windows[1].ticket is None
    following = called(day, 2)
    assert (following.number, following.reason) == ("А001", "next-leg")


def test_a_visit_is_over_when_its_last_leg_is(day: Day) -> None:
    day.take("moving")
    for _ in range(3):
        called(day, 3)
        day.pass_time(minutes=5)
        day.ask(c.Finish, window=3)
    ticket = day.see("А001")
    assert (ticket.state, ticket.legs) == ("done", ())
    assert ticket.legs_done == ("registration", "passport-new", "ready")
    kinds = [type(event) for event in day.heard if isinstance(event, e.LegFinished | e.ServiceFinished)]
    assert kinds == [e.LegFinished, e.LegFinished, e.ServiceFinished]


def test_an_operator_may_go_on_with_the_visitor_who_sits_there(day: Day) -> None:
    day.take("moving")
    called(day, 1)
    day.pass_time(minutes=10)
    before = day.now
    ticket = day.ask(c.Finish, window=1, stay=True)
    assert ticket
    assert (ticket.state, ticket.window, ticket.service) == ("serving", 1, "passport-new")
    assert day.hall.memory.tickets[ticket.id].started_at == before, "the second service begins where the first ends"
    assert len([event for event in day.heard if isinstance(event, e.TicketCalled)]) == 1, "nobody is called again"


def test_a_hall_may_let_visitors_stay_wherever_their_window_can_serve_the_next_leg() -> None:
    day = opened_windows(Day(HALL, next_leg="same-window"))
    day.take("moving")
    called(day, 1)
    staying = day.ask(c.Finish, window=1)
    assert staying
    assert staying.state == "serving"
    going = day.ask(c.Finish, window=1)  # window 1 does not serve pick-up
    assert going
    assert (going.state, going.line) == ("waiting", "pickup")


def test_who_stays_must_be_served_there(day: Day) -> None:
    day.take("moving")
    called(day, 1)
    day.ask(c.Finish, window=1, stay=True)
    assert refused(day, c.Finish, window=1, stay=True) == "not-served-here"
    day.ask(c.SuspendHall, why="registers-down", lines=("pickup",))
    assert day.see("А001").state == "serving"


def test_nobody_stays_when_calls_are_frozen(day: Day) -> None:
    day.take("moving")
    called(day, 3)
    day.ask(c.SuspendHall, why="registers-down", lines=("passport",))
    assert refused(day, c.Finish, window=3, stay=True) == "line-closed"
    day.ask(c.SuspendHall, why="air-raid")
    assert refused(day, c.Finish, window=3, stay=True) == "hall-suspended"
    waiting = day.ask(c.Finish, window=3)
    assert waiting
    assert waiting.state == "waiting"


def test_an_operator_adds_a_leg_as_a_certificate_and_then_the_passport(day: Day) -> None:
    day.take("ready")
    called(day, 2)
    ticket = day.ask(c.Finish, window=2, next_service="passport-new")
    assert ticket
    assert (ticket.number, ticket.line, ticket.legs_done) == ("М001", "passport", ("ready",))
    assert refused(day, c.Finish, window=2) == "no-ticket"
    called(day, 2)
    assert refused(day, c.Finish, window=2, next_service="pasport") == "unknown-service"


def test_a_leg_that_is_added_comes_before_the_rest(day: Day) -> None:
    day.take("moving")
    called(day, 3)
    ticket = day.ask(c.Finish, window=3, next_service="ready")
    assert ticket
    assert (ticket.service, ticket.legs) == ("ready", ("passport-new", "ready"))


def test_what_happens_in_the_middle_keeps_the_rest(day: Day) -> None:
    day.take("moving")
    called(day, 1, serve=False)
    day.ask(c.NoShow, window=1)
    day.ask(c.ReturnTicket, ticket="А001")
    called(day, 1)
    day.ask(c.Hold, window=1)
    day.ask(c.Resume, window=1, ticket="А001")
    day.ask(c.Transfer, window=1, to_window=4)
    called(day, 4)
    day.ask(c.Transfer, window=4, to_service="passport-new")
    ticket = day.see("А001")
    assert (ticket.service, ticket.legs) == ("passport-new", ("passport-new", "ready"))
    day.ask(c.CancelTicket, ticket="А001")
    assert day.see("А001").state == "cancelled"
    assert day.call(3) is None, "the whole visit is cancelled"


def test_a_leg_whose_service_the_hall_file_has_lost_is_passed_over(day: Day) -> None:
    day.take("moving")
    called(day, 3)
    services = tuple(service for service in HALL.service if service.id != "passport-new")
    day.hall.plan = msgspec.structs.replace(HALL, service=services)
    ticket = day.ask(c.Finish, window=3)
    assert ticket
    assert (ticket.service, ticket.legs) == ("ready", ())


def test_a_package_printed_while_the_dispenser_was_alone_has_all_its_legs(day: Day) -> None:
    day.ask(c.LeaseNumbers, lines=("residence",))
    (lease,) = day.hall.memory.leases.values()
    day.now += timedelta(minutes=5)
    ticket = day.ask(c.TakeTicket, service="moving", number="А995", lease=lease.id, issued_at=day.now)
    assert ticket
    assert ticket.legs == ("passport-new", "ready")


def test_who_is_overtaken_by_a_visitor_who_stays_is_told_why(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.again(HALL)
    desk.ask(c.OpenWindow, window=1)
    desk.ask(c.TakeTicket, service="passport-new")  # К001, senior to everybody
    desk.now += timedelta(minutes=1)
    desk.ask(c.TakeTicket, service="moving")
    desk.ask(c.CallTicket, window=1, ticket="А001", why="з немовлям")
    desk.ask(c.Finish, window=1, stay=True)
    overtaken = desk.ask(c.Explain, ticket="К001").overtaken_by or ()
    assert [(each.number, each.reason) for each in overtaken] == [("А001", "operator"), ("А001", "next-leg")]
    assert "was at window 1 already" in overtaken[1].message["en"]
    lived = desk.memory()
    desk.again(HALL)
    assert desk.memory() == lived


def test_a_line_of_its_own_is_learnt_from_each_leg(day: Day) -> None:
    """Each leg has its own beginning and end in the journal, so that a service's time is that service's alone."""
    day.take("moving")
    called(day, 1, serve=False)
    day.pass_time(minutes=1)
    day.ask(c.StartService, window=1)
    day.pass_time(minutes=10)
    day.ask(c.Finish, window=1, stay=True)
    day.pass_time(minutes=7)
    day.ask(c.Finish, window=1)
    spans = []
    begun = day.now
    for event in day.heard:
        if isinstance(event, e.ServiceStarted | e.LegStarted):
            begun = event.at
        elif isinstance(event, e.LegFinished):
            spans.append((event.done, event.at - begun))
    assert spans == [("registration", timedelta(minutes=10)), ("passport-new", timedelta(minutes=7))]
    again = Day(HALL)
    for event in day.heard:
        evolve(again.hall, event)
    assert again.hall.memory == day.hall.memory
