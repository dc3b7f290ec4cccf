"""axe-core finds nothing wrong with any page of the staff, in both languages and at each size that they are used at."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from broker.contracts import commands as c
from tests.office.at_the_desk import Desk

pytestmark = pytest.mark.browser

SIZES = [(1366, 768), (1920, 1080), (390, 844)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page) -> list[str]:
    # What is behind a dialog is inert, and what moves is waited for: colours in the middle of a fade are nobody's.
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})))")
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes']]}" for each in found]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", ["uk", "en"])
def test_no_page_has_a_violation(desk: Desk, size: tuple[int, int], lang: str):
    desk.hall.do(c.TakeTicket, service="registration", priority="veteran", needs=("wheelchair",), language="en")
    desk.hall.do(c.TakeTicket, service="registration")
    desk.hall.do(c.TakeTicket, service="ready")
    desk.hall.do(c.OpenWindow, window=1)
    desk.hall.do(c.CallNext, window=1)
    desk.hall.do(c.Hold, window=1)
    page = desk.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    found = {}
    desk.sit(lang=lang)
    found["a free window"] = violations(page)
    desk.hall.do(c.CallNext, window=1)
    desk.state("calling")
    found["a window that calls"] = violations(page)
    for opens in ("finish-with", "set-priority", "note-ticket", "transfer"):
        desk.press(opens)
        found[opens] = violations(page)
        page.keyboard.press("Escape")
    page.locator('[data-door="lock"]').first.click()
    expect(page.locator("#lock")).to_be_visible()
    found["locked"] = violations(page)
    page.goto(f"{desk.address}/sign-in?lang={lang}")
    expect(page.locator("#another")).to_be_visible()
    found["back after the lock"] = violations(page)
    page.locator("#another").click()
    expect(page.locator(".person").first).to_be_visible()
    found["sign-in"] = violations(page)
    desk.come("olena", 1)
    page.goto(f"{desk.address}/window/2?lang={lang}")
    found["not yours"] = violations(page)
    page.goto(f"{desk.address}/?lang={lang}")
    expect(page.locator(".window").first).to_be_visible()
    found["hall"] = violations(page)
    assert {name: each for name, each in found.items() if each} == {}
