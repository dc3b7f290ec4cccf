"""The replace drill's time: from "accept in its place" on the technician's page to a new dispenser that is ready.

A founded machine with a real Mosquitto over TLS, the desk's own process and a queue-master; boxes that enrol as they do on a
wall, and the real dispenser on a screen of its own. What systemd does there is done here by looking every 5 ms.
"""

from __future__ import annotations

import getpass
import json
import signal
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from bench import hall as bench_hall
from bench.figures import Figure, percentile
from bench.processes import Started, until
from bench.virtual import VirtualScreen
from bench.wishes import Wishes
from bench.wrong import Wrong
from broker.bus.clock import new_id
from broker.bus.link import Link
from broker.bus.on_disk import look_of, put
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.enrolling import DeskSaid, DeskWish
from broker.contracts.events import TicketIssued
from broker.contracts.status import Status
from broker.contracts.topics import Topics
from broker.mosquitto import configuration
from kiosk.printing.emulator import NetworkPrinter
from provisioning.authority.authority import Authority
from provisioning.demo import broker as demo_broker
from provisioning.demo import ports
from provisioning.enrolment import places
from provisioning.founding.making import found
from provisioning.kit.making import kit_text
from provisioning.pairing.box import Box

CHERHA = (sys.executable, "-m", "provisioning.command")
NAME, HERE, LOOK, KIOSK, TILE = "dispenser-1", "127.0.0.1", 0.005, "1080x1920", (300, 500)


def run(wishes: Wishes) -> Iterator[Figure]:
    times = 1 if wishes.quick else 5
    with tempfile.TemporaryDirectory(prefix="cherha-bench-") as folder, ExitStack() as stack:
        hall = FoundedHall(Path(folder), stack)
        old = Dispenser(hall, "box-0", stack)
        old.asks_in()
        hall.says("accept", code=old.code, name=NAME, role="dispenser", place="зал 1")
        old.begins_with(hall.printer.setting)
        settings, ready = [], []
        for number in range(1, times + 1):
            old.dies()
            new = Dispenser(hall, f"box-{number}", stack)
            new.asks_in()
            began = time.monotonic()
            hall.says("replace", code=new.code, name=NAME)
            settings.append(new.has_settings() - began)
            ready.append(new.is_ready() - began)
            new.proves(number)
            old = new
    yield _figure("accepted to its settings, certificate and hall file on its disk", settings)
    yield _figure("accepted to ready, on its screen and at the broker", ready)


def _figure(what: str, seconds: list[float]) -> Figure:
    values = {"p50": percentile(seconds, 50), "max": max(seconds)}
    return Figure(what=what, values=values, unit="s", note="then a touch: the next number, on the dead box's printer")


class FoundedHall:
    """The queue-master's machine, and a technician at the page."""

    def __init__(self, folder: Path, stack: ExitStack, page: str = "office") -> None:
        """`page`: as whom the technician speaks; another one leaves the hall's own office to itself."""
        self.folder, self.state = folder, folder / "state"
        self.state.mkdir()
        text = bench_hall.toml(windows=4, lines=8, priorities=False)
        (self.state / "hall.toml").write_text(text, encoding="utf-8")
        found(self.state, HERE, "482916")
        self.port, self.door = ports.any_free(), ports.any_free()
        authority = self.state / places.AUTHORITY.name
        identity = self.state / "identities" / page
        if not identity.is_dir():
            Authority(authority).equip(identity, page, "office", datetime.now(UTC))
        self.kit = kit_text(Authority(authority), authority, bench_hall.ID, HERE, port=self.door)
        self.broker = self._broker(stack)
        stack.enter_context(_Reading(self.broker, self.state / places.BROKER.name))
        self.environment = {"CHERHA_BROKER_PORT": str(self.port)}
        config = self.state / "roles" / "queue-master.toml"
        stack.enter_context(
            Started((*CHERHA, "run", "queue-master", "--config", str(config)), folder / "master.log", self.environment)
        )
        stack.enter_context(
            Started(
                (
                    *CHERHA, "enrol", "--authority", str(authority), "--hall", str(self.state / "hall.toml"),
                    "--broker", str(self.state / places.BROKER.name), "desk", "--state", str(self.state),
                    "--port", str(self.door), "--address", HERE, "--broker-port", str(self.port),
                ),
                folder / "desk.log",
            )
        )  # fmt: skip
        self.printer = stack.enter_context(NetworkPrinter())
        self.screen = stack.enter_context(VirtualScreen(KIOSK))
        self.topics = Topics(bench_hall.ID)
        self.statuses: list[tuple[str, str, float]] = []
        self.numbers: list[str] = []
        self._said: dict[str, DeskSaid] = {}
        self._page = Link(bench_hall.ID, page, HERE, self.port, identity=str(identity))
        self._page.subscribe(self.topics.desk_said, self._hear_desk)
        self._page.subscribe(self.topics.status(NAME), self._hear_status)
        self._page.subscribe(self.topics.event, self._hear_event)
        self._page.start()
        stack.callback(self._page.stop)
        until(lambda: self._page.connected and not ports.is_free(self.door))

    def says(self, what: str, **given: object) -> None:
        wish = DeskWish(id=new_id(), at=datetime.now(UTC), what=what, **given)  # type: ignore[arg-type]
        self._page.publish(self.topics.desk_wish, codec.encode(wish))
        until(lambda: wish.id in self._said, what=f"the desk did not answer {what}")
        if (said := self._said[wish.id]).outcome != "done":
            raise Wrong(f"the desk refused to {what}: {said.reason} {said.details}")

    def _broker(self, stack: ExitStack) -> Started:
        command = demo_broker.command(self.port, self.folder / "broker")
        if command is None or command.embedded:
            raise Wrong("mosquitto is not installed: there is nothing to measure against")
        files, config = self.state / places.BROKER.name, self.folder / "broker.conf"
        text = configuration.secure(
            port=self.port, address=HERE, folder=self.folder, user=getpass.getuser(),
            identity=files / "identity", broker=files,
        )  # fmt: skip
        config.write_text(text, encoding="utf-8")
        started = Started((command.arguments[0], "-c", str(config)), self.folder / "broker.log")
        stack.enter_context(started)
        until(lambda: started.ended or not ports.is_free(self.port))
        return started

    def _hear_desk(self, message: Message) -> None:
        said = codec.read(DeskSaid, message.body)
        self._said[said.id] = said

    def _hear_status(self, message: Message) -> None:
        said = codec.read(Status, message.body)
        self.statuses.append((said.boot, said.state, time.monotonic()))

    def _hear_event(self, message: Message) -> None:
        event = codec.event(message.body)
        if isinstance(event, TicketIssued):
            self.numbers.append(event.number)


