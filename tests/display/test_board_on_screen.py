"""A real board on a real screen behind a real broker: a call changes its picture, a silence shows its age."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from display.board.gallery import PICTURES
from display.look.palette import LIGHT
from tests.broker.mosquitto import Mosquitto
from tests.broker.until import until
from tests.display.board_hall import HALL_FILE, Board, Hall, has, highlighted
from tests.display.virtual_screen import VirtualScreen

pytestmark = [pytest.mark.screen, pytest.mark.wire, pytest.mark.timeout(120)]


def differ(one: Image.Image, other: Image.Image) -> bool:
    """Beyond what JPEG blurs."""
    return max(high for _, high in ImageChops.difference(one, other).getextrema()) > 100


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
