"""The reception's page from a browser's side, with the real decisions of the queue-master on a bus in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
import pytest
import requests

from broker.bus.appliance import Appliance
from broker.bus.clock import new_id
from broker.bus.memory import MemoryBroker
from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.hall_check import parse
from broker.contracts.status import About, Do
from office.live import Live
from tests.broker.halls import HALL_TOML
from tests.broker.until import until
from tests.office.hall_in_memory import HallInMemory, delivering
from tests.office.serving import made_up_staff, serving, token_of

pytestmark = pytest.mark.fast

HALL = parse(
    HALL_TOML.replace('id = "registration"\nline', 'id = "registration"\nmodes = ["walk-in", "booking"]\nline')
    + """
[documents]
service = "ready"

[[slots]]
service = "registration"
minutes = 5
capacity = 2

[[surge]]
id = "students"
name = { uk = "Студенти", en = "Students" }
windows = [3]
lines = ["passport"]
"""
)


@dataclass
class Desk:
    hall: HallInMemory
    live: Live
    address: str
    browser: requests.Session
    broker: MemoryBroker

    def press(self, kind: str, identity: str = "", path: str = "command", **fields: Any) -> dict[str, Any]:
        wish = {"type": kind} if kind else {}
        body = json.dumps({**wish, "id": identity or new_id(), **fields})
        sent = {"content-type": "application/json", "x-cherha": "press"}
        address = f"{self.address}/reception/{path}?lang=en"
        answer: dict[str, Any] = self.browser.post(address, data=body, headers=sent, timeout=20).json()
        return answer

    def page(self, lang: str = "en") -> str:
        answer = self.browser.get(f"{self.address}/reception?lang={lang}", timeout=10)
        assert answer.status_code == 200
        return answer.text

    def sees(self, words: str) -> None:
        until(lambda: words in self.page())

    def happened(self, kind: type[e.Event]) -> list[Any]:
        return [event for event in self.hall.events if isinstance(event, kind)]


@pytest.fixture
def desk() -> Iterator[Desk]:
    broker = MemoryBroker()
    hall = HallInMemory(broker.client("queue-master", HALL.hall.id), HALL)
    with (
        delivering(broker),
        made_up_staff() as keeper,
        serving(HALL, lambda name: broker.client(name, HALL.hall.id), keeper=keeper) as (address, live),
        requests.Session() as browser,
    ):
        browser.cookies.update(token_of(keeper, "iryna"))
        yield Desk(hall, live, address, browser, broker)


def test_a_ticket_is_issued_on_behalf_and_the_same_press_is_one_ticket(desk: Desk):
    pressed = new_id()
    fields = {"service": "registration", "priority": "veteran", "language": "en", "needs": ["wheelchair"]}
    first = desk.press("take-ticket", pressed, **fields)
    assert (first["status"], first["number"], first["ticket"]) == ("done", "А001", pressed)
    assert desk.press("take-ticket", pressed, **fields) == first
    (issued,) = desk.happened(e.TicketIssued)
    assert issued.staff == "iryna"
    assert (issued.priority, issued.needs, issued.language) == ("veteran", ("wheelchair",), "en")


def test_a_claim_is_shown_until_it_is_confirmed_or_refused_and_no_number_is_kept(desk: Desk):
    one = desk.press("take-ticket", service="registration", priority="veteran")["ticket"]
    two = desk.press("take-ticket", service="registration", priority="veteran")["ticket"]
    desk.sees("Check: certificate")
    desk.press("set-priority", ticket=one, priority="veteran", evidence="Seen: certificate")
    desk.press("set-priority", ticket=two, priority=None, evidence="No document was shown")
    until(lambda: "Check: certificate" not in desk.page())
    checked = {event.number: (event.priority, event.checked) for event in desk.happened(e.PriorityChanged)}
    assert checked == {"А001": ("veteran", True), "А002": (None, False)}


def test_a_waiting_visitor_is_moved_to_the_right_line_with_the_place_of_the_arrival(desk: Desk):
    desk.hall.do(c.TakeTicket, service="passport-new")
    moved = desk.press("take-ticket", service="registration")["ticket"]
    later = desk.hall.do(c.TakeTicket, service="passport-new").ticket
    assert later
    assert desk.press("move-ticket", ticket=moved, to_service="passport-new")["status"] == "done"
    desk.hall.do(c.OpenWindow, window=1, lines=("passport",))
    order = []
    for _ in range(3):
        called = desk.hall.do(c.CallNext, window=1).ticket
        assert called
        order.append(called.number)
        desk.hall.do(c.Finish, window=1)
    assert order == ["К001", "А001", "К002"]
    told = desk.hall.do(c.Explain, ticket=later.id).overtaken_by
    assert told
    assert [(each.number, each.reason) for each in told] == [("А001", "transferred")]


def test_a_no_show_comes_back(desk: Desk):
    desk.hall.do(c.OpenWindow, window=3)
    ticket = desk.press("take-ticket", service="registration")["ticket"]
    desk.hall.do(c.CallNext, window=3)
    desk.hall.do(c.NoShow, window=3)
    desk.sees("Did not come")
    assert desk.press("return-ticket", ticket=ticket)["status"] == "done"
    until(lambda: "Did not come" not in desk.page())


def test_a_slip_is_printed_once_more_at_a_dispenser(desk: Desk):
    printed: list[Do] = []
    bus = desk.broker.client("dispenser-1", HALL.hall.id)
    about = About(role="dispenser", version="1")
    dispenser = Appliance(bus, id="dispenser-1", role="dispenser", version="1", about=about, zone=HALL.timezone)
    dispenser.can("print-slip", lambda do: (printed.append(do), ("done", "", ""))[1])
    bus.start()
    dispenser.ready()
    ticket = desk.press("take-ticket", service="registration")["ticket"]
    desk.sees("<option>dispenser-1</option>")
    code = f"https://cherga.example/t/{ticket}".upper()  # as a scanner types it
    said = desk.press("", path="print", ticket=code, dispenser="dispenser-1")
    assert said == {"status": "done", "message": "Ticket А001 is printed: dispenser-1"}
    (do,) = printed
    assert (do.arguments["ticket"]["id"], do.arguments["copy"]) == (ticket, True)
    assert desk.press("", path="print", ticket=ticket, dispenser="dispenser-9")["status"] == "refused"


def test_help_is_taken_and_ended(desk: Desk):
    desk.hall.do(c.CallForHelp, place="ramp")
    desk.sees("ramp")
    (called,) = desk.happened(e.HelpCalled)
    assert desk.press("acknowledge-help", help=called.help)["status"] == "done"
    assert desk.press("end-help", help=called.help)["status"] == "done"
    assert len(desk.happened(e.HelpEnded)) == 1


def test_modes_of_the_hall_begin_and_end(desk: Desk):
    desk.press("suspend-hall", why="air-raid")
    desk.sees('data-end="resume-hall"')
    desk.press("resume-hall")
    until(lambda: 'data-end="resume-hall"' not in desk.page())
    desk.press("suspend-hall", why="registers-down", lines=["passport"])
    desk.sees('data-lines="passport"')
    desk.press("resume-hall", lines=["passport"])
    desk.hall.do(c.OpenWindow, window=3)
    desk.press("start-surge", surge="students")
    desk.sees('data-end="end-surge"')
    assert desk.press("end-surge", surge="students")["status"] == "done"


def test_what_the_voice_said_and_what_not_is_told(desk: Desk):
    made = desk.press("announce", text={"uk": "Увага", "en": "Attention"}, zones=["hall-1"], times=2)
    assert made["status"] == "done"
    desk.sees("waits for its turn")
    (event,) = desk.happened(e.AnnouncementMade)
    assert (event.zones, event.times) == (("hall-1",), 2)
    report: dict[str, Any] = {"announcement": event.announcement, "what": "manual"}
    desk.hall.do(c.ReportAnnouncement, **report, outcome="dropped", why="emergency")
    desk.sees("not said: broken off by an emergency")
    refused = desk.press("announce", text={"uk": "Телефонуйте 067 123 45 67"})
    assert (refused["status"], refused["reason"]) == ("refused", "personal-words")


def test_bookings_of_today_are_listed_and_checked_in(desk: Desk):
    slots = desk.hall.do(c.ListSlots, service="registration").slots
    assert slots
    today = desk.hall.now.date()
    soon = next((s for s in slots if s.slot.astimezone(HALL.timezone).date() == today), None)
    if soon is None:
        pytest.skip("there is no slot left before midnight")
    booked = desk.hall.do(c.Book, service="registration", slot=soon.slot).booking
    assert booked
    desk.sees(f'data-booking="{booked.id}"')
    answer = desk.press("check-in", booking=booked.id)
    assert (answer["status"], answer["number"]) == ("done", "А001")
    until(lambda: "checked in" in desk.page() and f'data-booking="{booked.id}"' not in desk.page())


def test_documents_are_said_ready_and_asked_for(desk: Desk):
    assert desk.press("is-ready", case="2026/004217")["message"].startswith("Not on the list")
    assert desk.press("document-ready", case="2026/004217")["status"] == "done"
    assert desk.press("is-ready", case="2026/004217")["message"].startswith("Ready")
    assert desk.press("document-handed-out", case="2026/004217")["status"] == "done"


@pytest.mark.parametrize(
    "kind", ["call-next", "open-window", "report-announcement", "lease-numbers", "no-such-thing", ""]
)
def test_what_is_no_press_of_the_reception_is_not_passed_on(desk: Desk, kind: str):
    before = len(desk.hall.commands)
    assert desk.press(kind, window=1)["status"] == "invalid"
    assert len(desk.hall.commands) == before


def test_the_page_speaks_both_languages(desk: Desk):
    assert "Видати талон" in desk.page("uk")
    assert "Issue a ticket" in desk.page("en")


def test_a_page_of_bookings_goes_on_where_the_last_one_ended(desk: Desk):
    plan, at = HALL, desk.hall.now
    assert plan
    for count in range(3):
        event = e.BookingMade(
            seq=desk.hall.hall.seq + 1,
            at=at,
            by="tester",
            booking=f"b{count}",
            service="registration",
            slot=at + timedelta(minutes=count),
            until=at + timedelta(minutes=count + 5),
            day=desk.hall.hall.memory.day,
            hour=at.replace(minute=0),
            code_hash="0" * 32,
        )
        desk.hall.happen((event,))
    listed = desk.hall.do(c.ListBookings).bookings
    assert listed
    assert [booking.id for booking in listed] == ["b0", "b1", "b2"]
    rest = desk.hall.do(c.ListBookings, after="b1").bookings
    assert rest is not None
    assert [booking.id for booking in rest] == ["b2"]
    assert msgspec.to_builtins(rest[0]).get("code") is None
