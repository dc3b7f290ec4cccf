"""A real dispenser: its process, a real broker, the real queue-master, and fingers."""

from __future__ import annotations

import base64
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.hall_check import load
from broker.contracts.snapshot import Snapshot
from broker.contracts.status import Did, Do, Problem, Status
from broker.contracts.topics import Topics
from tests.broker.mosquitto import PROGRAM, Mosquitto
from tests.broker.until import until
from tests.kiosk.screen import INSTALLED, VirtualScreen, virtual_screen

pytestmark = [
    pytest.mark.screen,
    pytest.mark.wire,
    pytest.mark.skipif(not (INSTALLED and PROGRAM), reason="needs Xvfb, xdotool and Mosquitto"),
]

ROOT = Path(__file__).parents[3]
HALL = ROOT / "provisioning" / "demo" / "hall.toml"
TOPICS = Topics(load(HALL).hall.id)

# Where things stand on 1080x1920, px from the upper left corner.
FIRST_TILE = 250, 400
FIRST_SERVICE = 540, 350
WITHOUT_PRIORITY = 720, 1720
DONE = 540, 1700
STRIKE = 0.6  # seconds; a finger that means it comes later than the strike guard


@dataclass
class HallNow:
    """What the bus says, as a test needs it, and the dispenser's paper."""

    screen: VirtualScreen
    link: Link
    tape: Path
    trace: Path
    dispenser: subprocess.Popen[bytes]
    queue_master: subprocess.Popen[bytes]
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

        self.link.subscribe(TOPICS.state, see)
        self.link.subscribe(TOPICS.status("dispenser-1"), hear_status)
        self.link.subscribe(TOPICS.problem("dispenser-1", "+"), hear_problem)
        self.link.subscribe(TOPICS.did("dispenser-1"), lambda m: self.did.append(codec.read(Did, m.body)))
        self.link.start()

    def waiting(self) -> int:
        return sum(line.waiting for line in self.snapshot.lines) if self.snapshot else -1

    def slips(self) -> list[str]:
        return sorted(p.name for p in self.tape.glob("[0-9]*.png"))

    def traced(self, what: str, about: str = "") -> int:
        lines = [json.loads(line) for line in self.trace.read_text().splitlines()]
        return sum(line["what"] == what and about in ("", line["about"]) for line in lines if "about" in line)

    def finger(self, place: tuple[int, int], shows: str, *, times: int = 1) -> None:
        """A touch, and what it brings to the screen. Then the strike guard is waited out: it is what the clock sees."""
        before = self.traced("shown", shows)
        self.screen.touch(*place, times=times)
        until(lambda: self.traced("shown", shows) > before)
        time.sleep(STRIKE)

    def walk_to_the_last_step(self) -> None:
        self.finger(FIRST_TILE, "MenuFace")
        self.finger(FIRST_SERVICE, "VisitorFace")

    def do(self, what: str) -> Did:
        wish = Do(id=new_id(), what=what, at=now(load(HALL).timezone))
        self.link.publish(TOPICS.do("dispenser-1"), codec.encode(wish))
        until(lambda: any(d.id == wish.id for d in self.did), 15)
        return next(d for d in self.did if d.id == wish.id)

    def picture(self) -> Image.Image:
        return Image.open(io.BytesIO(base64.b64decode(self.do("screenshot").picture))).convert("L")


def _role(role: str, port: int, state_dir: Path, **more: str) -> subprocess.Popen[bytes]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("CHERHA_", "KIVY_"))},
        "CHERHA_BROKER_PORT": str(port),
        "CHERHA_HALL": str(HALL),
        "CHERHA_STATE_DIR": str(state_dir / role),
        "PYTHONPATH": str(ROOT),
        **more,
    }
    with (state_dir / f"{role}.log").open("wb") as log:
        command = [sys.executable, "-m", "provisioning.command", "run", role]
        return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallNow]:
    state_dir = tmp_path_factory.mktemp("hall")
    broker = Mosquitto(state_dir / "mosquitto")
    broker.start()
    queue_master = _role("queue-master", broker.port, state_dir)
    with virtual_screen() as screen:
        trace = state_dir / "trace"
        trace.touch()
        dispenser = _role(
            "dispenser",
            broker.port,
            state_dir,
            DISPLAY=screen.display,
            CHERHA_WINDOW_SIZE="1080x1920",
            CHERHA_TRACE=str(trace),
        )
        link = Link(TOPICS.hall, "test-ear", "127.0.0.1", broker.port)
        tape = state_dir / "dispenser" / "paper-tape"
        hall = HallNow(screen, link, tape, trace, dispenser, queue_master)
        hall.listen()
        try:
            until(lambda: hall.ready and hall.traced("shown", "MenuFace") > 0, 60)
            time.sleep(STRIKE)
            yield hall
        finally:
            link.stop()
            for process in (dispenser, queue_master):
                process.terminate()
            codes = [process.wait(15) for process in (dispenser, queue_master)]
            broker.kill()
    assert codes == [0, 0], "a role must stop cleanly"


