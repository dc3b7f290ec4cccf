"""A real board on a real screen behind a real broker: a call changes its picture, a silence shows its age."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from PIL import Image, ImageChops

from broker.bus.clock import new_id
from broker.bus.link import Link
from broker.contracts import codec
from broker.contracts.snapshot import CallView, Snapshot
from broker.contracts.status import Did, Do, Status
from broker.contracts.topics import Topics
from display.board.gallery import PICTURES
from display.board.samples import snapshot
from display.look.palette import LIGHT
from tests.broker.mosquitto import Mosquitto
from tests.broker.until import until
from tests.display.halls import HALL
from tests.display.virtual_screen import VirtualScreen

pytestmark = [pytest.mark.screen, pytest.mark.wire, pytest.mark.timeout(120)]

HALL_FILE = """
[hall]
id = "test-hall"
name = { uk = "ЦНАП «Тест»" }
languages = ["uk"]
[[zone]]
id = "hall-1"
name = { uk = "Зал 1" }
[[line]]
id = "residence"
letter = "А"
name = { uk = "Місце проживання" }
[[service]]
id = "registration"
line = "residence"
name = { uk = "Реєстрація" }
[[window]]
id = 1
zone = "hall-1"
"""
START = """
import sys
from pathlib import Path
from broker.bus.settings import Settings
from display.board.run import run
run(Settings(broker_port=int(sys.argv[1]), hall=Path(sys.argv[2]), state_dir=Path(sys.argv[3]), appliance="board-1",
             window_size="1280x720"))
"""


class Hall:
    """The queue-master as far as a board can tell, and a technician."""

    def __init__(self, link: Link) -> None:
        self._link, self._topics = link, Topics(link.hall)
        self.answers: list[Did] = []
        self.states: list[str] = []
        link.subscribe(self._topics.did("board-1"), lambda m: self.answers.append(codec.read(Did, m.body)))
        link.subscribe(self._topics.status("board-1"), lambda m: self.states.append(codec.read(Status, m.body).state))
        now = datetime.now(HALL.timezone)
        self.snapshot = msgspec.structs.replace(snapshot(HALL, now, calls=0), windows=())
        self.ended = threading.Event()
        threading.Thread(target=self._live, daemon=True).start()

    def _live(self) -> None:
        """The heartbeat: a board that hears none for five seconds takes its source for lost."""
        while not self.ended.wait(2.0):
            self._tell()

    def _tell(self) -> None:
        self._link.publish(self._topics.state, codec.encode(self.snapshot), retain=True)

    def say(self, **changes: object) -> Snapshot:
        self.snapshot = msgspec.structs.replace(self.snapshot, seq=self.snapshot.seq + 1, **changes)
        self._tell()
        return self.snapshot

    def call(self, number: str, seconds_ago: float = 60.0) -> Snapshot:
        at = self.snapshot.at - timedelta(seconds=seconds_ago)
        made = CallView(number=number, window=1, zone="hall-1", at=at, times=1, priority=False)
        return self.say(calls=(made, *self.snapshot.calls))

    def ask(self, what: str) -> Did:
        before = len(self.answers)
        self._link.publish(self._topics.do("board-1"), codec.encode(Do(id=new_id(), what=what, at=self.snapshot.at)))
        until(lambda: len(self.answers) > before, 20)
        return self.answers[-1]

    def picture(self) -> Image.Image:
        return Image.open(io.BytesIO(base64.b64decode(self.ask("screenshot").picture))).convert("RGB")


class Board:
    """The board's process, and the trace that it leaves."""

    def __init__(self, process: subprocess.Popen[bytes], trace: Path) -> None:
        self.process, self._trace = process, trace

    def drawn(self) -> list[str]:
        """What each frame so far was drawn from."""
        lines = self._trace.read_text().splitlines() if self._trace.exists() else []
        notes = [json.loads(line) for line in lines]
        return [note["about"] for note in notes if note["what"] == "flip"]

    def shows(self, of: Snapshot) -> None:
        until(lambda: self.process.poll() is not None or str(of.seq) in self.drawn(), 30)
        assert self.process.poll() is None, "the board ended"


@pytest.fixture
def hall(mosquitto: Mosquitto) -> Iterator[Hall]:
    link = Link("test-hall", "queue-master", "127.0.0.1", mosquitto.port)
    found = Hall(link)
    link.start()
    until(lambda: link.connected)
    yield found
    found.ended.set()
    link.stop()


