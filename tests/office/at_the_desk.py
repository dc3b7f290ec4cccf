"""An operator at a console in Chromium, with the hall around: for tests."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from broker.bus.memory import MemoryBroker, MemoryBus
from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.hall_file import HallFile
from tests.broker.halls import PLAN
from tests.office.cable import Cable
from tests.office.hall_in_memory import HallInMemory, beating, delivering
from tests.office.serving import made_up_staff, serving, token_of

expect.set_options(timeout=30_000)  # ms; patience costs nothing where what is awaited comes


class Desk:
    """An operator at window 1, and the hall around. Between the browser and the office is a cable."""

    def __init__(self, stack: ExitStack, chromium: Browser, plan: HallFile = PLAN, **served: Any) -> None:
        self.broker = MemoryBroker()
        self.hall = HallInMemory(self.client("queue-master"), plan)
        stack.enter_context(delivering(self.broker))
        stack.enter_context(beating(self.hall))
        self.office = stack.enter_context(ExitStack())
        self.keeper = stack.enter_context(made_up_staff())
        address, self.live = self.office.enter_context(serving(plan, self.client, keeper=self.keeper, **served))
        self.cable = Cable(int(address.rpartition(":")[2]))
        stack.callback(self.cable.close)
        self.address = f"http://127.0.0.1:{self.cable.port}"
        self.browser = chromium.new_context(viewport={"width": 1280, "height": 800})
        stack.callback(self.browser.close)
        self.faults: list[str] = []
        self.page: Page = self.another_page()

    def another_page(self) -> Page:
        page = self.browser.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self.faults.append(said.text) if "Policy" in said.text else None)
        return page

    def come(self, person: str, window: int | None = None) -> None:
        """Somebody has signed in here."""
        cookies = token_of(self.keeper, person, window)
        self.browser.add_cookies([{"name": name, "value": held, "url": self.address} for name, held in cookies.items()])

    def client(self, name: str) -> MemoryBus:
        return self.broker.client(name, PLAN.hall.id)

    def sit(self, window: int = 1, lang: str = "uk") -> None:
        self.page.goto(f"{self.address}/window/{window}?lang={lang}")
        expect(self.button("open-window")).to_be_attached()

    def button(self, kind: str) -> Locator:
        return self.page.locator(f'button[data-type="{kind}"]')

    def press(self, kind: str) -> None:
        expect(self.button(kind)).to_have_attribute("aria-disabled", "false")
        self.button(kind).click()

    def state(self, state: str) -> None:
        expect(self.page.locator("#console")).to_have_attribute("data-state", state)

    def asked(self, kind: type[c.Command]) -> int:
        return sum(isinstance(command, kind) for _, command in self.hall.commands)

    def happened(self, kind: type[e.Event]) -> list[e.Event]:
        return [event for event in self.hall.events if isinstance(event, kind)]
