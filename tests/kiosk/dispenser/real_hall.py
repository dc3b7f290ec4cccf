"""A hall as it runs: a real broker, the real queue-master, a real dispenser on a virtual screen, and fingers."""

from __future__ import annotations

import base64
import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec import Struct, field
from PIL import Image

from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.hall_check import load
from broker.contracts.snapshot import Snapshot
from broker.contracts.status import Did, Do, Problem, Status
from broker.contracts.topics import Topics
from tests.broker.mosquitto import PROGRAM, Mosquitto
from tests.broker.traced import notes
from tests.broker.until import until
from tests.kiosk.screen import INSTALLED, VirtualScreen, virtual_screen

NEEDS = [
    pytest.mark.screen,
    pytest.mark.wire,
    pytest.mark.skipif(not (INSTALLED and PROGRAM), reason="needs Xvfb, xdotool and Mosquitto"),
]

ROOT = Path(__file__).parents[3]
HALL = ROOT / "provisioning" / "demo" / "hall.toml"

# Where things stand on 1080x1920, px from the upper left corner.
FIRST_TILE = 250, 400
FIRST_SERVICE = 540, 350  # has a card
SECOND_SERVICE = 540, 540
WITHOUT_PRIORITY = 720, 1625
DONE = 540, 1610
UKRAINIAN, ENGLISH = (196, 1766), (556, 1766)
STRIKE = 0.6  # seconds; a finger that means it comes later than the strike guard


class HallNow(Struct, dict=True):
    """What the bus says, as a test needs it, and the appliance's paper."""

    screen: VirtualScreen
    link: Link
    topics: Topics
    tape: Path
    trace: Path
    dispenser: subprocess.Popen[bytes]
    queue_master: subprocess.Popen[bytes]
    appliance: str = "dispenser-1"
    connection: dict[str, str] = field(default_factory=dict)
    snapshot: Snapshot | None = None
    ready: bool = False
    problems: dict[str, Problem] = field(default_factory=dict)
    did: list[Did] = field(default_factory=list)

    def listen(self) -> None:
        def see(message: Message) -> None:
            self.snapshot = codec.read(Snapshot, message.body)

        def hear_status(message: Message) -> None:
            self.ready = codec.read(Status, message.body).state in ("ready", "degraded")

        def hear_problem(message: Message) -> None:
            code = message.topic.rsplit("/", 1)[1]
            if message.body:
                self.problems[code] = codec.read(Problem, message.body)
            else:
                self.problems.pop(code, None)

        self.link.subscribe(self.topics.state, see)
        self.link.subscribe(self.topics.status(self.appliance), hear_status)
        self.link.subscribe(self.topics.problem(self.appliance, "+"), hear_problem)
        self.link.subscribe(self.topics.did(self.appliance), lambda m: self.did.append(codec.read(Did, m.body)))
        self.link.start()

    def waiting(self) -> int:
        return sum(line.waiting for line in self.snapshot.lines) if self.snapshot else -1

    def slips(self) -> list[str]:
        return sorted(p.name for p in self.tape.glob("[0-9]*.png"))

    def traced(self, what: str, about: str = "") -> int:
        return sum(
            line["what"] == what and about in ("", line["about"]) for line in notes(self.trace) if "about" in line
        )

    def finger(self, place: tuple[int, int], shows: str, *, times: int = 1) -> None:
        """A touch, and what it brings to the screen. Then the strike guard is waited out: it is what the clock sees."""
        before = self.traced("shown", shows)
        self.screen.touch(*place, times=times)
        until(lambda: self.traced("shown", shows) > before, what=f"{shows} after a touch at {place}")
        self.rest()

    def rest(self) -> None:
        """Wait out the strike guard, which each screen that comes meanwhile begins anew."""
        begun = time.monotonic_ns()
        until(lambda: time.monotonic_ns() - max(begun, self.last_shown()) > STRIKE * 1e9)

    def last_shown(self) -> int:
        """When a screen was drawn last, in monotonic nanoseconds, which all processes share."""
        return max((line["at_ns"] for line in notes(self.trace) if line["what"] == "shown"), default=0)

    def walk_to_the_last_step(self) -> None:
        self.finger(FIRST_TILE, "MenuFace")
        self.finger(SECOND_SERVICE, "VisitorFace")

    def do(self, what: str) -> Did:
        wish = Do(id=new_id(), what=what, at=now(load(HALL).timezone))
        self.link.publish(self.topics.do(self.appliance), codec.encode(wish))
        until(lambda: any(d.id == wish.id for d in self.did))
        return next(d for d in self.did if d.id == wish.id)

    def picture(self) -> Image.Image:
        return Image.open(io.BytesIO(base64.b64decode(self.do("screenshot").picture))).convert("L")


def role(role: str, port: int, state_dir: Path, hall_file: Path = HALL, **more: str) -> subprocess.Popen[bytes]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("CHERHA_", "KIVY_"))},
        "CHERHA_BROKER_PORT": str(port),
        "CHERHA_HALL": str(hall_file),
        "CHERHA_STATE_DIR": str(state_dir / role),
        "PYTHONPATH": str(ROOT),
        **more,
    }
    with (state_dir / f"{role}.log").open("wb") as log:
        command = [sys.executable, "-m", "provisioning.command", "run", role]
        return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)


@contextmanager
def real_hall(
    state_dir: Path, hall_file: Path = HALL, *, touched: str = "dispenser", home: str = "MenuFace", **settings: str
) -> Iterator[HallNow]:
    """The hall of `hall_file`, open, with one touched appliance: its `home` is on the screen. It must stop cleanly."""
    broker = Mosquitto(state_dir / "mosquitto")
    broker.start()
    queue_master = role("queue-master", broker.port, state_dir, hall_file)
    with virtual_screen() as screen:
        trace = state_dir / "trace"
        trace.touch()
        dispenser = role(
            touched,
            broker.port,
            state_dir,
            hall_file,
            DISPLAY=screen.display,
            CHERHA_WINDOW_SIZE="1080x1920",
            CHERHA_TRACE=str(trace),
            **settings,
        )
        connection = {"CHERHA_BROKER_PORT": str(broker.port), "CHERHA_HALL": str(hall_file)}
        topics = Topics(load(hall_file).hall.id)
        link = Link(topics.hall, "test-ear", "127.0.0.1", broker.port)
        tape = state_dir / touched / "paper-tape"
        hall = HallNow(screen, link, topics, tape, trace, dispenser, queue_master, f"{touched}-1", connection)
        hall.listen()
        try:
            until(lambda: hall.ready and hall.traced("shown", home) > 0, 60)
            hall.rest()
            yield hall
        finally:
            link.stop()
            for process in (dispenser, queue_master):
                process.terminate()
            codes = [process.wait(40) for process in (dispenser, queue_master)]
            broker.kill()
    assert codes == [0, 0], "a role must stop cleanly"
