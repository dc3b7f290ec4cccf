"""A visitor's page as a visitor has it: on a telephone's screen, in Chromium, when all is well and when not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from broker.bus.memory import MemoryBroker
from broker.contracts import commands as c
from broker.contracts import events as e
from tests.broker.halls import PLAN
from tests.office.hall_in_memory import HallInMemory, beating, delivering
from tests.office.serving import serving

pytestmark = pytest.mark.browser

HALL = msgspec.structs.replace(
    PLAN,
    policy=msgspec.structs.replace(PLAN.policy, give_way=2),
    phone=msgspec.structs.replace(PLAN.phone, survey="https://example.gov.ua/survey"),
)


class Visitor:
    """Somebody with a slip in the hand, a telephone, and two who came after."""

    def __init__(self, stack: ExitStack, chromium: Browser, locale: str, width: int) -> None:
        broker = MemoryBroker()
        self.hall = HallInMemory(broker.client("queue-master", HALL.hall.id), HALL)
        stack.enter_context(delivering(broker))
        stack.enter_context(beating(self.hall))
        self.address, _ = stack.enter_context(serving(HALL, lambda name: broker.client(name, HALL.hall.id)))
        self.hall.do(c.OpenWindow, window=3)
        self.ticket = self._take()
        self._take(), self._take()
        self.context = chromium.new_context(viewport={"width": width, "height": 844}, locale=locale)
        stack.callback(self.context.close)
        # What the telephone was asked to do, told to the test.
        self.context.add_init_script("window.rung = []; navigator.vibrate = (p) => (window.rung.push(p), true);")
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if "Policy" in said.text else None)
        self.page.goto(f"{self.address}/t/{self.ticket}")
        expect(self.page.locator("#actions")).to_be_visible()

    def _take(self) -> str:
        ticket = self.hall.do(c.TakeTicket, service="registration").ticket
        assert ticket
        return ticket.id

    def state(self, state: str) -> None:
        expect(self.page.locator("#ticket")).to_have_attribute("data-state", state)

    def text(self, name: str):
        return self.page.locator(f'[data-text="{name}"]')

    def rings(self) -> int:
        return len(self.page.evaluate("window.rung"))

    def happened(self, kind: type[e.Event]) -> int:
        return sum(isinstance(event, kind) for event in self.hall.events)


@pytest.fixture(params=[("uk-UA", 390), ("en-GB", 320)], ids=["uk-390", "en-320"])
def visitor(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    with ExitStack() as stack:
        visitor = Visitor(stack, chromium, *request.param)
        yield visitor
        assert visitor.faults == []


def test_a_visit_from_waiting_to_goodbye(visitor: Visitor):
    uk = visitor.page.evaluate("document.documentElement.lang") == "uk"
    expect(visitor.text("ahead")).to_have_text("нікого" if uk else "nobody")
    visitor.hall.do(c.CallNext, window=3)
    visitor.state("called")
    expect(visitor.text("heading")).to_have_text("Ідіть до вікна 3" if uk else "Go to window 3")
    expect(visitor.page.locator("#spoken")).to_contain_text("3")
    assert visitor.rings() == 1
    visitor.hall.do(c.Recall, window=3)
    expect(visitor.text("detail")).to_contain_text("ще раз" if uk else "again")
    assert visitor.rings() == 2
    visitor.hall.do(c.StartService, window=3)
    visitor.state("serving")
    visitor.hall.do(c.Finish, window=3)
    visitor.state("done")
    expect(visitor.page.locator("#survey a")).to_have_attribute("href", "https://example.gov.ua/survey")
    expect(visitor.page.locator("#actions")).to_be_hidden()


def test_nothing_is_wider_than_the_telephone(visitor: Visitor):
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not visitor.page.evaluate(wide)
    visitor.hall.do(c.CallNext, window=3)
    visitor.state("called")
    assert not visitor.page.evaluate(wide)


def test_a_cut_in_the_middle_is_told_and_the_press_is_kept_and_sent_once(visitor: Visitor):
    visitor.context.set_offline(True)
    expect(visitor.page.locator("#warning")).to_be_visible()
    visitor.page.click("#give-way")
    visitor.page.click('[data-yes="give-way"]')
    expect(visitor.page.locator("#give-way")).to_have_attribute("aria-disabled", "true")
    assert visitor.happened(e.TicketGaveWay) == 0
    visitor.context.set_offline(False)
    expect(visitor.text("ahead")).to_contain_text("2", timeout=20_000)
    expect(visitor.page.locator("#warning")).to_be_hidden()
    assert visitor.happened(e.TicketGaveWay) == 1


def test_leaving_is_asked_twice(visitor: Visitor):
    visitor.page.click("#leave")
    visitor.page.click("#sure-leave [data-no]")
    assert visitor.happened(e.TicketCancelled) == 0
    visitor.page.click("#leave")
    visitor.page.click('[data-yes="leave"]')
    visitor.state("cancelled")
    assert visitor.happened(e.TicketCancelled) == 1


def test_a_hall_that_falls_silent_is_told_of(visitor: Visitor):
    visitor.hall.silent = True
    expect(visitor.page.locator("#warning")).to_contain_text(":", timeout=20_000)
    visitor.hall.silent = False
    expect(visitor.page.locator("#warning")).to_be_hidden(timeout=20_000)


def test_without_streams_the_page_asks(visitor: Visitor):
    page = visitor.context.new_page()
    page.add_init_script("delete window.EventSource")
    page.goto(f"{visitor.address}/t/{visitor.ticket}")
    visitor.hall.do(c.CallNext, window=3)
    expect(page.locator("#ticket")).to_have_attribute("data-state", "called", timeout=20_000)
