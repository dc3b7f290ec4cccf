"""The office from a browser's side, with the real decisions of the queue-master on a bus in memory."""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from broker.bus.appliance import Appliance
from broker.bus.memory import MemoryBroker
from broker.contracts import commands as c
from broker.contracts.ids import ulid
from broker.contracts.status import About
from office.doors.doorkeeper import Doorkeeper
from office.live import Live
from office.run import listen
from tests.broker.halls import PLAN
from tests.broker.until import until
from tests.office.hall_in_memory import HallInMemory, delivering
from tests.office.serving import made_up_staff, serving, token_of

pytestmark = pytest.mark.fast

PRESS = {"x-cherha": "press"}
JPEG = b"\xff\xd8\xff\xe0 a picture"


@dataclass
class Office:
    hall: HallInMemory
    live: Live
    address: str
    browser: requests.Session
    broker: MemoryBroker
    keeper: Doorkeeper
    pressed: int = 0

    @contextmanager
    def another(self) -> Iterator[str]:
        """The address of a second office that has just started, with the same people."""
        with serving(PLAN, lambda name: self.broker.client(name, PLAN.hall.id), "office-2", self.keeper) as (
            address,
            _,
        ):
            yield address

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.browser.get(self.address + path, timeout=10, **more)

    def post(self, path: str, **more: Any) -> requests.Response:
        return self.browser.post(self.address + path, timeout=10, **more)

    def press(
        self, window: int, kind: str, *, identity: str = "", lang: str = "uk", **fields: object
    ) -> dict[str, Any]:
        self.pressed += 1
        body = {"type": kind, "id": identity or ulid(self.pressed, b"0" * 10), **fields}
        answer: dict[str, Any] = self.post(f"/window/{window}/command?lang={lang}", json=body, headers=PRESS).json()
        return answer

    def sees(self, window: int, words: str) -> bool:
        return words in self.get(f"/window/{window}").text


@pytest.fixture
def office() -> Iterator[Office]:
    broker = MemoryBroker()
    hall = HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
    with (
        delivering(broker),
        made_up_staff() as keeper,
        serving(PLAN, lambda name: broker.client(name, PLAN.hall.id), keeper=keeper) as (address, live),
        requests.Session() as browser,
    ):
        browser.cookies.update(token_of(keeper))
        yield Office(hall, live, address, browser, broker, keeper)


def test_a_visit_from_open_to_finish_by_the_name_of_the_window(office: Office):
    assert office.press(3, "open-window")["status"] == "done"
    office.hall.do(c.TakeTicket, service="registration", priority="veteran", language="en")
    called = office.press(3, "call-next")
    assert (called["status"], called["number"]) == ("done", "А001")
    until(lambda: office.sees(3, "А001"))
    page = office.get("/window/3").text
    for words in ("Реєстрація", "Захисники", "посвідчення", "англійська", "Більше ніхто на ваше вікно не чекав."):
        assert words in page
    for step in ("start-service", "finish"):
        assert office.press(3, step)["status"] == "done"
    until(lambda: office.sees(3, "Прийнято сьогодні: 1"))
    assert {event.by for event in office.hall.events if event.by != "tester"} == {"queue-master", "window-3"}


def test_the_same_press_sent_twice_is_one(office: Office):
    office.press(1, "open-window")
    office.hall.do(c.TakeTicket, service="registration")
    first = office.press(1, "call-next", identity="once")
    again = office.press(1, "call-next", identity="once")
    assert first == again
    assert sum(type(event).__name__ == "TicketCalled" for event in office.hall.events) == 1


@pytest.mark.parametrize(("lang", "words"), [("uk", "Вікно 2 закрите."), ("en", "Window 2 is closed")])
def test_a_refusal_comes_in_the_operators_language(office: Office, lang: str, words: str):
    refused = office.press(2, "call-next", lang=lang)
    assert refused["status"] == "refused"
    assert str(refused["message"]).startswith(words)


def test_next_with_nobody_waiting_says_so(office: Office):
    office.press(1, "open-window")
    assert office.press(1, "call-next") == {
        "status": "done",
        "message": "У ваших чергах нікого немає.",
        "seq": office.hall.hall.seq,
        "number": None,
        "reason": None,
    }


def test_a_press_that_cannot_be_read_is_invalid_and_goes_no_further(office: Office):
    assert office.press(1, "call-next", windw=3)["status"] == "invalid"
    broken = office.post("/window/1/command", data=b"{", headers={**PRESS, "content-type": "application/json"})
    assert (broken.status_code, broken.json()["status"]) == (400, "invalid")
    assert not [command for _, command in office.hall.commands if isinstance(command, c.CallNext)]


def test_a_foreign_site_presses_nothing(office: Office):
    body = {"type": "open-window", "id": "1"}
    for headers in ({"origin": "http://evil.example", "x-cherha": "press"}, {"origin": office.address}):
        assert office.post("/window/1/command", json=body, headers=headers).status_code == 403
    assert office.post("/window/1/command", json=body | {"x": "y" * 5000}, headers=PRESS).status_code == 413
    assert not [command for _, command in office.hall.commands if isinstance(command, c.OpenWindow)]


