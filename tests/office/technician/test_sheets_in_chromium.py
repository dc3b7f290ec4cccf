"""An appliance is accepted from the technician's page: asked, judged by a person, kept by the office, printable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from broker.acceptance.hardware import PaperHardware
from broker.acceptance.taking import Acceptance
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


@pytest.mark.parametrize(
    ("lang", "open_", "accepted"), [("uk", "Чекає на відповідь", "ПРИЙНЯТО"), ("en", "Waits for somebody", "ACCEPTED")]
)
def test_a_board_is_accepted_once_somebody_has_seen_it_though_the_network_falls(
    desk: Desk, tmp_path: Path, lang: str, open_: str, accepted: str
):
    bus, about = desk.client("board-1"), About(role="board", version="1.0")
    board = Appliance(bus, id="board-1", role="board", version="1.0", about=about, zone=PLAN.timezone)
    taken = Acceptance(board, bus, tmp_path, PLAN.timezone, {"screen": lambda: "1920x1080"}, hardware=PaperHardware())
    bus.start()
    board.ready()
    page = desk.page
    page.goto(f"{desk.address}/technician?lang={lang}")
    page.locator('[data-what="acceptance"]').click()
    page.locator("#sure-yes").click()
    page.locator(".sheet-link a").click()
    expect(page.locator(".verdict")).to_contain_text(open_)
    expect(page.locator("tbody tr")).to_have_count(6)
    assert violations(page) == []
    desk.cable.cut()
    page.locator('[data-well="yes"]').click()
    expect(page.locator("#told")).to_have_text(page.locator("#sheet").get_attribute("data-lost") or "?")
    desk.cable.mend()
    page.locator('[data-well="yes"]').click()
    expect(page.locator(".verdict")).to_have_text(accepted)
    assert violations(page) == []
    page.emulate_media(media="print")
    expect(page.locator("#print")).not_to_be_visible()
    expect(page.locator(".sign")).to_be_visible()
    assert taken.last
    assert (taken.last.accepted, taken.last.technician) == (True, "taras")
