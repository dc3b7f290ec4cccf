"""A box without a role as it runs, in two processes, and its power: touched on its screen, let in from the page."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, expect

from broker.contracts.arrival import WANTED, Arrival
from provisioning.kit.command import main as kit
from tests.broker.until import until
from tests.display.virtual_screen import VirtualScreen
from tests.kiosk.screen import INSTALLED, virtual_screen
from tests.office.at_the_desk import Desk
from tests.office.technician.at_the_door import Door, at_the_door
from tests.provisioning.enrolment.standing import HALL

pytestmark = [
    pytest.mark.browser,
    pytest.mark.screen,
    pytest.mark.skipif(not INSTALLED, reason="needs Xvfb and xdotool"),
]

WINDOW_SIGN, BESIDE_ITS_WORDS = (270, 1810), (70, 1810)  # of 1080x1920


class Box:
    """What it has in `folder` stays, but for what lies in memory."""

    def __init__(self, folder: Path, door: Door) -> None:
        self.memory, self.state, self.kit = folder / "memory", folder / "state", folder / "hall-kit.toml"
        self.memory.mkdir(parents=True)
        there = ["--address", "127.0.0.1", "--port", str(door.hall.server.port), "--out", str(self.kit)]
        kit(["make", str(HALL), "--authority", str(door.hall.authority), *there])

    @property
    def _tells(self) -> Path:
        return self.memory / "newcomer.json"

    @property
    def told(self) -> Arrival:
        if not self._tells.exists():
            return Arrival(stage="no-kit")
        return msgspec.json.decode(self._tells.read_bytes(), type=Arrival)

    @contextmanager
    def switched_on(self, screen: VirtualScreen) -> Iterator[list[subprocess.Popen[bytes]]]:
        """The power is cut at the end."""
        own = [sys.executable, "-m"]
        asks = ["provisioning.command", "enrol", "box", "--kit", str(self.kit), "--state", str(self.state)]
        draws = ["tests.kiosk.apps.touched_newcomer", str(self._tells), "touch", screen.size]
        running = [
            subprocess.Popen([*own, *asks, "--tells", str(self._tells)], env=screen.environment),
            subprocess.Popen([*own, *draws], env=screen.environment),
        ]
        try:
            yield running
        finally:
            for each in running:
                each.kill()
                each.wait()
            (self.memory / WANTED).unlink(missing_ok=True)
            self._tells.unlink(missing_ok=True)


def seen_by(door: Door, page_shows: Callable[[], bool]) -> None:
    """The desk tells what is new, as it does each second."""

    def shows() -> bool:
        door.on_bus.tell()
        return page_shows()

    until(shows, 90)


def test_a_role_touched_at_the_box_outlives_its_power_and_becomes_what_the_technician_says(
    chromium: Browser, tmp_path: Path
):
    with ExitStack() as stack:
        desk = Desk(stack, chromium)
        desk.come("taras")
        door = stack.enter_context(at_the_door(tmp_path / "hall", desk.broker))
        screen = stack.enter_context(virtual_screen("1080x1920"))
        box, page = Box(tmp_path / "box", door), desk.page
        page.goto(f"{desk.address}/technician?lang=uk")
        with box.switched_on(screen):
            seen_by(door, lambda: page.locator(".newcomer").count() == 1)
            expect(page.locator(".newcomer")).to_contain_text("Пристрій без ролі")
            code = box.told.code
            until(lambda: screen.picture().getpixel(BESIDE_ITS_WORDS) == (255, 255, 255), 60, "a button")
            screen.touch(*WINDOW_SIGN)
            seen_by(door, lambda: "Обрано на пристрої: Табличка вікна" in page.locator(".newcomer").inner_text())
            assert (box.told.role, box.told.code) == ("window-sign", code)
        with box.switched_on(screen) as running:
            until(lambda: box.told.stage == "waiting", 90)
            assert box.told.role == "window-sign"
            assert box.told.code != code
            seen_by(
                door, lambda: page.locator(".newcomer").count() == 2
            )  # the desk waits for the first one a while yet
            page.locator('[data-arrive="accept"]').last.click()
            expect(page.locator('#let-in [name="role"]')).to_have_value("window-sign")
            page.fill('#let-in [name="code"]', box.told.code)
            page.select_option('#let-in [name="window"]', "2")
            page.click("#let-in-yes")
            expect(page.locator("#told")).to_contain_text("window-sign-1")
            assert running[0].wait(60) == 0
            settings = tomllib.loads((box.state / "roles" / "window-sign.toml").read_text("utf-8"))
            assert (settings["appliance"], settings["window"]) == ("window-sign-1", 2)
            assert list(box.state.glob("wanted*")) == []
            assert running[1].wait(60) == 0, "the role's own screen comes"
        assert desk.faults == []