def test_pages_forbid_foreign_code_and_frames(office: Office):
    policy = office.get("/window/1").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_what_people_wrote_is_shown_as_words_and_never_as_html(office: Office):
    office.press(1, "open-window")
    number = office.hall.do(c.TakeTicket, service="registration").ticket.number
    office.hall.do(c.CallTicket, window=1, ticket=number, why="<img src=x onerror=alert(1)>")
    until(lambda: office.sees(1, "Викликано поза чергою"))
    page = office.get("/window/1").text
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_the_language_is_remembered(office: Office):
    assert "Увесь зал" in office.get("/window/1").text
    assert "Whole hall" in office.get("/window/1?lang=en").text
    assert "Whole hall" in office.get("/window/1").text
    assert 'lang="uk"' in office.get("/?lang=<script>").text


def test_a_window_that_is_not_there_is_said_so(office: Office):
    missing = office.get("/window/99")
    assert (missing.status_code, "Такого вікна в залі немає." in missing.text) == (404, True)
    assert office.get("/nothing").status_code == 404
    assert office.get("/picture/board-1").status_code == 404
    assert office.post("/window/99/command", json={"type": "call-next", "id": "1"}, headers=PRESS).status_code == 404


def test_held_tickets_can_be_resumed_from_the_page(office: Office):
    office.press(1, "open-window")
    ticket = office.hall.do(c.TakeTicket, service="registration").ticket.id
    office.press(1, "call-next")
    office.press(1, "hold")
    until(lambda: office.sees(1, f'data-ticket="{ticket}"'))
    assert office.press(1, "resume", ticket=ticket)["status"] == "done"


def test_the_hall_page_shows_windows_lines_calls_and_appliances(office: Office):
    office.press(2, "open-window")
    office.hall.do(c.TakeTicket, service="passport-new")
    office.press(2, "call-next")
    bus = office.broker.client("board-1", PLAN.hall.id)
    about = About(role="board", version="0.1.0")
    board = Appliance(bus, id="board-1", role="board", version="0.1.0", about=about, zone=PLAN.timezone)
    board.can("screenshot", lambda _do: ("done", "", base64.b64encode(JPEG).decode()))
    bus.start()
    board.ready()
    words = {"uk": "Мигає <екран>.", "en": "It flickers."}
    board.problem("flicker", words, {"uk": "Перевірте кабель.", "en": "Check the cable."})
    until(lambda: "Перевірте кабель." in office.get("/").text)
    page = office.get("/").text
    for shown in ("К001", "вікно 2", "Табло", "працює", "&lt;екран&gt;", 'href="/window/4"'):
        assert shown in page

    with office.get("/events", stream=True):  # somebody looks
        until(lambda: office.live.picture("board-1"))
    picture = office.get("/picture/board-1?v=1")
    assert (picture.headers["content-type"], picture.content) == ("image/jpeg", JPEG)


def test_an_office_that_starts_late_knows_what_happened_before(office: Office):
    office.press(1, "open-window")
    office.hall.do(c.TakeTicket, service="registration", needs=("wheelchair",))
    office.press(1, "call-next")
    with office.another() as address:
        page = requests.get(f"{address}/window/1", timeout=10, cookies=office.browser.cookies)
    assert "крісло колісне" in page.text


def test_a_stream_gives_the_view_at_once_and_again_when_it_changes(office: Office):
    with office.get("/window/1/events", stream=True) as stream:
        lines = stream.iter_lines(decode_unicode=True)
        assert next(lines) == "event: view"
        first = json.loads(next(lines).removeprefix("data: "))
        assert (first["state"], first["actions"]["open-window"]) == ("closed", [True, True])
        office.hall.do(c.OpenWindow, window=1)
        data = (json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: "))
        assert next(view for view in data if view.get("state") == "free")["actions"]["call-next"] == [True, True]


def test_an_answer_does_not_wait_for_an_acknowledgement():
    listening = listen(0)
    with listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            # asyncio sets TCP_NODELAY only on sockets that name their protocol.
            assert accepted.proto == socket.IPPROTO_TCP


def test_an_office_stops_although_somebody_still_looks(office: Office):
    with office.another() as address:
        stream = requests.get(f"{address}/events", stream=True, timeout=10, cookies=office.browser.cookies)
        assert stream.status_code == 200
    assert b"event: view" in stream.content


def test_whoever_needs_a_person_is_seen_at_once_and_one_press_says_that_somebody_goes(office: Office):
    office.hall.do(c.CallForHelp, by="dispenser-1", place="dispenser-1")
    office.hall.do(c.CallForHelp, by="dispenser-1", place="ramp")
    until(lambda: "Біля пандуса" in office.get("/").text)
    page = office.get("/").text
    assert page.count('class="help alarm" role="alert"') == 2
    call = office.hall.hall.memory.helps
    ramp = next(each.id for each in call.values() if each.place == "ramp")
    for identity in ("press-1", "press-1"):
        told = office.post(f"/help/{ramp}/acknowledge", json={"id": identity}, headers=PRESS)
        assert told.json()["status"] == "done"
    until(lambda: "до них уже йдуть" in office.get("/").text)
    assert [type(event).__name__ for event in office.hall.events].count("HelpAcknowledged") == 1
    assert office.hall.events[-1].by == "office-1"
    assert office.post(f"/help/{ramp}/end", json={"id": "press-2"}, headers=PRESS).json()["status"] == "done"
    until(lambda: "Біля пандуса" not in office.get("/").text)
    gone = office.post(f"/help/{ramp}/acknowledge", json={"id": "press-3"}, headers=PRESS)
    assert (gone.status_code, gone.json()["message"]) == (409, "Цей виклик працівника вже завершено.")
    assert office.post(f"/help/{ramp}/forget", json={"id": "press-4"}, headers=PRESS).status_code == 404
    assert office.post(f"/help/{ramp}/end", json={"idd": "press-5"}, headers=PRESS).status_code == 400
