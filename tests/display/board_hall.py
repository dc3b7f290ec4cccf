"""A hall as far as a board can tell, and a board's process: for tests that look at its screen."""

from __future__ import annotations

import base64
import io
import subprocess
import threading
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from PIL import Image

from broker.bus.clock import new_id
from broker.bus.link import Link
from broker.contracts import codec
from broker.contracts.shown import Shown
from broker.contracts.snapshot import CallView, Snapshot, WindowView
from broker.contracts.status import Did, Do, Speaking, SpokenCall, Status
from broker.contracts.topics import Topics
from display.board.layout import Wants, place
from display.board.layouts.load import load
from display.board.reading import Screen
from display.board.samples import snapshot
from display.look.palette import LIGHT
from tests.broker.traced import notes
from tests.broker.until import until
from tests.display.halls import HALL
from tests.display.reading_pictures import calls_on

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
        self.reports: list[Shown] = []
        link.subscribe(self._topics.shown("board-1"), lambda m: self.reports.append(codec.read(Shown, m.body)))
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

    @property
    def connected(self) -> bool:
        return self._link.connected

    def repeat(self, old: Snapshot) -> None:
        """An old snapshot arrives once more."""
        self._link.publish(self._topics.state, codec.encode(old), retain=True)

    def say(self, **changes: object) -> Snapshot:
        self.snapshot = msgspec.structs.replace(self.snapshot, seq=self.snapshot.seq + 1, **changes)
        self._tell()
        return self.snapshot

    def call(self, number: str, seconds_ago: float = 60.0) -> Snapshot:
        at = self.snapshot.at - timedelta(seconds=seconds_ago)
        made = CallView(number=number, window=1, zone="hall-1", at=at, times=1, priority=False)
        return self.say(calls=(made, *self.snapshot.calls))

    def call_at(self, window: int, number: str) -> Snapshot:
        """A call of this moment; its visitor is waited for."""
        now = datetime.now(HALL.timezone)
        made = CallView(number=number, window=window, zone="hall-1", at=now, times=1, priority=False)
        calling = WindowView(id=window, zone="hall-1", state="calling", ticket=number, since=now)
        others = tuple(each for each in self.snapshot.windows if each.id != window)
        return self.say(at=now, calls=(made, *self.snapshot.calls), windows=(*others, calling))

    def speak(self, number: str, window: int, *, zones: tuple[str, ...] = ()) -> str:
        """The voice begins to say a call."""
        said = SpokenCall(seq=1, number=number, window=window)
        word = Speaking(id=new_id(), state="started", what="call", at=self.snapshot.at, calls=(said,), zones=zones)
        self._link.publish(self._topics.speaking("announcer-1"), codec.encode(word))
        return word.id

    def ask(self, what: str, **arguments: object) -> Did:
        before = len(self.answers)
        do = Do(id=new_id(), what=what, at=self.snapshot.at, arguments=arguments)
        self._link.publish(self._topics.do("board-1"), codec.encode(do))
        until(lambda: len(self.answers) > before, 20)
        return self.answers[-1]

    def picture(self, what: str = "screenshot", **arguments: object) -> Image.Image:
        did = self.ask(what, **arguments)
        assert did.outcome == "done", did.message
        return Image.open(io.BytesIO(base64.b64decode(did.picture))).convert("RGB")


class Board:
    """The board's process, and the trace that it leaves."""

    def __init__(self, process: subprocess.Popen[bytes], trace: Path) -> None:
        self.process, self._trace = process, trace

    def drawn(self) -> list[str]:
        """What each frame so far was drawn from."""
        return [note["about"] for note in notes(self._trace) if note["what"] == "flip"]

    def shows(self, of: Snapshot) -> None:
        until(lambda: self.process.poll() is not None or str(of.seq) in self.drawn(), 30)
        assert self.process.poll() is None, "the board ended"


def numbers_on(picture: Image.Image, fresh: int = 0, lines: int = 1) -> list[tuple[str, str]]:
    """(number, window) of each row of the standard layout, as a visitor reads them."""
    wants = Wants(calls=8, fresh=fresh, lines=lines)
    return calls_on(picture, place(load("standard"), Screen(*picture.size), wants), zones=False)


def has(colour: tuple[float, ...], picture: Image.Image, share: float) -> bool:
    wanted = tuple(round(part * 255) for part in colour[:3])
    near = sum(
        count
        for count, pixel in picture.getcolors(picture.width * picture.height) or []
        if all(abs(a - b) < 12 for a, b in zip(pixel, wanted, strict=True))
    )
    return near > share * picture.width * picture.height


def highlighted(picture: Image.Image) -> bool:
    """A call is, in either colour of the blinking."""
    return has(LIGHT.call, picture, 0.05) or has(LIGHT.flash, picture, 0.05)
