"""axe-core finds nothing wrong with what visitors open, in both languages, in light and in dark, from 320 pixels up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from broker.bus.memory import MemoryBroker
from broker.contracts import commands as c
from tests.office.hall_in_memory import HallInMemory, beating, delivering
from tests.office.phone.test_phone_in_chromium import HALL
from tests.office.serving import serving
from tests.office.test_accessibility import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def hall() -> Iterator[tuple[str, HallInMemory]]:
    with ExitStack() as stack:
        broker = MemoryBroker()
        hall = HallInMemory(broker.client("queue-master", HALL.hall.id), HALL)
        stack.enter_context(delivering(broker))
        stack.enter_context(beating(hall))
        address, _ = stack.enter_context(serving(HALL, lambda name: broker.client(name, HALL.hall.id)))
        yield address, hall


@pytest.mark.parametrize(("locale", "scheme", "width"), [("uk-UA", "light", 390), ("en-GB", "dark", 320)])
def test_no_open_page_has_a_violation(
    hall: tuple[str, HallInMemory], chromium: Browser, locale: str, scheme: str, width: int
):
    address, master = hall
    master.do(c.OpenWindow, window=3)
    tickets = [master.do(c.TakeTicket, service="registration").ticket for _ in range(3)]
    context = chromium.new_context(
        viewport={"width": width, "height": 844},
        locale=locale,
        color_scheme=scheme,  # type: ignore[arg-type]  # one of the two words
        bypass_csp=True,
    )
    page, found = context.new_page(), {}
    assert tickets[0]
    assert tickets[2]
    page.goto(f"{address}/t/{tickets[2].id}")
    expect(page.locator("#actions")).to_be_visible()
    found["waiting"] = violations(page)
    page.click("#leave")
    found["sure"] = violations(page)
    page.goto(f"{address}/t/{tickets[0].id}")
    master.do(c.CallNext, window=3)
    expect(page.locator("#ticket")).to_have_attribute("data-state", "called")
    found["called"] = violations(page)
    for path in ("/public", "/public/widget", "/t/A001"):
        page.goto(address + path)
        found[path] = violations(page)
    context.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
