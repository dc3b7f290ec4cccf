"""One visit, for real: a finger on the dispenser's glass, a slip out of a printer, a call on the board and in the air.

Every part is a process of its own, as in a hall: Mosquitto, the queue-master, a Kivy dispenser touched through the
X server, a Kivy board, the announcer. The printer is an emulator behind a real socket that turns the ESC/POS
stream back into a picture, from which the QR code is read.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp

from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import ContractError
from broker.contracts.replies import Reply, TicketView
from broker.contracts.status import Status
from broker.contracts.topics import Topics
from display.look.palette import LIGHT, Colour
from kiosk.printing.emulator import NetworkPrinter
from tests.broker.halls import HALL_TOML, PLAN
from tests.broker.mosquitto import Mosquitto
from tests.broker.until import until
from tests.display.virtual_screen import PROGRAM as XVFB
from tests.display.virtual_screen import VirtualScreen

pytestmark = [
    pytest.mark.wire,
    pytest.mark.screen,
    pytest.mark.voice,
    pytest.mark.timeout(240),
    pytest.mark.skipif(XVFB is None, reason="Xvfb is not installed"),
]

TOPICS = Topics("test-hall")


class WholeHall:
    """All processes of a small hall, and one more client: the person at window 4."""

    def __init__(self, folder: Path, broker: Mosquitto) -> None:
        self.folder = folder
        self.printer = NetworkPrinter()
        self.glass = VirtualScreen("1080x1920")
        self.tv = VirtualScreen("1280x720")
        self.events: list[e.Event] = []
        self.ready: set[str] = set()
        self._hall = folder / "hall.toml"
        self._hall.write_text(HALL_TOML, "utf-8")
        self._port = broker.port
        self._processes = {
            "queue-master": self._start("queue-master"),
            "dispenser": self._start("dispenser", self.glass, printer=self.printer.setting, window_size="1080x1920"),
            "board": self._start("board", self.tv, window_size="1280x720"),
            "announcer": self._start("announcer", sound=f"wav:{folder / 'said'}"),
        }
        self._link = Link("test-hall", "window-4", "127.0.0.1", broker.port)
        self._link.subscribe(TOPICS.event, lambda message: self._hear(message.body))
        self._link.subscribe(TOPICS.status("+"), lambda message: self._meet(message.topic, message.body))
        self._asker = Asker(self._link)
        self._link.start()

    def _start(self, role: str, screen: VirtualScreen | None = None, **wiring: str) -> subprocess.Popen[bytes]:
        settings = {
            "broker_port": str(self._port),
            "hall": str(self._hall),
            "state_dir": str(self.folder / role),
            "appliance": role,
            **wiring,
        }
        environment = screen.environment if screen else dict(os.environ)
        environment |= {f"CHERHA_{name.upper()}": value for name, value in settings.items()}
        log = (self.folder / f"{role}.log").open("wb")
        return subprocess.Popen(
            [sys.executable, "-m", "provisioning.command", "run", role], env=environment, stdout=log, stderr=log
        )

    def begin(self) -> None:
        until(lambda: self.ready >= set(self._processes), 90, "everybody is ready")

    def _hear(self, body: bytes) -> None:
        event = codec.event(body)
        if isinstance(event, e.Event):
            self.events.append(event)

    def _meet(self, topic: str, body: bytes) -> None:
        try:
            status = codec.read(Status, body)
        except ContractError:
            return
        if status.state in ("ready", "degraded"):
            self.ready.add(topic.split("/")[-2])

    def ask(self, kind: type[c.Command], **fields: Any) -> Reply:
        return self._asker.ask(kind(id=new_id(), at=now(PLAN.timezone), **fields), timeout=20)

    def heard(self, kind: type[e.Event]) -> list[e.Event]:
        return [event for event in self.events if isinstance(event, kind)]

    def stop(self) -> dict[str, int]:
        self._link.stop()
        for process in self._processes.values():
            process.terminate()
        codes = {role: process.wait(30) for role, process in self._processes.items()}
        self.glass.stop()
        self.tv.stop()
        self.printer.close()
        return codes


@pytest.fixture
def hall(tmp_path: Path, mosquitto: Mosquitto) -> Iterator[WholeHall]:
    hall = WholeHall(tmp_path, mosquitto)
    try:
        hall.begin()
        yield hall
    finally:
        hall.stop()


def touched(screen: VirtualScreen, where: tuple[int, int], then: Callable[[], bool], *, times: int = 1) -> None:
    """A touch, and again until `then`: whose touch came too early, or on a busy machine, touches again."""
    until(lambda: then() or screen.touch(*where, times=times) or soon(then), 30, f"a touch at {where} does something")


def soon(happens: Callable[[], bool]) -> bool:
    """Whether it happens, for good, within the moment that a person waits before trying again."""
    pause = threading.Event()
    for _ in range(15):
        pause.wait(0.1)
        if happens():
            pause.wait(0.7)  # a button that was pressed and did nothing looks as before by now
            return happens()
    return False


def has_button(screen: VirtualScreen, where: tuple[int, int], ground: Colour) -> bool:
    """Whether a button of this colour is at this place: what is on the screen at all, not that it has changed.

    A dispenser is ready before it has heard of the hall: from «Вмикаємося» to the menu a screen changes by itself.
    """
    around = screen.picture().crop((where[0] - 300, where[1] - 30, where[0] + 300, where[1] + 30))
    pixels = np.asarray(around).reshape(-1, 3)
    return bool(np.mean(np.all(np.abs(pixels - np.array(ground[:3]) * 255) < 3, axis=1)) > 0.5)


def shows_a_call(screen: VirtualScreen) -> bool:
    """Whether a good part of the screen has the colour of a call, in either phase of its blinking."""
    pixels = np.asarray(screen.picture()).reshape(-1, 3)
    return any(
        np.mean(np.all(np.abs(pixels - np.array(colour[:3]) * 255) < 3, axis=1)) > 0.05
        for colour in (LIGHT.call, LIGHT.flash)
    )


SERVICE = (540, 450)  # the first of three wide buttons: «Реєстрація»
NO_PRIORITY = (760, 1630)  # «Продовжити без пріоритету»


def test_a_visitor_takes_a_slip_is_called_served_and_remembered(hall: WholeHall) -> None:
    hall.ask(c.OpenWindow, window=4)
    assert not shows_a_call(hall.tv)

    until(lambda: has_button(hall.glass, SERVICE, LIGHT.card), 30, "the menu")
    touched(hall.glass, SERVICE, lambda: has_button(hall.glass, NO_PRIORITY, LIGHT.accent))
    answered = lambda: not has_button(hall.glass, NO_PRIORITY, LIGHT.accent)  # noqa: E731
    touched(hall.glass, NO_PRIORITY, answered, times=2)  # an impatient finger: still one ticket

    slip = hall.printer.wait_for_slips(1, 20)[0]
    until(lambda: bool(hall.heard(e.TicketIssued)), 10, "a ticket is issued")
    issued = hall.heard(e.TicketIssued)[0]
    assert isinstance(issued, e.TicketIssued)
    assert (issued.number, issued.service, issued.by) == ("А001", "registration", "dispenser")
    ticket = hall.ask(c.WhereAmI, ticket=issued.ticket).ticket
    assert isinstance(ticket, TicketView)
    assert zxingcpp.read_barcodes(slip)[0].text == ticket.id

    called = hall.ask(c.CallNext, window=4).ticket
    assert isinstance(called, TicketView)
    assert (called.number, called.reason) == ("А001", "oldest")
    until(lambda: shows_a_call(hall.tv), 10, "the call on the board")

    until(lambda: bool(list((hall.folder / "said").glob("*.wav"))), 20, "something is said")
    said = next((hall.folder / "said").glob("*.wav"))
    assert "А001" in said.name
    seconds, loud = listen(said)
    assert 2.5 < seconds < 15
    assert loud > 0.3, "most of an announcement is sound, not silence"

    hall.ask(c.StartService, window=4)
    assert hall.ask(c.Finish, window=4).status == "done"
    until(lambda: bool(hall.heard(e.ServiceFinished)), 10, "the end of the visit is told")
    assert len(hall.heard(e.TicketIssued)) == 1, "a double touch made two tickets"
    assert len(hall.printer.wait_for_slips(1)) == 1

    codes = hall.stop()
    assert set(codes.values()) == {0}, codes
    journal = subprocess.run(
        [sys.executable, "-m", "provisioning.command", "journal", "export", "--journal", str(hall.folder)],
        capture_output=True,
        check=True,
        timeout=60,
    )
    story = [json.loads(line)["type"] for line in journal.stdout.splitlines()]
    visit = ["ticket-issued", "ticket-called", "service-started", "service-finished"]
    assert [step for step in story if step in visit] == visit


def listen(path: Path) -> tuple[float, float]:
    """Seconds, and the share of them in which something is to be heard (above −40 dBFS in 50 ms)."""
    with wave.open(str(path)) as file:
        rate = file.getframerate()
        sound = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(float) / 32768
    step = rate // 20
    loudness = [np.sqrt(np.mean(sound[at : at + step] ** 2)) for at in range(0, len(sound) - step, step)]
    return len(sound) / rate, float(np.mean(np.array(loudness) > 0.01))
