"""What goes wrong on other systems' boards: each as a story, read off the screen as a visitor reads it."""

from __future__ import annotations

import zlib
from datetime import timedelta

import msgspec
import pytest
from PIL import Image

from broker.contracts.shown import Shown, digest
from display.look.palette import LIGHT
from tests.broker.mosquitto import Mosquitto
from tests.broker.until import until
from tests.display.board_hall import Board, Hall, has, highlighted, numbers_on
from tests.display.virtual_screen import VirtualScreen

pytestmark = [pytest.mark.screen, pytest.mark.wire, pytest.mark.timeout(200)]


def told(hall: Hall, *numbers: str) -> Shown:
    """The board's report of these calls, from the top down."""

    def has() -> bool:
        return bool(hall.reports) and tuple(call.number for call in hall.reports[-1].calls) == numbers

    until(has, 40)
    return hall.reports[-1]


def read(screen: VirtualScreen, *calls: tuple[str, str], fresh: int = 0) -> None:
    """Wait until these, from the top down, can be read off the screen."""
    until(lambda: numbers_on(screen.picture(), fresh) == list(calls), 20)


def crc(picture: Image.Image) -> str:
    return f"{zlib.crc32(picture.tobytes()):08x}"


def test_two_windows_that_call_one_after_the_other_at_once_are_both_shown(
    board: Board, hall: Hall, virtual_screen: VirtualScreen
) -> None:
    board.shows(hall.say())
    hall.call_at(5, "А042")
    told(hall, "А042")
    board.shows(hall.call_at(7, "К017"))
    told(hall, "К017", "А042")
    read(virtual_screen, ("К017", "7"), ("А042", "5"), fresh=2)


def test_calls_that_come_faster_than_frames_are_all_shown(
    board: Board, hall: Hall, virtual_screen: VirtualScreen
) -> None:
    board.shows(hall.say())
    for window in range(1, 13):
        last = hall.call_at(window, f"А{window:03d}")
    board.shows(last)
    calls = [(f"А{window:03d}", str(window)) for window in range(12, 0, -1)]
    told(hall, *(number for number, _ in calls))
    read(virtual_screen, *calls, fresh=12)


def test_a_board_that_was_away_during_three_calls_shows_all_three_as_new(
    board: Board, hall: Hall, mosquitto: Mosquitto, virtual_screen: VirtualScreen
) -> None:
    board.shows(hall.say())
    mosquitto.stop()
    until(lambda: not hall.connected)
    for window, number in ((1, "А001"), (2, "К002"), (3, "М003")):
        last = hall.call_at(window, number)
    mosquitto.start()
    board.shows(last)
    told(hall, "М003", "К002", "А001")
    read(virtual_screen, ("М003", "3"), ("К002", "2"), ("А001", "1"), fresh=3)


def test_a_new_board_shows_what_the_hall_has_called_and_nothing_else(
    hall: Hall, board: Board, virtual_screen: VirtualScreen
) -> None:
    """It has no history: all that it knows is in one message."""
    for number in ("А041", "К016"):
        last = hall.call(number)
    board.shows(last)
    report = told(hall, "К016", "А041")
    assert report.snapshot == digest(last)
    read(virtual_screen, ("К016", "1"), ("А041", "1"))


def test_a_snapshot_that_was_overtaken_on_the_way_is_not_drawn(
    board: Board, hall: Hall, virtual_screen: VirtualScreen
) -> None:
    before = hall.call("А041")
    board.shows(before)
    board.shows(hall.call("К016"))
    hall.repeat(msgspec.structs.replace(before, at=before.at + timedelta(seconds=1)))
    board.shows(hall.call("М007"))
    told(hall, "М007", "К016", "А041")
    assert all(len(report.calls) >= 2 for report in hall.reports if report.seq > before.seq)
    read(virtual_screen, ("М007", "1"), ("К016", "1"), ("А041", "1"))


def test_a_broker_that_restarts_during_a_call_takes_nothing_off_the_screen(
    board: Board, hall: Hall, mosquitto: Mosquitto, virtual_screen: VirtualScreen
) -> None:
    board.shows(hall.call_at(5, "А042"))
    told(hall, "А042")
    mosquitto.stop()
    read(virtual_screen, ("А042", "5"), fresh=1)
    mosquitto.start()
    until(lambda: hall.connected, 20)
    last = hall.call_at(7, "К017")
    board.shows(last)
    told(hall, "К017", "А042")


def test_a_call_flashes_with_the_gong_though_it_was_made_before(
    board: Board, hall: Hall, virtual_screen: VirtualScreen
) -> None:
    board.shows(hall.call("А042"))
    told(hall, "А042")
    assert not highlighted(virtual_screen.picture())
    hall.speak("А042", 1)
    until(lambda: has(LIGHT.flash, virtual_screen.picture(), 0.05), 9, "the flash")
    read(virtual_screen, ("А042", "1"), fresh=1)
    until(lambda: not highlighted(virtual_screen.picture()), 30, "calm again")


def test_an_air_raid_takes_the_calls_off_at_once_and_gives_them_back(
    board: Board, hall: Hall, virtual_screen: VirtualScreen
) -> None:
    board.shows(hall.call("А042"))
    board.shows(hall.say(hall="suspended", why="air-raid"))
    until(lambda: hall.reports[-1].banner == "suspended", 20)
    assert hall.reports[-1].calls == ()
    until(lambda: has(LIGHT.stop, virtual_screen.picture(), 0.6), 20)
    board.shows(hall.say(hall="open", why=None))
    told(hall, "А042")
    read(virtual_screen, ("А042", "1"))


def test_what_the_board_says_of_its_picture_is_what_is_on_the_screen(
    board: Board, hall: Hall, virtual_screen: VirtualScreen
) -> None:
    """Its checksum is that of the picture which the screen's own server has."""
    last = hall.call("А042")
    board.shows(last)

    def agrees() -> bool:
        report = hall.reports[-1]
        return report.snapshot == digest(last) and report.pixels == crc(virtual_screen.picture())

    until(lambda: bool(hall.reports) and agrees(), 40)
    assert not hall.reports[-1].blank
