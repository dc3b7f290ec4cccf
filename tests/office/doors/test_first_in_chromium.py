"""The first person of a hall, made in a browser on the office's own machine, who then signs in as everybody does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from broker.bus.memory import MemoryBroker
from office.doors.doorkeeper import Doorkeeper
from office.doors.staff_list import read_staff
from tests.broker.halls import PLAN
from tests.office.axe import violations
from tests.office.cable import Cable
from tests.office.hall_in_memory import HallInMemory, beating, delivering
from tests.office.serving import serving

pytestmark = pytest.mark.browser


class Door:
    """A browser before an office in which nobody works yet, and the cable between them."""

    def __init__(self, stack: ExitStack, browser: Browser, folder: Path) -> None:
        broker = MemoryBroker()
        hall = HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
        stack.enter_context(delivering(broker))
        stack.enter_context(beating(hall))
        self.folder = folder
        office = serving(
            PLAN, lambda name: broker.client(name, PLAN.hall.id), keeper=Doorkeeper(folder, lock_after=0.0)
        )
        address, _ = stack.enter_context(office)
        self.cable = Cable(int(address.rpartition(":")[2]))
        stack.callback(self.cable.close)
        self.address = f"http://127.0.0.1:{self.cable.port}"
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        stack.callback(context.close)
        self.page: Page = context.new_page()

    def fill(self, again: str = "4821") -> None:
        for name, text in (("name", "Олена Коваль"), ("id", "olena"), ("pin", "4821"), ("again", again)):
            self.page.locator(f'#first [name="{name}"]').fill(text)


@pytest.fixture
def door(chromium: Browser, tmp_path: Path) -> Iterator[Door]:
    with ExitStack() as stack:
        yield Door(stack, chromium, tmp_path)


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_nobody_works_here_yet_and_then_somebody_does(door: Door, lang: str):
    page = door.page
    page.goto(f"{door.address}/?lang={lang}")
    page.wait_for_url("**/sign-in/first*")
    assert violations(page) == []
    door.fill(again="4822")
    page.locator('#first button[type="submit"]').click()
    expect(page.locator("#first-told")).not_to_be_empty()
    assert not read_staff(door.folder).person, "two PINs that differ make nobody"
    door.fill()
    page.locator('#first button[type="submit"]').click()
    page.wait_for_url(f"{door.address}/")
    person = read_staff(door.folder).of("olena")
    assert person
    assert "4821" not in (door.folder / "staff.toml").read_text("utf-8")
    page.goto(f"{door.address}/sign-in/first?lang={lang}")
    assert page.locator("#first").count() == 0, "there is one first person"


def test_a_dead_connection_says_so_and_keeps_what_was_written(door: Door):
    page = door.page
    page.goto(f"{door.address}/sign-in/first")
    door.fill()
    door.cable.cut()
    page.locator('#first button[type="submit"]').click()
    expect(page.locator("#first-told")).not_to_be_empty()
    assert not read_staff(door.folder).person
    door.cable.mend()
    page.locator('#first button[type="submit"]').click()
    page.wait_for_url(f"{door.address}/")
    assert read_staff(door.folder).of("olena")
