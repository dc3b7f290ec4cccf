"""The demo with its real roles: people come, are called and served, and it can all be looked at from a browser."""

import io
import json
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
import requests
from PIL import Image

from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.commands import CheckIn, EventsSince, TakeTicket
from broker.contracts.events import Event, ServiceFinished, TicketCalled, TicketIssued
from broker.contracts.topics import Topics
from provisioning.demo.booked import FILE
from provisioning.demo.visitors import CLIENT
from tests.provisioning.demo.running import RunningDemo, running_demo, until

pytestmark = [pytest.mark.wire, pytest.mark.screen, pytest.mark.voice]

VISITORS = 6


class Listener:
    """Everything that has happened in the hall, from the first event on."""

    def __init__(self, demo: RunningDemo) -> None:
        self._by_seq: dict[int, Event] = {}
        self.link = Link(demo.line["hall"], f"test-{new_id()}", "127.0.0.1", demo.line["broker"]["port"])
        self.link.subscribe(Topics(demo.line["hall"]).event, self._hear)
        self.asker = Asker(self.link)
        self.link.start()
        earlier = self.asker.ask(EventsSince(id=new_id(), at=now(UTC), seq=0), timeout=60)
        for body in earlier.events or ():
            self._take_in(bytes(body))

    @property
    def events(self) -> list[Event]:
        return list(self._by_seq.values())

    def _hear(self, message: Message) -> None:
        self._take_in(message.body)

    def _take_in(self, body: bytes) -> None:
        event = codec.event(body)
        if isinstance(event, Event):
            self._by_seq[event.seq] = event

    def count(self, kind: type[Event]) -> int:
        return sum(isinstance(event, kind) for event in self.events)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    people = ("--visitors", str(VISITORS), "--speed", "40")
    with running_demo(tmp_path_factory.mktemp("hall"), *people, real=True) as running:
        yield running


@pytest.fixture(scope="module")
def heard(demo: RunningDemo) -> Iterator[Listener]:
    listener = Listener(demo)
    yield listener
    listener.link.stop()


def test_made_up_visitors_are_called_and_served_by_made_up_operators(demo: RunningDemo, heard: Listener):
    until(lambda: heard.count(TicketIssued) == VISITORS, within=60)
    until(lambda: heard.count(ServiceFinished) >= VISITORS - 2, within=120)
    assert heard.count(TicketCalled) >= VISITORS - 2
    by = Counter(event.by for event in heard.events if isinstance(event, TicketIssued))
    assert by == {CLIENT: VISITORS}


def test_what_was_called_was_also_said(demo: RunningDemo, heard: Listener):
    said = demo.state_dir / "announcer-1" / "said"
    until(lambda: said.is_dir() and list(said.glob("*.wav")), within=90)
    spoken = next(said.glob("*.wav"))
    called = {event.number for event in heard.events if isinstance(event, TicketCalled)}
    assert any(number in spoken.name for number in called)


@pytest.mark.parametrize(("screen", "size"), [("board-1", (1920, 1080)), ("dispenser-1", (1080, 1920))])
def test_the_office_page_shows_a_live_picture_of_each_screen(demo: RunningDemo, screen: str, size: tuple[int, int]):
    office = demo.line["office"].rstrip("/")
    person = demo.line["staff"][0]
    wish = {"person": person["id"], "pin": person["pin"]}
    with requests.Session() as browser:
        browser.post(f"{office}/sign-in", json=wish, headers={"x-cherha": "press"}, timeout=20)
        assert screen in browser.get(f"{office}/", timeout=10).text
        with looking_at(f"{office}/events", browser):
            until(lambda: browser.get(f"{office}/picture/{screen}", timeout=10).ok, within=30)
            shown = Image.open(io.BytesIO(browser.get(f"{office}/picture/{screen}", timeout=10).content))
    assert shown.width * size[1] == pytest.approx(shown.height * size[0], rel=0.02)
    assert len(shown.convert("L").getcolors() or range(256)) > 20, "a picture of one colour is no screen"


class looking_at:  # noqa: N801 - reads as what it does
    """A browser that has the page open."""

    def __init__(self, address: str, browser: requests.Session) -> None:
        self._response = browser.get(address, stream=True, timeout=30)
        self._thread = threading.Thread(target=self._read, daemon=True)

    def _read(self) -> None:
        try:
            for _ in self._response.iter_content(1024):
                pass
        except (requests.RequestException, AttributeError, ValueError):
            return  # closed while it was reading

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._response.close()


@pytest.mark.parametrize("role", ["queue-master", "board-1", "broker"])
def test_the_hall_goes_on_after_a_death(demo: RunningDemo, role: str):
    before = demo.pids[role]
    demo.kill(role)
    demo.await_successor(role, before)
    listener = Listener(demo)
    try:
        wish = TakeTicket(id=new_id(), at=now(UTC), service="pick-up")
        assert listener.asker.ask(wish, timeout=60).status == "done"
        until(lambda: any(event.command == wish.id for event in listener.events))
    finally:
        listener.link.stop()
    until(lambda: all(demo.is_ready(appliance) for appliance in demo.pids if appliance != "broker"))


def test_a_code_that_the_demo_made_checks_in(demo: RunningDemo):
    kept = demo.state_dir / FILE
    until(kept.exists, within=60)
    code = next(each["code"] for each in json.loads(kept.read_text("utf-8")) if each["when"] == "in-time")
    listener = Listener(demo)
    try:
        assert listener.asker.ask(CheckIn(id=new_id(), at=now(UTC), booking=code), timeout=60).status == "done"
    finally:
        listener.link.stop()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_real_roles_leave_nothing_behind(tmp_path: Path, sign: signal.Signals):
    with running_demo(tmp_path, "--visitors", "0", real=True) as demo:
        assert demo.end(sign) == (0 if sign == signal.SIGINT else -sign)
        until(lambda: demo.left == [], within=10)
