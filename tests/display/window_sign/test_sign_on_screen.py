"""A real sign behind a real broker and the real queue-master: on a screen, and as lamps."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from broker.bus.clock import new_id, now
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.shown import Shown, ShownCall
from broker.contracts.status import Did, Do, Speaking, SpokenCall, Status
from display.look.palette import DARK
from display.window_sign.gallery import PICTURES
from display.window_sign.led.dots import as_text, picture
from tests.broker.halls import PLAN
from tests.broker.mosquitto import PROGRAM, Mosquitto
from tests.broker.until import until
from tests.display.test_board_on_screen import HALL_FILE, has
from tests.display.virtual_screen import VirtualScreen
from tests.kiosk.dispenser.real_hall import role
from tests.stories.queue_master import TOPICS, RealQueueMaster

pytestmark = [pytest.mark.wire, pytest.mark.skipif(not PROGRAM, reason="needs Mosquitto")]

SIGN = "window-sign-1"


class Window:
    """Window 1 of a real hall, its operator (the test) and its sign."""

    def __init__(self, master: RealQueueMaster) -> None:
        self.master = master
        self.states: list[str] = []
        self.answers: list[Did] = []
        self.reports: list[Shown] = []
        master.link.subscribe(TOPICS.shown(SIGN), lambda m: self.reports.append(codec.read(Shown, m.body)))
        master.link.subscribe(TOPICS.status(SIGN), lambda m: self.states.append(codec.read(Status, m.body).state))
        master.link.subscribe(TOPICS.did(SIGN), lambda m: self.answers.append(codec.read(Did, m.body)))

    def call(self) -> str:
        number = self.master.ask(c.TakeTicket, service="registration").ticket.number  # type: ignore[union-attr]
        assert self.master.ask(c.CallNext, window=1).status == "done"
        return str(number)

    def tells(self, *numbers: str) -> Shown:
        """Wait until the sign says that these are on it."""
        calls = tuple(ShownCall(number=number, window=1) for number in numbers)
        until(lambda: self.reports and self.reports[-1].calls == calls, 30, f"{numbers} told")
        return self.reports[-1]

    def say(self, number: str) -> None:
        """The voice begins to say it."""
        said = SpokenCall(seq=1, number=number, window=1)
        word = Speaking(id=new_id(), state="started", what="call", at=now(PLAN.timezone), calls=(said,))
        self.master.link.publish(TOPICS.speaking("announcer-1"), codec.encode(word))

    def ask(self, what: str) -> Did:
        until(lambda: self.master.link.connected, 60)
        before = len(self.answers)
        self.master.link.publish(TOPICS.do(SIGN), codec.encode(Do(id=new_id(), what=what, at=now(PLAN.timezone))))
        until(lambda: len(self.answers) > before, 30)
        return self.answers[-1]


@contextmanager
def window(folder: Path, broker: Mosquitto, **told: str) -> Iterator[Window]:
    master = RealQueueMaster(folder / "master", broker.port)
    made = Window(master)
    master.start()
    hall_file = folder / "master" / "hall.toml"
    sign = role("window-sign", broker.port, folder, hall_file, CHERHA_WINDOW="1", **told)
    try:
        until(lambda: sign.poll() is not None or "ready" in made.states, 60)
        assert sign.poll() is None, (folder / "window-sign.log").read_text()
        yield made
        sign.terminate()
        assert sign.wait(20) == 0
        until(lambda: made.states[-1] == "stopping")
    finally:
        sign.kill()
        sign.wait(10)
        master.close()


@pytest.mark.screen
@pytest.mark.parametrize("virtual_screen", ["800x480"], indirect=True)
def test_the_screen_follows_its_window_and_says_when_the_hall_is_lost(
    virtual_screen: VirtualScreen, mosquitto: Mosquitto, tmp_path: Path
):
    def shows(colour: tuple[float, ...], share: float = 0.3) -> bool:
        return has(colour, virtual_screen.picture(), share)

    display = virtual_screen.display
    with window(tmp_path, mosquitto, DISPLAY=display, CHERHA_WINDOW_SIZE="800x480", CHERHA_THEME="dark") as here:
        until(lambda: shows(DARK.bar, 0.6), 30)  # closed
        here.master.ask(c.OpenWindow, window=1)
        until(lambda: shows(DARK.card, 0.5), 20)
        number = here.call()
        assert here.tells(number).windows == (1,)
        until(lambda: shows(DARK.call) or shows(DARK.flash), 20)
        until(lambda: shows(DARK.call), 20)
        until(lambda: shows(DARK.flash), 20)
        until(lambda: here.reports[-1].pixels and shows(DARK.call), 40, "it has blinked its last")
        here.say(number)
        until(lambda: shows(DARK.flash), 9, "it flashes with the gong")
        here.master.ask(c.StartService, window=1)
        until(lambda: shows(DARK.card, 0.3), 20)
        until(lambda: here.reports[-1].pixels, 40, "its checksum")
        assert not here.tells(number).blank
        assert not shows(DARK.warning, 0.05)
        mosquitto.stop()
        until(lambda: shows(DARK.warning, 0.05), 30)
        mosquitto.start()
        until(lambda: not shows(DARK.warning, 0.05), 30)
        assert here.ask("identify").message == SIGN
        until(lambda: shows(DARK.warning, 0.6), 20)
        assert here.ask("self-test").message.endswith(" ms")
        assert here.ask("screenshot").picture


def test_lamps_follow_their_window_and_are_dark_when_the_sign_has_gone(mosquitto: Mosquitto, tmp_path: Path):
    file = tmp_path / "lamps.txt"

    def show(text: str) -> bool:
        return file.exists() and file.read_text().strip() == as_text(picture(text))

    with window(tmp_path, mosquitto, CHERHA_SIGN=f"paper:{file}", CHERHA_ARROW="right") as here:
        until(lambda: show("СТОП"), 20)
        here.master.ask(c.OpenWindow, window=1)
        until(lambda: show("1"), 20)
        number = here.call()
        until(lambda: show(number), 20)
        assert here.tells(number).windows == (1,)
        until(lambda: show("→→→→"), 20)
        here.master.ask(c.StartService, window=1)
        until(lambda: show(number), 20)
        mosquitto.stop()
        until(lambda: show("····"), 30)
        mosquitto.start()
        until(lambda: show(number), 30)
        assert here.ask("identify").message == SIGN
        until(lambda: show("----"), 20)
        here.master.ask(c.Finish, window=1)
        until(lambda: show("1"), 20)
        here.tells()
    assert show("")


@pytest.mark.screen
def test_the_gallery_shows_every_picture_that_the_documents_need(virtual_screen: VirtualScreen, tmp_path: Path):
    hall_file = tmp_path / "hall.toml"
    hall_file.write_text(HALL_FILE, encoding="utf-8")
    module = [sys.executable, "-m", "display.window_sign.gallery", str(hall_file), str(tmp_path / "screens")]
    subprocess.run(module, env=virtual_screen.environment, check=True, timeout=100)
    drawn = {file.name: Image.open(file).convert("RGB") for file in (tmp_path / "screens").iterdir()}
    assert set(drawn) == {f"{each.name}.png" for each in PICTURES}
    for name, image in drawn.items():
        assert image.getcolors(8) is None, f"{name} shows next to nothing"