@pytest.fixture
def board(virtual_screen: VirtualScreen, mosquitto: Mosquitto, hall: Hall, tmp_path: Path) -> Iterator[Board]:
    trace, hall_file = tmp_path / "trace", tmp_path / "hall.toml"
    hall_file.write_text(HALL_FILE, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(mosquitto.port), str(hall_file), str(tmp_path / "state")],
        env={**virtual_screen.environment, "CHERHA_TRACE": str(trace)},
    )
    yield Board(process, trace)
    process.kill()
    process.wait()


def differ(one: Image.Image, other: Image.Image) -> bool:
    """Beyond what JPEG blurs."""
    return max(high for _, high in ImageChops.difference(one, other).getextrema()) > 100


def has(colour: tuple[float, ...], picture: Image.Image, share: float) -> bool:
    wanted = tuple(round(part * 255) for part in colour[:3])
    near = sum(
        count
        for count, pixel in picture.getcolors(picture.width * picture.height) or []
        if all(abs(a - b) < 12 for a, b in zip(pixel, wanted, strict=True))
    )
    return near > share * picture.width * picture.height


def highlighted(picture: Image.Image) -> bool:
    """In either colour of the blinking."""
    return has(LIGHT.call, picture, 0.05) or has(LIGHT.flash, picture, 0.05)


def test_a_call_changes_the_picture_and_is_drawn_once(board: Board, hall: Hall) -> None:
    board.shows(hall.say())
    before = hall.picture()
    called = hall.call("А042")
    board.shows(called)
    after = hall.picture()
    assert differ(before, after)
    assert not differ(after, hall.picture())
    assert board.drawn().count(str(called.seq)) == 1


def test_a_storm_of_snapshots_is_drawn_as_fast_as_the_screen_can_and_ends_with_the_last(
    board: Board, hall: Hall
) -> None:
    board.shows(hall.say())
    for number in range(100, 200):
        last = hall.call(f"А{number}")
    board.shows(last)
    assert len(board.drawn()) < 60


def test_a_new_call_stands_out_and_an_old_one_does_not(board: Board, hall: Hall) -> None:
    board.shows(hall.call("А041", seconds_ago=60))
    assert not highlighted(hall.picture())
    board.shows(hall.call("А042", seconds_ago=0))
    assert highlighted(hall.picture())


def test_a_board_that_lost_its_source_says_so_until_it_is_back(
    board: Board, hall: Hall, mosquitto: Mosquitto, virtual_screen: VirtualScreen
) -> None:
    board.shows(hall.call("А042"))

    def is_warned() -> bool:
        return has(LIGHT.warning, virtual_screen.picture(), 0.02)

    assert not is_warned()
    mosquitto.stop()
    until(is_warned, 10)
    assert board.drawn()[-1] == str(hall.snapshot.seq)
    mosquitto.start()
    until(lambda: not is_warned(), 20)


def test_a_technician_is_answered(board: Board, hall: Hall) -> None:
    board.shows(hall.say())
    assert "ready" in hall.states
    before = hall.picture()
    assert hall.ask("identify").message == "board-1"
    until(lambda: has(LIGHT.warning, hall.picture(), 0.5), 8)
    assert differ(before, hall.picture())
    assert hall.ask("self-test").message.endswith(" ms")
    assert hall.ask("sing").outcome == "unknown"


def test_the_board_leaves_in_good_order(board: Board, hall: Hall) -> None:
    board.shows(hall.say())
    board.process.terminate()
    assert board.process.wait(10) == 0
    until(lambda: "stopping" in hall.states)


def test_two_threads_may_ask_for_the_picture_at_once(board: Board, hall: Hall) -> None:
    board.shows(hall.call("А042"))
    asked = [threading.Thread(target=hall.ask, args=("screenshot",)) for _ in range(2)]
    for each in asked:
        each.start()
    for each in asked:
        each.join(20)
    until(lambda: len(hall.answers) == 2)
    assert all(answer.outcome == "done" for answer in hall.answers)


def test_the_gallery_shows_every_picture_that_the_documents_need(virtual_screen: VirtualScreen, tmp_path: Path) -> None:
    hall_file = tmp_path / "hall.toml"
    hall_file.write_text(HALL_FILE, encoding="utf-8")
    module = [sys.executable, "-m", "display.board.gallery", str(hall_file), str(tmp_path / "screens")]
    subprocess.run(module, env=virtual_screen.environment, check=True, timeout=100)
    drawn = {file.name: Image.open(file).convert("RGB") for file in (tmp_path / "screens").iterdir()}
    assert len(drawn) == len(PICTURES)
    for name, picture in drawn.items():
        assert picture.getcolors(8) is None, f"{name} shows next to nothing"
