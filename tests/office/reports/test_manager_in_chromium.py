"""The manager's pages as a manager has them: in Chromium, in both languages, when all is well and when the office is gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from broker.bus.memory import MemoryBroker
from broker.contracts import commands as c
from broker.contracts.hall_check import load
from office.reports.records import Records
from office.reports.samples import SampleHall
from tests.office.axe import violations
from tests.office.cable import Cable
from tests.office.hall_in_memory import HallInMemory, beating, delivering
from tests.office.serving import made_up_staff, serving, token_of

pytestmark = pytest.mark.browser

HALL_FILE = Path("provisioning/demo/hall.toml")
HALL = load(HALL_FILE)
TODAY = datetime(2026, 11, 24, 10, 42, tzinfo=HALL.timezone)


class Desk:
    """A manager before a screen, three sample weeks behind them."""

    def __init__(self, stack: ExitStack, browser: Browser, folder: Path) -> None:
        broker = MemoryBroker()
        self.hall = HallInMemory(broker.client("queue-master", HALL.hall.id), HALL)
        stack.enter_context(delivering(broker))
        stack.enter_context(beating(self.hall))
        records = Records(HALL_FILE, folder / "visits", "", folder, make=False)
        self.office = stack.enter_context(ExitStack())
        keeper = stack.enter_context(made_up_staff())
        office = serving(
            HALL, lambda name: broker.client(name, HALL.hall.id), keeper=keeper, records=records, clock=lambda: TODAY
        )
        address, _ = self.office.enter_context(office)
        self.cable = Cable(int(address.rpartition(":")[2]))
        stack.callback(self.cable.close)
        self.address = f"http://127.0.0.1:{self.cable.port}"
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        stack.callback(context.close)
        signed = token_of(keeper, "maria")
        context.add_cookies([{"name": name, "value": held, "url": self.address} for name, held in signed.items()])
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if "Policy" in said.text else None)

    def open(self, path: str, lang: str = "uk") -> None:
        self.page.goto(f"{self.address}{path}{'&' if '?' in path else '?'}lang={lang}")


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    SampleHall(HALL, 150).write(folder / "visits", date(2026, 11, 2), 22)
    return folder


@pytest.fixture
def desk(chromium: Browser, visits: Path) -> Iterator[Desk]:
    with ExitStack() as stack:
        desk = Desk(stack, chromium, visits)
        yield desk
        assert desk.faults == []


@pytest.mark.parametrize(("lang", "came", "week"), [("uk", "Прийшло", "Тиждень"), ("en", "Came", "Week")])
def test_from_a_month_to_a_week_to_its_table(desk: Desk, lang: str, came: str, week: str):
    desk.open("/manager/analytics?period=month&at=2026-11-18", lang)
    page = desk.page
    expect(page.locator(".m-tile").first).to_contain_text(came)
    assert page.locator("svg.picture").count() >= 5
    page.get_by_role("link", name=week, exact=True).click()
    expect(page.locator(".m-kinds [aria-current]")).to_have_text(week)
    page.locator("#s-course ~ figure a").click()
    expect(page.locator("#t-course table")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wide


def test_a_filter_is_an_address_and_can_be_taken_back(desk: Desk):
    desk.open("/manager/analytics?period=month&at=2026-11-18")
    all_of_them = desk.page.locator(".m-tile strong").first.inner_text()
    desk.page.locator('[data-filter="line"]').select_option("passport")
    desk.page.wait_for_url("**line=passport**")
    expect(desk.page.locator(".m-tile strong").first).not_to_have_text(all_of_them)
    desk.page.go_back()
    expect(desk.page.locator(".m-tile strong").first).to_have_text(all_of_them)


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_a_report_is_built_kept_taken_away_and_deleted(desk: Desk, lang: str):
    name = f"Мій звіт {lang}"
    page = desk.page
    desk.open("/manager/reports", lang)
    for measure in ("served", "wait-median"):
        page.locator(f'input[value="{measure}"]').check()
    page.locator('select[name="g"]').first.select_option("line")
    page.locator('select[name="t"]').select_option("")
    page.locator('input[name="since"]').fill("2026-11-09")
    page.locator('input[name="until"]').fill("2026-11-21")
    page.locator('#build button[type="submit"]').click()
    expect(page.locator(".m-report table tbody tr")).to_have_count(8)
    page.locator(".m-form summary").click()
    page.locator('input[name="name"]').fill(name)
    page.locator("#save").click()
    expect(page.locator(".m-list [aria-current]")).to_have_text(name)
    for kind in ("XLSX", "CSV", "PDF"):
        with page.expect_download() as taken:
            page.get_by_role("link", name=kind, exact=True).click()
        assert taken.value.suggested_filename.endswith(kind.lower())
        assert Path(taken.value.path()).stat().st_size > 200
    page.locator(".m-form summary").click()
    page.locator("#delete").click()
    page.wait_for_url("**/manager/reports")
    expect(page.locator(".m-list")).not_to_contain_text(name)


def test_mistakes_of_a_report_are_told_where_it_is_built(desk: Desk):
    desk.open("/manager/reports", "en")
    desk.page.locator("#save").click()
    expect(desk.page.locator("#said")).to_contain_text("1 to 80 letters")
    expect(desk.page.locator("#said")).to_contain_text("1 to 12 measures")


def test_a_cable_cut_while_a_report_is_kept_loses_nothing_that_was_chosen(desk: Desk):
    page = desk.page
    desk.open("/manager/reports")
    for measure in ("served", "wait-median"):
        page.locator(f'input[value="{measure}"]').check()
    page.locator('input[name="name"]').fill("Після обриву")
    desk.cable.cut()
    page.locator("#save").click()
    expect(page.locator("#said")).to_contain_text("Не вдалося")
    desk.cable.mend()
    expect(page.locator('input[value="served"]')).to_be_checked()
    page.locator("#save").click()
    expect(page.locator(".m-list [aria-current]")).to_have_text("Після обриву")


def test_a_day_is_played_with_one_more_window(desk: Desk):
    desk.open("/manager/what-if")
    desk.page.locator('input[name="day"]').fill("2026-11-16")
    desk.page.locator('#what-if button[type="submit"]').click()
    expect(desk.page.locator(".m-section svg")).to_be_visible(timeout=60_000)
    expect(desk.page.locator(".m-tile")).to_have_count(6)


def test_the_live_hall_follows_and_says_when_the_office_is_gone(desk: Desk):
    desk.open("/manager")
    expect(desk.page.locator("#part-alarms")).to_contain_text("Усе в межах.")
    desk.hall.do(c.TakeTicket, service=HALL.service[0].id)
    expect(desk.page.locator("#part-alarms")).to_contain_text("жодне вікно")
    desk.hall.do(c.OpenWindow, window=HALL.window[0].id)
    desk.office.close()
    expect(desk.page.locator("#warning")).to_be_visible(timeout=15_000)
    desk.faults.clear()  # a stream that breaks is told on the console


PAGES = (
    "/manager",
    "/manager/analytics?period=month&at=2026-11-18",
    "/manager/reports",
    "/manager/reports/lines?since=2026-11-09&until=2026-11-21",
    "/manager/ratings?period=month&at=2026-11-18",
    "/manager/checks?period=month&at=2026-11-18",
    "/manager/what-if?day=2026-11-16&change=more&window=5&from=09:00&to=13:00",
)


@pytest.mark.parametrize(("lang", "scheme", "pages"), [("uk", "light", PAGES), ("en", "dark", PAGES[:2])])
def test_nobody_is_shut_out_of_any_page(
    desk: Desk, lang: str, scheme: Literal["light", "dark"], pages: tuple[str, ...]
):
    desk.page.emulate_media(color_scheme=scheme)
    found = {}
    for path in pages:
        desk.open(path, lang)
        desk.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        if wrong := violations(desk.page):
            found[path] = wrong
    assert found == {}


def test_a_phone_shows_each_page_without_scrolling_sideways(desk: Desk):
    desk.page.set_viewport_size({"width": 390, "height": 844})
    for path in PAGES:
        desk.open(path)
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= 390, path
