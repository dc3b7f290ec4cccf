"""A technician reads an appliance's log in a browser, follows a code, and takes the log away as a file."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from broker.bus.appliance import Appliance
from broker.contracts.status import About
from tests.broker.halls import PLAN
from tests.office.at_the_desk import Desk
from tests.office.axe import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Desk]:
    with ExitStack() as stack:
        desk = Desk(stack, chromium)
        desk.come("taras")
        yield desk
        assert desk.faults == []


@pytest.mark.parametrize(("lang", "link"), [("uk", "Журнал роботи"), ("en", "Log")])
def test_the_log_is_read_its_codes_are_explained_and_it_is_taken_away(desk: Desk, lang: str, link: str):
    bus, about = desk.client("board-1"), About(role="board", version="1.0")
    board = Appliance(bus, id="board-1", role="board", version="1.0", about=about, zone=PLAN.timezone)
    bus.start()
    board.ready()
    logging.getLogger("display.board").error("the slide number %d is torn", 7)
    board.problem("slide-broken", {"uk": "x", "en": "x"}, {"uk": "y", "en": "y"})
    page = desk.page
    page.goto(f"{desk.address}/technician?lang={lang}")
    page.get_by_role("link", name=link, exact=True).click()
    expect(page.locator(".line", has_text="the slide number 7 is torn").first).to_be_visible()
    assert violations(page) == []
    with page.expect_download() as taken:
        page.locator("a[download]").click()
    assert "the slide number 7 is torn" in Path(taken.value.path()).read_text("utf-8")
    page.locator(".line-place a", has_text="slide-broken").first.click()
    expect(page.locator("#slide-broken")).to_be_in_viewport()
    assert violations(page) == []