@pytest.fixture
def at_home(hall: HallNow) -> HallNow:
    """The hall, its dispenser as the next visitor finds it."""
    assert hall.dispenser.poll() is None
    return hall


def test_three_touches_and_the_paper_comes_out(at_home: HallNow):
    waiting, slips, shown = at_home.waiting(), len(at_home.slips()), at_home.traced("flip")
    at_home.walk_to_the_last_step()
    at_home.finger(WITHOUT_PRIORITY, "TicketFace")
    until(lambda: len(at_home.slips()) == slips + 1)
    until(lambda: at_home.waiting() == waiting + 1)
    until(lambda: at_home.traced("flip") == shown + 1)
    at_home.finger(DONE, "MenuFace")


def test_a_trembling_finger_takes_one_ticket(at_home: HallNow):
    waiting, slips = at_home.waiting(), len(at_home.slips())
    at_home.walk_to_the_last_step()
    at_home.finger(WITHOUT_PRIORITY, "TicketFace", times=6)
    until(lambda: len(at_home.slips()) == slips + 1)
    # Seen, not hoped: the queue-master has answered a later command, so an earlier one cannot still be under way.
    at_home.finger(DONE, "MenuFace")
    at_home.walk_to_the_last_step()
    at_home.finger(WITHOUT_PRIORITY, "TicketFace")
    until(lambda: at_home.waiting() >= waiting + 2)
    until(lambda: len(at_home.slips()) == slips + 2)
    assert at_home.waiting() == waiting + 2
    at_home.finger(DONE, "MenuFace")


def test_without_paper_the_visitor_still_gets_a_number_and_the_staff_a_remedy(at_home: HallNow):
    waiting, slips, shown = at_home.waiting(), len(at_home.slips()), at_home.traced("flip")
    status = at_home.tape / "status"
    at_home.tape.mkdir(exist_ok=True)
    status.write_text("paper-out")
    at_home.walk_to_the_last_step()  # its first touch asks the printer
    until(lambda: "printer-paper-out" in at_home.problems, 20)
    assert at_home.problems["printer-paper-out"].remedy["uk"]
    at_home.finger(WITHOUT_PRIORITY, "TicketFace")
    until(lambda: at_home.traced("flip") == shown + 1)
    until(lambda: at_home.waiting() == waiting + 1)
    assert len(at_home.slips()) == slips
    at_home.finger(DONE, "MenuFace")
    status.unlink()
    until(lambda: not at_home.problems, 15)  # a new roll is noticed without a touch


def test_the_screen_changes_hands_in_the_other_language(at_home: HallNow):
    ukrainian = at_home.picture()
    at_home.finger((405, 1865), "MenuFace")
    until(lambda: not _alike(at_home.picture(), ukrainian))
    at_home.finger((140, 1865), "MenuFace")
    until(lambda: _alike(at_home.picture(), ukrainian))  # the button keeps its colour for a moment


def test_a_technician_can_find_it_among_its_like(at_home: HallNow):
    plain = at_home.picture()
    assert at_home.do("identify").outcome == "done"
    until(lambda: not _alike(at_home.picture(), plain))


def test_a_hall_that_went_away_is_said_within_seconds_and_its_return_too(at_home: HallNow):
    gone, back = at_home.traced("shown", "NoticeFace"), at_home.traced("shown", "MenuFace")
    at_home.queue_master.send_signal(signal.SIGSTOP)
    try:
        until(lambda: at_home.traced("shown", "NoticeFace") == gone + 1, 15)
    finally:
        at_home.queue_master.send_signal(signal.SIGCONT)
    until(lambda: at_home.traced("shown", "MenuFace") == back + 1, 15)


def _alike(one: Image.Image, other: Image.Image) -> bool:
    """The same screen, but for what JPEG makes of it."""
    return ImageChops.difference(one, other).getextrema()[1] < 24
