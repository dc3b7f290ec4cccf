"""A button box as a process, on mock pins, with a real broker and the real queue-master."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from broker.bus.clock import new_id, now
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.snapshot import Snapshot
from broker.contracts.status import Did, Do
from office.button_box.box import GUARD
from office.button_box.two_lines.drawn import drawn
from office.button_box.two_lines.lines import Lines
from provisioning.demo.role import BOX
from tests.broker.halls import PLAN
from tests.broker.mosquitto import PROGRAM, Mosquitto
from tests.broker.until import until
from tests.kiosk.dispenser.real_hall import role
from tests.stories.queue_master import TOPICS, RealQueueMaster

pytestmark = [pytest.mark.wire, pytest.mark.skipif(not PROGRAM, reason="needs Mosquitto")]


class Place:
    """Window 1 with a box, and the queue-master, who hears no more of it than the bus says."""

    def __init__(self, master: RealQueueMaster) -> None:
        self.master = master
        self.snapshot: Snapshot | None = None
        self.did: list[Did] = []
        self.ready = False
        master.link.subscribe(TOPICS.state, self._see)
        master.link.subscribe(TOPICS.did("buttons-1"), lambda m: self.did.append(codec.read(Did, m.body)))
        master.link.subscribe(TOPICS.status("buttons-1"), lambda m: setattr(self, "ready", b'"ready"' in m.body))

    def _see(self, message: object) -> None:
        self.snapshot = codec.read(Snapshot, message.body)  # type: ignore[attr-defined]

    @property
    def state(self) -> str:
        return next((each.state for each in self.snapshot.windows if each.id == 1), "") if self.snapshot else ""

    def press(self, button: str) -> None:
        time.sleep(GUARD)  # a finger that means it comes later than the guard
        wish = Do(id=new_id(), what=f"press-{button}", at=now(PLAN.timezone))
        self.master.link.publish(TOPICS.do("buttons-1"), codec.encode(wish))
        until(lambda: any(each.id == wish.id and each.outcome == "done" for each in self.did), 20, button)

    def becomes(self, state: str) -> None:
        until(lambda: self.state == state, 20, f"the window to be {state}")


@contextmanager
def box(folder: Path, port: int, **told: str) -> Iterator[subprocess.Popen[bytes]]:
    given = {"CHERHA_WINDOW": "1", "CHERHA_PINS": BOX, "GPIOZERO_PIN_FACTORY": "mock", **told}
    process = role("buttons", port, folder, folder / "master" / "hall.toml", **given)
    try:
        yield process
    finally:
        process.terminate()
        code = process.wait(20)
    assert code == 0 or "CHERHA_PINS" in told, (folder / "buttons.log").read_text()


@pytest.fixture
def place(tmp_path: Path, mosquitto: Mosquitto) -> Iterator[Place]:
    master = RealQueueMaster(tmp_path / "master", mosquitto.port)
    made = Place(master)
    master.start()
    with box(tmp_path, mosquitto.port, CHERHA_DISPLAY=f"paper:{tmp_path / 'box.png'}"):
        until(lambda: made.ready, 30, "the box")
        yield made
    master.close()


def test_a_window_is_run_from_its_box_alone(place: Place):
    place.becomes("closed")
    place.press("next")
    place.becomes("free")
    first = place.master.ask(c.TakeTicket, service="registration").ticket
    second = place.master.ask(c.TakeTicket, service="registration").ticket
    assert first
    assert second
    place.press("next")
    place.becomes("calling")
    place.press("recall")
    until(lambda: place.snapshot and place.snapshot.calls[0].times == 2, 20, "the recall")
    place.press("next")
    place.becomes("serving")
    place.press("next")  # the next visitor, please
    until(lambda: any(w.ticket == second.number for w in place.snapshot.windows) if place.snapshot else False, 20)
    place.press("help")
    until(lambda: bool(place.snapshot and place.snapshot.help), 20, "the call for help")
    assert place.snapshot
    assert place.snapshot.help[0].place == "buttons-1"


def test_a_press_while_the_queue_master_is_away_is_forgotten(place: Place):
    place.becomes("closed")
    place.master.kill()
    until(lambda: b"lost" in place.master.statuses[-1].state.encode(), 20, "the loss")
    place.press("next")
    place.master.start()
    place.press("help")  # what comes after is taken, so what came before has had its time
    until(lambda: bool(place.snapshot and place.snapshot.help), 20, "the call for help")
    assert place.state == "closed"


def test_settings_that_are_wrong_are_all_told_and_end_with_their_own_code(tmp_path: Path, mosquitto: Mosquitto):
    master = RealQueueMaster(tmp_path / "master", mosquitto.port)
    with box(tmp_path, mosquitto.port, CHERHA_WINDOW="77", CHERHA_PINS="nxt=4") as process:
        assert process.wait(30) not in (0, 1)
    told = (tmp_path / "buttons.log").read_text()
    assert "no window 77" in told
    assert "did you mean next?" in told
    master.close()


def test_the_small_display_says_whom_the_window_has(place: Place, tmp_path: Path):
    place.becomes("closed")
    place.press("next")
    place.becomes("free")
    ticket = place.master.ask(c.TakeTicket, service="registration").ticket
    assert ticket
    place.press("next")
    place.becomes("calling")
    assert place.snapshot
    since = next(each.since for each in place.snapshot.windows if each.id == 1)
    assert since
    meant = drawn(Lines(ticket.number, f"викликано {since:%H:%M}"), 64)

    def shown() -> bool:
        with Image.open(tmp_path / "box.png") as kept:
            return kept.convert("1").tobytes() == meant.tobytes()

    until(shown, 20, "the ticket on the display")
