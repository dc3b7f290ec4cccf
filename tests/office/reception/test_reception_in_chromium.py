"""The reception as who works there has it: in Chromium, with mouse and keys, when all is well and when not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from broker.bus.appliance import Appliance
from broker.bus.memory import MemoryBroker
from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.status import About, Do
from tests.office.hall_in_memory import HallInMemory, beating, delivering
from tests.office.reception.test_reception_page import HALL
from tests.office.serving import made_up_staff, serving, token_of
from tests.office.test_accessibility import violations

pytestmark = pytest.mark.browser


class Desk:
    """Somebody at the reception, and a hall with two open windows and a dispenser."""

    def __init__(self, stack: ExitStack, chromium: Browser, lang: str, size: tuple[int, int]) -> None:
        self.lang = lang
        broker = MemoryBroker()
        self.hall = HallInMemory(broker.client("queue-master", HALL.hall.id), HALL)
        self.printed: list[Do] = []
        bus = broker.client("dispenser-1", HALL.hall.id)
        about = About(role="dispenser", version="1")
        dispenser = Appliance(bus, id="dispenser-1", role="dispenser", version="1", about=about, zone=HALL.timezone)
        dispenser.can("print-slip", lambda do: (self.printed.append(do), ("done", "", ""))[1])
        bus.start()
        dispenser.ready()
        stack.enter_context(delivering(broker))
        stack.enter_context(beating(self.hall))
        keeper = stack.enter_context(made_up_staff())
        served = serving(HALL, lambda name: broker.client(name, HALL.hall.id), keeper=keeper)
        address, live = stack.enter_context(served)
        self.hall.do(c.OpenWindow, window=3)
        self.context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
        stack.callback(self.context.close)
        for name, value in token_of(keeper, "iryna").items():
            self.context.add_cookies([{"name": name, "value": value, "url": address}])
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if "Policy" in said.text else None)
        while not live.standing().machines.by_id:
            self.page.wait_for_timeout(20)
        self.page.goto(f"{address}/reception?lang={lang}")
        expect(self.page.locator("#presses")).to_be_attached()

    def word(self, uk: str, en: str) -> str:
        return uk if self.lang == "uk" else en

    def happened(self, kind: type[e.Event]) -> int:
        return sum(isinstance(event, kind) for event in self.hall.events)

    def issue(self, service: str, priority: str = "") -> None:
        self.page.fill("#find-service", service)
        if priority:
            self.page.select_option("#issue-priority", priority)
        self.page.click("#issue-go")
        expect(self.page.locator("#issued")).to_be_visible()


@pytest.fixture(params=[("uk", (1366, 768)), ("en", (1920, 1080))], ids=["uk-1366", "en-1920"])
def desk(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Desk]:
    with ExitStack() as stack:
        desk = Desk(stack, chromium, *request.param)
        yield desk
        assert desk.faults == []


def test_a_ticket_is_issued_and_printed_and_its_priority_checked(desk: Desk):
    desk.issue("реєстрація", "veteran")
    expect(desk.page.locator("#issued-number")).to_have_text("А001")
    desk.page.click("#issued-print")
    expect(desk.page.locator("#presses")).to_contain_text("dispenser-1")
    expect(desk.page.locator("#presses .done")).to_have_count(2)
    assert [do.what for do in desk.printed] == ["print-slip"]
    desk.page.click("#issued-next")
    expect(desk.page.locator("#find-service")).to_be_focused()
    desk.page.click('[data-deed="confirm"]')
    expect(desk.page.locator('[data-deed="confirm"]')).to_have_count(0)
    assert desk.happened(e.PriorityChanged) == 1


def test_a_cut_in_the_middle_keeps_the_press_and_sends_it_once(desk: Desk):
    desk.context.set_offline(True)
    desk.page.fill("#find-service", "паспорт")
    desk.page.click("#issue-go")
    expect(desk.page.locator("#presses .busy")).to_contain_text(desk.word("Немає зв'язку", "No connection"))
    assert desk.happened(e.TicketIssued) == 0
    desk.context.set_offline(False)
    expect(desk.page.locator("#issued-number")).to_have_text("К001", timeout=15_000)
    assert desk.happened(e.TicketIssued) == 1


def test_an_air_raid_is_asked_twice_and_says_what_it_does(desk: Desk):
    desk.page.click('[data-suspend="air-raid"]')
    expect(desk.page.locator("#sure-tells")).to_contain_text(desk.word("Виклики зупиняться", "Calls stop"))
    desk.page.click("#sure-no")
    assert desk.happened(e.HallSuspended) == 0
    desk.page.click('[data-suspend="air-raid"]')
    desk.page.click("#sure-yes")
    expect(desk.page.locator("#part-modes [data-end]")).to_be_visible()
    desk.page.click("#part-modes [data-end]")
    desk.page.click("#sure-yes")
    expect(desk.page.locator("#part-modes")).to_contain_text(desk.word("Звичайна робота", "Work as usual"))
    assert (desk.happened(e.HallSuspended), desk.happened(e.HallResumed)) == (1, 1)


def test_a_visitor_is_moved_and_another_cancelled(desk: Desk):
    desk.hall.do(c.TakeTicket, service="registration")
    row = desk.page.locator("#all-tickets .ticket-row", has_text="А001")
    row.locator('[data-deed="move"]').click()
    desk.page.fill("#find-goal", "готові")
    desk.page.click("#goal option:not([hidden]) >> nth=0")
    desk.page.click("#move-go")
    expect(row).to_contain_text(desk.word("Готові документи", "Ready documents"))
    row.locator('[data-deed="cancel-ticket"]').click()
    desk.page.click("#sure-yes")
    expect(row).to_have_count(0)
    assert (desk.happened(e.TicketMoved), desk.happened(e.TicketCancelled)) == (1, 1)


def test_help_is_taken_announcements_made_and_tickets_found_by_their_code(desk: Desk):
    called = desk.hall.do(c.CallForHelp, place="ramp")
    assert called.status == "done"
    desk.page.click('[data-type="acknowledge-help"]')
    desk.page.click('[data-type="end-help"]')
    expect(desk.page.locator("#part-help button")).to_have_count(0)
    desk.page.click("#tab-announce")
    desk.page.fill('[name="text-uk"]', "Просимо прибрати авто від пандуса")
    desk.page.click('#announce [type="submit"]')
    expect(desk.page.locator("#part-spoken")).to_contain_text("Просимо прибрати авто", timeout=10_000)
    first, second = (desk.hall.do(c.TakeTicket, service="registration").ticket for _ in range(2))
    assert first
    assert second
    expect(desk.page.locator("#all-tickets .ticket-row")).to_have_count(2)
    desk.page.fill("#find-ticket", f"HTTPS://CHERGA.EXAMPLE.GOV.UA/T/{second.id}")
    expect(desk.page.locator("#all-tickets .ticket-row:visible")).to_have_count(1)
    expect(desk.page.locator("#all-tickets .ticket-row:visible")).to_contain_text(second.number)


def test_the_page_and_what_opens_on_it_have_no_violation(desk: Desk):
    desk.hall.do(c.TakeTicket, service="registration", priority="veteran", needs=("wheelchair",))
    desk.hall.do(c.CallForHelp, place="ramp")
    expect(desk.page.locator('[data-type="acknowledge-help"]')).to_be_visible()
    found = {"page": violations(desk.page)}
    for opens in (
        '[data-suspend="air-raid"]',
        '#all-tickets [data-deed="move"]',
        '#all-tickets [data-deed="priority"]',
    ):
        desk.page.click(opens)
        found[opens] = violations(desk.page)
        desk.page.keyboard.press("Escape")
    for tab in ("announce", "bookings", "documents"):
        desk.page.click(f"#tab-{tab}")
        found[tab] = violations(desk.page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
