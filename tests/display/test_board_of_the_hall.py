"""A real board that is given a layout and words by its hall, over the broker: read off its screen; and what it only drafts."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image

from broker.bus.link import Link
from broker.content.publishing import Publisher
from display.look.palette import DARK, LIGHT, Palette
from tests.broker.content.bundles import Staff
from tests.broker.mosquitto import Mosquitto
from tests.broker.until import until
from tests.display.board_hall import HALL_FILE, START, Hall
from tests.display.virtual_screen import VirtualScreen

pytestmark = [pytest.mark.screen, pytest.mark.wire, pytest.mark.timeout(200)]

DARK_CALLS = '[board]\nlike = "calls"\ntheme = "dark"\n'
SHORT = '[board]\nno-calls = { uk = "І" }\n'


class Kept:
    """A board that is started again whenever it ends, as systemd does it; and the folder from which its hall publishes."""

    def __init__(self, stack: ExitStack, screen: VirtualScreen, port: int, folder: Path) -> None:
        self.starts = 0
        self.screen, self._folder, self._port = screen, folder, port
        (folder / "hall.toml").write_text(HALL_FILE, encoding="utf-8")
        self.content = folder / "content"
        link = Link("test-hall", "publisher", "127.0.0.1", port)
        self._publisher = Publisher(link, self.content, folder / "shelf", host="127.0.0.1", port=0, staff=Staff())
        link.start()
        stack.callback(link.stop)
        self._publisher.start()
        stack.callback(self._publisher.stop)
        self._over = threading.Event()
        self._process = self._started()
        self._keeping = threading.Thread(target=self._keep)
        self._keeping.start()
        stack.callback(self._end)

    def _started(self) -> subprocess.Popen[bytes]:
        self.starts += 1
        command = [
            sys.executable,
            "-c",
            START,
            str(self._port),
            str(self._folder / "hall.toml"),
            str(self._folder / "state"),
        ]
        return subprocess.Popen(command, env=self.screen.environment)

    def _keep(self) -> None:
        while not self._over.wait(0.1):
            if self._process.poll() is not None:
                self._process = self._started()

    def _end(self) -> None:
        self._over.set()
        self._keeping.join()
        self._process.kill()
        self._process.wait()

    def publish(self, name: str, text: str) -> None:
        (self.content / name).mkdir(parents=True, exist_ok=True)
        (self.content / name / f"{name}.toml").write_text(text, encoding="utf-8")

    def shows(self, true: Callable[[Image.Image], bool], what: str) -> None:
        until(lambda: true(self.screen.picture()), 60, what)


@pytest.fixture
def board(virtual_screen: VirtualScreen, mosquitto: Mosquitto, hall: Hall, tmp_path: Path) -> Iterator[Kept]:
    with ExitStack() as stack:
        yield Kept(stack, virtual_screen, mosquitto.port, tmp_path)


def ink(picture: Image.Image) -> float:
    """How much of where calls stand, before there are any, is written upon."""
    part = picture.crop((0, picture.height // 5, picture.width // 2, picture.height * 9 // 10))
    counted = part.getcolors(part.width * part.height) or []
    return 1 - max(count for count, _ in counted) / (part.width * part.height)


def on(palette: Palette) -> Callable[[Image.Image], bool]:
    """The ground at the left edge, below the header, is of this palette."""
    wanted = tuple(round(part * 255) for part in palette.ground[:3])
    return lambda picture: picture.getpixel((2, picture.height // 2)) == wanted


def test_a_board_shows_the_layout_and_the_words_that_its_hall_gives_it_and_those_before_again(
    board: Kept, hall: Hall
) -> None:
    until(lambda: "ready" in hall.states, 60)
    board.shows(lambda picture: on(LIGHT)(picture) and ink(picture) > 0.01, "the standard layout, and its words")
    words = ink(board.screen.picture())

    board.publish("phrases", SHORT)
    board.shows(lambda picture: ink(picture) < words / 2, "the hall's own word")
    assert board.starts == 1, "words are said anew without beginning anew"

    board.publish("layout", DARK_CALLS)
    board.shows(on(DARK), "the hall's own layout")
    until(lambda: hall.states[-1] == "ready", 60)
    assert board.starts == 2

    board.publish("layout", '[board]\nlike = "standard"\n')
    board.publish("phrases", "# nothing of our own\n")
    board.shows(lambda picture: on(LIGHT)(picture) and ink(picture) > words * 0.9, "what was shipped")
    until(lambda: hall.states[-1] == "ready", 60)
    assert board.starts == 3


def test_a_board_draws_what_is_only_a_draft_and_goes_on_showing_what_it_shows(board: Kept, hall: Hall) -> None:
    until(lambda: "ready" in hall.states, 60)
    board.shows(lambda picture: on(LIGHT)(picture) and ink(picture) > 0.01, "the standard layout")
    before = board.screen.picture()
    calls = hall.picture("draw", layout=DARK_CALLS, size=[1280, 720], state="empty")
    assert calls.size == (1280, 720)
    red, green, blue = calls.getpixel((2, 360))  # type: ignore[misc]
    assert red + green + blue < 150, "a dark ground"
    other = hall.picture("draw", phrases=SHORT, size=[720, 1280], state="empty")
    plain = hall.picture("draw", size=[720, 1280], state="empty")
    assert other.size == plain.size == (720, 1280)
    assert other.tobytes() != plain.tobytes()
    clock = (0, before.height // 5, before.width, before.height)
    assert board.screen.picture().crop(clock).tobytes() == before.crop(clock).tobytes()
    wrong = hall.ask("draw", layout='[board]\nlike = "standart"\n')
    assert (wrong.outcome, 'did you mean "standard"' in wrong.message) == ("failed", True)
    assert hall.ask("draw", size="wide").outcome == "failed"
