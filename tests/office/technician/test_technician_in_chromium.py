"""The technician's page in a real browser: a wish, its outcome, and a question before what stops an appliance."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from broker.bus.appliance import Appliance, Outcome
from broker.contracts.status import About, Do
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


@pytest.mark.parametrize(
    ("lang", "title", "identify", "done"),
    [("uk", "Пристрої залу", "Показатися", "виконано"), ("en", "Appliances", "Identify", "done")],
)
def test_an_appliance_is_asked_to_show_itself_and_to_restart_only_after_a_question(
    desk: Desk, lang: str, title: str, identify: str, done: str
):
    asked: list[str] = []
    about = About(role="board", version="1.0")
    board = Appliance(
        desk.client("board-1"), id="board-1", role="board", version="1.0", about=about, zone=PLAN.timezone
    )

    def note(do: Do) -> Outcome:
        asked.append(do.what)
        return "done", "", ""

    for what in ("identify", "restart"):
        board.can(what, note)
    board._bus.start()
    board.ready()
    page = desk.page
    page.goto(f"{desk.address}/technician?lang={lang}")
    expect(page.locator("h1")).to_have_text(title)
    page.locator('[data-what="identify"]').click()
    expect(page.locator("#told")).to_contain_text(f"{identify} — {done}")
    page.locator('[data-what="restart"]').click()
    expect(page.locator("#sure")).to_be_visible()
    assert violations(page) == []
    page.locator("#sure-no").click()
    page.locator('[data-what="restart"]').click()
    assert asked == ["identify"]
    page.locator("#sure-yes").click()
    expect(page.locator("#told")).to_contain_text(done)
    expect(page.locator(".lately li")).to_have_count(2)
    assert asked == ["identify", "restart"]
    assert violations(page) == []