class _Reading:
    """The broker reads its lists again when they change, as `appliance-broker.path` lets it."""

    def __init__(self, broker: Started, files: Path) -> None:
        self._broker, self._files, self._stopping = broker, files, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()

    def _watch(self) -> None:
        seen = self._look()
        while not self._stopping.wait(LOOK):
            if (now := self._look()) != seen and not self._broker.ended:
                seen = now
                self._broker.told(signal.SIGHUP)

    def _look(self) -> tuple[object, ...]:
        return tuple(look_of(self._files / name) for name in ("access.list", "revoked.pem"))


class Dispenser:
    """A box on a wall: it asks to come in, and its role begins when its settings are there. Mostly it is a dispenser."""

    def __init__(self, hall: FoundedHall, box: str, stack: ExitStack, role: str = "dispenser") -> None:
        self._hall, self._stack, self.role = hall, stack, role
        self.state = hall.folder / box
        self.state.mkdir()
        self._tells, self._settings = self.state / "tells.json", self.state / "roles" / f"{role}.toml"
        self._role: Started | None = None
        self.code = ""

    def asks_in(self) -> None:
        kit = self.state / "hall-kit.toml"
        put(kit, self._hall.kit.encode())
        words = ("enrol", "box", "--kit", str(kit), "--state", str(self.state), "--role", self.role)
        box = Started((*CHERHA, *words, "--tells", str(self._tells)), self.state / "box.log")
        self._stack.enter_context(box)
        until(lambda: self._told().get("code") or box.ended, what="no code was shown")
        self.code = str(self._told().get("code", ""))

    def has_settings(self) -> float:
        until(self._settings.is_file, what="the box was not let in")
        return time.monotonic()

    def begins_with(self, printer: str) -> None:
        """A technician sets its printer, which the box tells the desk."""
        self.has_settings()
        given = self._settings.read_text("utf-8")
        put(self._settings, given.replace('printer = "usb"', f'printer = "{printer}"').encode())
        Box(self.state, self.state / "marks").ask("dispenser", self._hall.door)
        self.is_ready()

    def is_ready(self) -> float:
        heard = len(self._hall.statuses)
        boots = {boot for boot, _, _ in self._hall.statuses}
        words = (*CHERHA, "run", "dispenser", "--config", str(self._settings))
        own = {"CHERHA_STATE_DIR": str(self.state / "dispenser"), "CHERHA_WINDOW_SIZE": KIOSK}
        environment = {**self._hall.environment, **self._hall.screen.environment, **own}
        self._role = Started(words, self.state / "dispenser.log", environment)
        self._stack.enter_context(self._role)

        def ready() -> float | None:
            later = self._hall.statuses[heard:]
            return next((at for boot, state, at in later if state == "ready" and boot not in boots), None)

        until(lambda: ready() or (self._role and self._role.ended), 90, "the dispenser was not ready")
        if (at := ready()) is None:
            raise Wrong(f"the dispenser ended: {self._role.words()}")
        return at

    def proves(self, tickets: int) -> None:
        """What was set at the dead box is set here, and a touch gives the next number, printed there."""
        if tomllib.loads(self._settings.read_text("utf-8")).get("place") != "зал 1":
            raise Wrong("the new box has not the dead one's settings")
        self.gives(tickets)
        self._hall.printer.wait_for_slips(tickets)

    def gives(self, tickets: int) -> None:
        """A touch, until the hall has given so many tickets, no number twice."""
        touched = time.monotonic()
        while len(self._hall.numbers) < tickets:
            if time.monotonic() - touched > 60:  # noqa: PLR2004
                raise Wrong("a touch gave no ticket")
            self._hall.screen.touch(*TILE)
            until_next = time.monotonic() + 2
            while len(self._hall.numbers) < tickets and time.monotonic() < until_next:
                time.sleep(LOOK)
        if len({*self._hall.numbers}) != len(self._hall.numbers):
            raise Wrong(f"a number was given twice: {self._hall.numbers}")

    def dies(self) -> None:
        if self._role is not None:
            self._role.end()

    def _told(self) -> dict[str, object]:
        try:
            return json.loads(self._tells.read_bytes())  # type: ignore[no-any-return]
        except FileNotFoundError:
            return {}
