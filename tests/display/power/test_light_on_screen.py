"""A real board in a hall that closes for the night and opens again, at a machine whose screen obeys or does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker.bus.link import Link
from broker.contracts import codec
from broker.contracts.status import Problem
from broker.contracts.topics import Topics
from tests.broker.mosquitto import Mosquitto
from tests.broker.until import until
from tests.display.board_hall import HALL_FILE, Hall
from tests.display.power.test_switches import Machine
from tests.display.virtual_screen import VirtualScreen
from tests.kiosk.dispenser.real_hall import role

pytestmark = [pytest.mark.screen, pytest.mark.wire]

# A monitor that goes dark when it is told to, and keeps in a file whether it is.
MONITOR = """
case "$*" in
  "dpms force "*) echo "$3" > "{file}";;
  q) test "$(cat "{file}")" = off && echo "  Monitor is Off" || echo "  Monitor is On";;
esac
"""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_closed_hall_is_dark_and_an_open_one_is_lit_again_whatever_the_screen_makes_of_it(
    virtual_screen: VirtualScreen, mosquitto: Mosquitto, hall: Hall, machine: Machine, tmp_path: Path
) -> None:
    problems: list[str] = []
    link = Link("test-hall", "office", "127.0.0.1", mosquitto.port)

    def hear(message: object) -> None:
        body = message.body  # type: ignore[attr-defined]
        problems.append(codec.read(Problem, body).code if body else "")

    link.subscribe(Topics("test-hall").problem("board-1", "+"), hear)
    link.start()
    (tmp_path / "hall.toml").write_text(HALL_FILE, encoding="utf-8")
    machine.has("xset", MONITOR.format(file=tmp_path / "monitor"))
    board = role(
        "board",
        mosquitto.port,
        tmp_path,
        tmp_path / "hall.toml",
        DISPLAY=virtual_screen.display,
        PATH=f"{machine.programs}:/usr/bin:/bin",
        CHERHA_WINDOW_SIZE="1280x720",
        CHERHA_DARK_AFTER="0.01",
    )

    def black() -> bool:
        return virtual_screen.picture().getcolors(1) == [(1280 * 720, (0, 0, 0))]

    try:
        until(lambda: "ready" in hall.states and "xset dpms force on" in machine.asked and not black(), 60)
        hall.say(hall="closed", windows=(), lines=())
        until(black, 30)
        until(lambda: "xset dpms force off" in machine.asked, 30)
        hall.say(hall="open")
        until(lambda: not black(), 30)
        until(lambda: machine.asked.count("xset dpms force on") == 2, 30)
        # Somebody switches it off with a remote control: that is seen and told.
        machine.has("xset", 'test "$1" = q && echo "  Monitor is Off"; exit 0')
        hall.say(hall="closed")
        until(black, 30)
        hall.say(hall="open")
        until(lambda: "screen-dark" in problems, 60)
        assert "DPMS: off" in hall.ask("screen").message
        board.terminate()
        assert board.wait(20) == 0
    finally:
        board.kill()
        board.wait(10)
        link.stop()
