"""A person touches what a box is to be: a real window, a real finger, and whoever asks for the box at the other end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from broker.bus.on_disk import keep
from broker.contracts.arrival import WANTED
from kiosk.newcomer.samples import STEPS
from provisioning.enrolment.wanting import FILE, Wanting
from tests.broker.until import until
from tests.display.virtual_screen import VirtualScreen
from tests.kiosk.looks import ON_SCREEN
from tests.kiosk.screen import virtual_screen
from tests.kiosk.windows import xdotool

pytestmark = ON_SCREEN

WAITS = STEPS["waiting"]
ACCENT = (11, 79, 160)
FIRST_RIGHT, SECOND_RIGHT = (810, 1580), (810, 1700)  # the info terminal, the board; of 1080x1920
SIZE = "1080x1920"


@contextmanager
def newcomer(screen: VirtualScreen, file: Path, kind: str = "touch") -> Iterator[None]:
    words = [sys.executable, "-m", "tests.kiosk.apps.touched_newcomer", str(file), kind, SIZE]
    app = subprocess.Popen(words, env=screen.environment)
    try:
        yield
        assert app.poll() is None
    finally:
        app.kill()
        app.wait()


def corner(screen: VirtualScreen, place: tuple[int, int]) -> object:
    """The ground of the button that is there, beside its words."""
    return screen.picture().getpixel((place[0] + 200, place[1]))


def test_what_is_touched_is_told_to_whoever_asks_and_can_be_taken_back(tmp_path: Path):
    file = tmp_path / "newcomer.json"
    asks = Wanting(tmp_path / WANTED, tmp_path / FILE, "box-17")
    keep(file, WAITS)
    with virtual_screen(SIZE) as screen, newcomer(screen, file):
        until(lambda: corner(screen, FIRST_RIGHT) == (255, 255, 255), 60, "the buttons")
        assert asks.now() == ""
        screen.touch(*FIRST_RIGHT)
        until(lambda: asks.now() == "info", 30)
        until(lambda: corner(screen, FIRST_RIGHT) == ACCENT, 30, "at once, though nobody has taken it in")
        keep(file, replace(WAITS, role="info"))
        screen.touch(*SECOND_RIGHT)
        until(lambda: asks.now() == "board", 30)
        until(lambda: corner(screen, SECOND_RIGHT) == ACCENT and corner(screen, FIRST_RIGHT) != ACCENT, 30)
        keep(file, replace(WAITS, role="board"))
        screen.touch(*SECOND_RIGHT)
        until(lambda: asks.now() == "", 30)
        xdotool(screen, "key", "Tab")
        xdotool(screen, "key", "Down")
        xdotool(screen, "key", "Return")
        until(lambda: asks.now() == "info", 30)
        keep(file, replace(WAITS, stage="refused"))
        until(lambda: screen.picture().getpixel((4, 4)) == (163, 22, 28), 30)
        screen.touch(*SECOND_RIGHT)
        keep(file, replace(WAITS, role="info"))
        until(lambda: corner(screen, FIRST_RIGHT) == ACCENT, 30)
        assert asks.now() == "info", "a box that was refused offers nothing"


def test_a_box_that_was_switched_on_again_shows_what_was_wanted_before(tmp_path: Path):
    file = tmp_path / "newcomer.json"
    keep(file, replace(WAITS, role="board"))
    with virtual_screen(SIZE) as screen, newcomer(screen, file):
        until(lambda: corner(screen, SECOND_RIGHT) == ACCENT, 60)
    assert not (tmp_path / WANTED).exists()


def test_a_mouse_is_seen_where_the_server_shows_none(tmp_path: Path):
    keep(file := tmp_path / "newcomer.json", WAITS)
    with virtual_screen(SIZE) as screen, newcomer(screen, file, "mouse"):
        until(lambda: corner(screen, FIRST_RIGHT) == (255, 255, 255), 60)
        before = screen.picture().crop((540, 700, 580, 740))
        xdotool(screen, "mousemove", "545", "705")
        until(lambda: screen.picture().crop((540, 700, 580, 740)).tobytes() != before.tobytes(), 30)
        screen.touch(*FIRST_RIGHT)
        until(lambda: Wanting(tmp_path / WANTED, tmp_path / FILE, "box-17").now() == "info", 30)
