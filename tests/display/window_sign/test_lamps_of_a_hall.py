"""Lamps through the sign's own process: dark at night, and flashing with the gong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.contracts import codec
from broker.contracts.snapshot import CallView, Snapshot, WindowState, WindowView
from broker.contracts.status import Do, Speaking, SpokenCall, Status
from broker.contracts.topics import Topics
from display.window_sign.led.dots import as_text, picture
from tests.broker.halls import PLAN
from tests.broker.mosquitto import PROGRAM, Mosquitto
from tests.broker.until import until
from tests.display.board_hall import HALL_FILE
from tests.kiosk.dispenser.real_hall import role

pytestmark = [pytest.mark.wire, pytest.mark.timeout(200), pytest.mark.skipif(not PROGRAM, reason="needs Mosquitto")]

SIGN, TOPICS = "window-sign-1", Topics("test-hall")
DARK_AFTER = 3.0  # seconds; below the five after which lamps show dots


def window(state: WindowState, ticket: str | None = None) -> tuple[WindowView, ...]:
    return (WindowView(id=1, zone="hall-1", state=state, ticket=ticket, since=None),)


class LampsInAHall:
    """What the queue-master, a voice and a technician say, and what the sign's lamps show."""

    def __init__(self, link: Link, lamps: Path) -> None:
        self._link, self._lamps, self._seq = link, lamps, 0

    def hall_is(self, **changes: object) -> None:
        self._seq += 1
        plain = Snapshot(
            seq=self._seq,
            at=now(PLAN.timezone),
            hall="open",
            until=None,
            why=None,
            lines=(),
            windows=window("free"),
            calls=(),
            epoch="night",
        )
        told = msgspec.structs.replace(plain, **changes)
        self._link.publish(TOPICS.state, codec.encode(told), retain=True)

    def say(self, number: str) -> None:
        said = SpokenCall(seq=1, number=number, window=1)
        word = Speaking(
            id=new_id(), state="started", what="call", at=now(PLAN.timezone), calls=(said,), zones=("hall-1",)
        )
        self._link.publish(TOPICS.speaking("announcer-1"), codec.encode(word))

    def identify(self) -> None:
        self._link.publish(TOPICS.do(SIGN), codec.encode(Do(id=new_id(), what="identify", at=now(PLAN.timezone))))

    def show(self, text: str) -> None:
        def lit() -> bool:
            return self._lamps.exists() and self._lamps.read_text().strip() == as_text(picture(text))

        until(lit, 30, f"lamps show {text!r}")


@pytest.fixture
def lamps(mosquitto: Mosquitto, tmp_path: Path) -> Iterator[LampsInAHall]:
    file, hall_file = tmp_path / "lamps.txt", tmp_path / "hall.toml"
    hall_file.write_text(HALL_FILE, "utf-8")
    states: list[str] = []
    link = Link("test-hall", "queue-master", "127.0.0.1", mosquitto.port)
    link.subscribe(TOPICS.status(SIGN), lambda m: states.append(codec.read(Status, m.body).state))
    link.start()
    until(lambda: link.connected)
    told = {"CHERHA_SIGN": f"paper:{file}", "CHERHA_WINDOW": "1", "CHERHA_DARK_AFTER": str(DARK_AFTER / 60)}
    sign = role("window-sign", mosquitto.port, tmp_path, hall_file, **told)
    try:
        until(lambda: sign.poll() is not None or "ready" in states, 60)
        assert sign.poll() is None, (tmp_path / "window-sign.log").read_text()
        yield LampsInAHall(link, file)
    finally:
        sign.terminate()
        sign.wait(20)
        link.stop()


def test_lamps_are_dark_in_an_empty_closed_hall_and_lit_again_before_it_opens(lamps: LampsInAHall) -> None:
    lamps.hall_is()
    lamps.show("1")
    lamps.hall_is(hall="closed", until=now(PLAN.timezone) + timedelta(hours=10), windows=window("closed"))
    lamps.show("СТОП")
    lamps.show("")
    lamps.identify()  # a technician finds it in the dark
    lamps.show("----")
    lamps.show("")
    lamps.hall_is(hall="closed", until=now(PLAN.timezone) + timedelta(minutes=10), windows=window("closed"))
    lamps.show("СТОП")
    lamps.hall_is()
    lamps.show("1")


def test_lamps_flash_with_the_gong_though_the_call_was_made_before(lamps: LampsInAHall) -> None:
    at = now(PLAN.timezone)
    made = CallView(number="А042", window=1, zone="hall-1", at=at - timedelta(seconds=25), times=1, priority=False)
    lamps.hall_is(at=at, windows=window("calling", "А042"), calls=(made,))
    lamps.show("А042")
    lamps.say("А042")
    lamps.show("↓↓↓↓")
    lamps.show("А042")
