"""A slip out of a real printer is held before a telephone, which then follows its visit to the window.

Mosquitto, queue-master, dispenser (without its window) and office are processes of their own; the telephone is Chromium.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import zxingcpp
from playwright.sync_api import Browser, expect, sync_playwright

from bench.processes import Started, role
from bench.standing import Standing, standing
from broker.bus.asking import Asker
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.replies import Reply
from broker.contracts.status import About
from broker.contracts.topics import Topics
from kiosk.printing.emulator import NetworkPrinter
from office.gallery import CHROMIUM, QUIET
from provisioning.demo import made_up_staff
from tests.broker.halls import HALL_TOML
from tests.broker.mosquitto import PROGRAM, free_port
from tests.broker.until import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.wire,
    pytest.mark.timeout(240),
    pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed"),
]

PORT = free_port()  # told in the hall file before there is an office
ADDRESS = f"http://cnap.example:{PORT}"  # the city's name for this machine
HALL = "test-hall"
expect.set_options(timeout=30_000)  # ms


@pytest.fixture
def hall() -> Iterator[Standing]:
    with standing(f'{HALL_TOML}\n[phone]\naddress = "{ADDRESS}"\n') as hall:
        yield hall


@pytest.fixture
def telephone() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        rules = "--host-resolver-rules=MAP cnap.example 127.0.0.1"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, rules])
        yield browser
        browser.close()


def test_the_code_on_a_slip_opens_the_page_that_tells_when_to_go(hall: Standing, telephone: Browser):
    abouts: list[About] = []
    with ExitStack() as stack:
        printer = stack.enter_context(NetworkPrinter())
        link = hall.link("window-4")
        link.subscribe(Topics(HALL).about("office-1"), lambda m: abouts.append(codec.read(About, m.body)))
        asker = Asker(link)
        link.start()
        stack.callback(link.stop)

        def hall_says(kind: type[c.Command], **fields: object) -> Reply:
            reply = asker.ask(hall.wish(kind, **fields), 20)
            assert reply.status == "done", reply
            return reply

        state = hall.folder / "office"
        state.mkdir()
        shutil.copy(made_up_staff.OWN, state / made_up_staff.FILE)
        stack.enter_context(role("office", state, {**hall.environment, "CHERHA_OFFICE_PORT": str(PORT)}))
        own = {
            "CHERHA_APPLIANCE": "dispenser-1",
            "CHERHA_STATE_DIR": str(hall.folder / "dispenser-1"),
            "CHERHA_PRINTER": printer.setting,
        }
        program = [sys.executable, "-m", "tests.stories.headless_dispenser"]
        stack.enter_context(Started(program, hall.folder / "dispenser.log", {**hall.environment, **own}))
        slip = printer.wait_for_slips(1, 60)[0]
        (code,) = zxingcpp.read_barcodes(slip.convert("L"))
        way, _, secret = code.text.rpartition("/")
        assert way.lower() == f"{ADDRESS}/t"
        until(lambda: abouts, 60, "the office is there")
        page = telephone.new_page(viewport={"width": 390, "height": 844})
        page.goto(f"{ADDRESS}/t/{secret}?lang=uk")
        ticket = hall_says(c.WhereAmI, ticket=secret).ticket
        assert ticket
        expect(page.locator(".number")).to_have_text(ticket.number)
        expect(page.locator("#ticket")).to_have_attribute("data-state", "next")

        hall_says(c.OpenWindow, window=4, lines=(ticket.line,))
        hall_says(c.CallTicket, window=4, ticket=ticket.id, why="a story")
        expect(page.locator("#ticket")).to_have_attribute("data-state", "called")
        expect(page.locator(".heading")).to_have_text("Ідіть до вікна 4")
        hall_says(c.StartService, window=4)
        hall_says(c.Finish, window=4)
        expect(page.locator("#ticket")).to_have_attribute("data-state", "done")
        assert page.goto(f"{ADDRESS}/window/4"), "there is an answer"
        expect(page.locator("#console")).to_have_count(0)
