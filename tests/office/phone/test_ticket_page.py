"""A visitor's page from the phone's side, with the real decisions of the queue-master on a bus in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
import requests

from broker.bus.clock import new_id
from broker.bus.memory import MemoryBroker
from broker.contracts import commands as c
from broker.contracts import events as e
from office.live import Live
from tests.broker.halls import PLAN
from tests.broker.until import until
from tests.office.hall_in_memory import HallInMemory, delivering
from tests.office.serving import serving

pytestmark = pytest.mark.fast

HALL = msgspec.structs.replace(
    PLAN,
    policy=msgspec.structs.replace(PLAN.policy, give_way=2),
    phone=msgspec.structs.replace(PLAN.phone, address="https://cherga.example.gov.ua"),
)


@dataclass
class Phone:
    hall: HallInMemory
    live: Live
    address: str
    browser: requests.Session

    def take(self, **fields: Any) -> str:
        ticket = self.hall.do(c.TakeTicket, service="registration", **fields).ticket
        assert ticket
        until(lambda: self.live.standing().desk.seq == self.hall.hall.seq)
        return ticket.id

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.browser.get(self.address + path, headers={"accept-language": "en", **headers}, timeout=10)

    def face(self, ticket: str) -> dict[str, Any]:
        face: dict[str, Any] = self.get(f"/t/{ticket}/state.json").json()["face"]
        return face

    def press(self, ticket: str, kind: str, identity: str = "", **headers: str) -> requests.Response:
        body = json.dumps({"id": identity or new_id()})
        sent = {"content-type": "application/json", "x-cherha": "press", "accept-language": "en", **headers}
        return self.browser.post(f"{self.address}/t/{ticket}/{kind}", data=body, headers=sent, timeout=10)


@pytest.fixture
def phone() -> Iterator[Phone]:
    broker = MemoryBroker()
    hall = HallInMemory(broker.client("queue-master", HALL.hall.id), HALL)
    with (
        delivering(broker),
        serving(HALL, lambda name: broker.client(name, HALL.hall.id)) as (address, live),
        requests.Session() as browser,
    ):
        yield Phone(hall, live, address, browser)


def test_a_page_says_how_many_are_before_one_even_without_a_script(phone: Phone):
    phone.take()
    second = phone.take()
    page = phone.get(f"/t/{second}").text
    assert "1 visitor" in page
    assert "А002" in page
    assert '<html lang="en">' in page
    assert "Перед вами" in phone.get(f"/t/{second}?lang=uk").text


def test_the_code_of_a_slip_opens_its_page_and_a_number_opens_nothing(phone: Phone):
    ticket = phone.take()
    assert phone.get(f"/T/{ticket}").status_code == 200
    for wrong in ("А001", "A001", new_id()):
        page = phone.get(f"/t/{wrong}")
        assert page.status_code == 404
        assert "А001" not in page.text
        assert phone.press(wrong, "leave").status_code == 404
        assert phone.get(f"/t/{wrong}/events").status_code == 404
    assert not any(isinstance(event, e.TicketCancelled) for event in phone.hall.events)


def test_whoever_tries_codes_is_stopped_and_the_holders_of_tickets_are_not(phone: Phone):
    ticket = phone.take()
    assert [phone.get(f"/t/{new_id()}/state.json").status_code for _ in range(25)].count(429) >= 4
    assert phone.get(f"/t/{ticket}").status_code == 200


def test_two_pass_and_the_page_says_that_they_did(phone: Phone):
    first, second, third = phone.take(), phone.take(), phone.take()
    pressed = new_id()
    assert phone.press(first, "give-way", pressed).json()["status"] == "done"
    assert phone.press(first, "give-way", pressed).json()["status"] == "done", "the same press is one command"
    assert [event.passed for event in phone.hall.events if isinstance(event, e.TicketGaveWay)] == [("А002", "А003")]
    for ticket, before in ((first, "2 visitors"), (second, "nobody"), (third, "1 visitor")):
        until(lambda ticket=ticket, before=before: before in phone.get(f"/t/{ticket}").text)


def test_leaving_cancels_the_ticket_and_nobody_elses(phone: Phone):
    first, second = phone.take(), phone.take()
    assert phone.press(first, "leave").json() == {"status": "done", "message": "You have left the queue."}
    until(lambda: phone.face(first)["state"] == "cancelled")
    assert phone.face(second)["state"] == "waiting"
    (gone,) = [event for event in phone.hall.events if isinstance(event, e.TicketCancelled)]
    assert gone.why == "left"
    assert phone.press(first, "leave").status_code == 409


def test_a_stream_brings_the_call(phone: Phone):
    ticket = phone.take()
    phone.hall.do(c.OpenWindow, window=3)
    with phone.browser.get(f"{phone.address}/t/{ticket}/events?lang=en", stream=True, timeout=10) as stream:
        lines = stream.iter_lines(chunk_size=1, decode_unicode=True)
        called = False
        for line in lines:
            if not called:
                phone.hall.do(c.CallNext, window=3)
                called = True
            if '"call":"3:1"' in line:
                assert "Go to window 3" in line
                break


def test_who_went_before_is_explained(phone: Phone):
    phone.take()
    second = phone.take()
    said = phone.press(second, "why").json()
    assert said["status"] == "done"
    assert "Nobody who joined the queue later" in said["message"]


def test_the_public_name_opens_what_is_public_and_nothing_else(phone: Phone):
    ticket = phone.take()
    public = {"host": "cherga.example.gov.ua"}
    assert phone.get(f"/t/{ticket}", **public).status_code == 200
    assert phone.get("/static/phone.js", **public).status_code == 200
    for path in ("/", "/window/1", "/events", "/window/1/events", "/reception", "/help/x/end"):
        assert phone.get(path, **public).status_code == 421
    assert phone.get(f"/t/{ticket}", host="evil.example").status_code == 421


def test_another_site_cannot_press_for_a_visitor(phone: Phone):
    ticket = phone.take()
    assert phone.press(ticket, "leave", origin="https://evil.example").status_code == 403


def test_too_many_presses_are_not_passed_on(phone: Phone):
    ticket = phone.take()
    answers = [phone.press(ticket, "why").status_code for _ in range(10)]
    assert answers.count(429) >= 2


def test_a_phone_that_asks_is_counted_as_one_that_listens(phone: Phone):
    first, second = phone.take(), phone.take()

    def is_told(words: str) -> bool:
        asked = phone.get(f"/t/{second}/state.json")  # more often than a phone does: some are turned away
        return asked.status_code == 200 and words in asked.json()["face"]["ahead"]

    until(lambda: is_told("1 visitor"))
    phone.press(first, "leave")
    until(lambda: is_told("nobody"))
