"""The office as it is started in a hall: its own process, a real broker, the real queue-master with its journal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
import requests

from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.status import About
from broker.contracts.topics import Topics
from tests.broker.halls import HALL_TOML, PLAN
from tests.broker.until import until
from tests.office.serving import DEMO

pytestmark = pytest.mark.wire


class Place:
    """A hall on this machine: roles as processes, and one visitor's link."""

    def __init__(self, folder: Path, port: int, stack: ExitStack) -> None:
        self.folder, self.port, self.stack = folder, port, stack
        self.roles: dict[str, subprocess.Popen[bytes]] = {}
        self.events: list[dict[str, Any]] = []
        self.abouts: dict[str, About] = {}
        (folder / "hall.toml").write_text(HALL_TOML, "utf-8")
        self.browser = requests.Session()
        stack.callback(self.browser.close)
        self.link = Link("test-hall", "reception-1", "127.0.0.1", port)
        topics = Topics("test-hall")
        self.link.subscribe(topics.event, lambda m: self.events.append(json.loads(m.body)))
        self.link.subscribe(
            topics.about("+"), lambda m: self.abouts.update({m.topic.split("/")[4]: codec.read(About, m.body)})
        )
        self.asker = Asker(self.link)
        self.link.start()
        stack.callback(self.link.stop)

    def start(self, role: str, **more: str) -> None:
        environment = os.environ | {
            "CHERHA_BROKER_PORT": str(self.port),
            "CHERHA_HALL": str(self.folder / "hall.toml"),
            "CHERHA_STATE_DIR": str(self.folder / role),
            "CHERHA_OFFICE_PORT": "0",
            **more,
        }
        (self.folder / role).mkdir(exist_ok=True)
        if role == "office" and not (self.folder / role / "staff.toml").exists():
            copy(DEMO / "staff.toml", self.folder / role)
        command = [sys.executable, "-c", f"from provisioning.run_role import main; main(['{role}'])"]
        self.roles[role] = process = subprocess.Popen(command, env=environment)
        self.stack.callback(process.wait, 10)
        self.stack.callback(process.kill)

    def office(self) -> str:
        """The address that the office tells of itself, once it is there."""
        until(self._answers)
        return self.abouts["office-1"].hardware

    def _answers(self) -> bool:
        try:
            if "office-1" not in self.abouts:
                return False
            if not self.browser.cookies:
                self.sign_in()
            return self.browser.get(self.abouts["office-1"].hardware, timeout=5).ok
        except requests.ConnectionError:
            return False

    def sign_in(self) -> None:
        """With a PIN, as the person of the demo who may everything."""
        wish = {"person": "all-roles", "pin": "0000", "next": "/window/3"}
        address = self.abouts["office-1"].hardware
        sent = self.browser.post(f"{address}/sign-in", json=wish, headers={"x-cherha": "press"}, timeout=15)
        assert sent.json() == {"status": "done", "next": "/window/3"}

    def take_ticket(self) -> str:
        at = now(PLAN.timezone)
        reply = self.asker.ask(c.TakeTicket(id=new_id(), at=at, service="registration", priority="veteran"), 60)
        assert reply.ticket
        return reply.ticket.number

    def press(self, kind: str, identity: str = "") -> dict[str, Any]:
        body = {"type": kind, "id": identity or new_id()}
        sent = self.browser.post(
            f"{self.office()}/window/3/command", json=body, headers={"x-cherha": "press"}, timeout=15
        )
        answer: dict[str, Any] = sent.json()
        return answer

    def sees(self, *words: str) -> bool:
        page = self.browser.get(f"{self.office()}/window/3", timeout=5).text
        return all(word in page for word in words)


@pytest.fixture
def place(tmp_path: Path, broker_port: int) -> Iterator[Place]:
    with ExitStack() as stack:
        place = Place(tmp_path, broker_port, stack)
        for role in ("queue-master", "office"):
            place.start(role)
        yield place


def test_a_visit_through_real_processes_is_in_the_journal_by_the_windows_name(place: Place):
    number = place.take_ticket()
    assert place.press("open-window")["status"] == "done"
    assert place.press("call-next")["number"] == number
    until(lambda: place.sees(number, "Захисники", "Більше ніхто"))
    for step in ("start-service", "finish"):
        assert place.press(step)["status"] == "done"
    until(lambda: place.sees("Прийнято сьогодні: 1"))
    ours = [event["type"] for event in place.events if event["by"] == "window-3"]
    assert ours == ["window-opened", "ticket-called", "service-started", "service-finished"]
    people = {event.get("staff") for event in place.events if event["by"] == "window-3"}
    assert people == {"all-roles"}
    until(lambda: [event["what"] for event in place.events if event["type"] == "staff-noted"] == ["signed-in"])


def test_who_was_added_at_the_page_is_in_the_journal_and_on_the_offices_disk(place: Place):
    address = place.office()
    wish = {"press": new_id(), "name": "Ігор Лис", "roles": ["operator", "reception"]}
    added = place.browser.post(f"{address}/staff/add", json=wish, headers={"x-cherha": "press"}, timeout=30)
    assert added.json()["slips"][0]["code"] == "ihor-l"
    assert '"ihor-l"' in (place.folder / "office" / "staff.toml").read_text("utf-8")

    def noted() -> list[dict[str, Any]]:
        return [event for event in place.events if event.get("what") == "staff-added"]

    until(lambda: bool(noted()))
    assert [(fact["staff"], fact["whom"], fact["roles"]) for fact in noted()] == [
        ("all-roles", "ihor-l", ["operator", "reception"])
    ]


def test_an_office_that_was_killed_knows_the_visit_again(place: Place):
    number = place.take_ticket()
    place.press("open-window")
    place.press("call-next")
    place.roles["office"].kill()
    place.roles["office"].wait(10)
    place.abouts.clear()
    place.start("office")
    until(lambda: place.sees(number, "Захисники", "Більше ніхто"))
    assert place.press("finish")["status"] == "done", "whoever had signed in still is"


def test_a_press_while_the_queue_master_restarts_happens_once(place: Place):
    place.take_ticket()
    place.take_ticket()
    place.press("open-window")
    place.roles["queue-master"].kill()
    place.roles["queue-master"].wait(10)
    place.start("queue-master")
    press = new_id()
    until(lambda: place.press("call-next", press)["status"] == "done", 30)
    assert place.press("call-next", press)["status"] == "done"
    assert sum(event["type"] == "ticket-called" for event in place.events) == 1


def test_it_stops_cleanly_while_a_page_is_open(place: Place):
    with place.browser.get(f"{place.office()}/window/3/events", stream=True, timeout=5) as stream:
        place.roles["office"].send_signal(signal.SIGTERM)
        assert place.roles["office"].wait(5) == 0
        assert b"event: view" in stream.content


def test_what_the_command_line_did_while_the_office_was_down_is_told_at_its_next_start(place: Place):
    place.office()
    place.roles["office"].kill()
    place.roles["office"].wait(10)
    environment = {**os.environ, "CHERHA_STATE_DIR": str(place.folder / "office")}
    words = ["add", "petro-z", "--role", "operator", "--draw"]
    program = f"from office.doors.staff_command import main; raise SystemExit(main({words}))"
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, timeout=60)
    place.start("office")
    until(lambda: any(event.get("whom") == "petro-z" for event in place.events))
    facts = [event for event in place.events if event.get("whom") == "petro-z"]
    assert [(fact["what"], fact["roles"]) for fact in facts] == [("staff-added", ["operator"])]
