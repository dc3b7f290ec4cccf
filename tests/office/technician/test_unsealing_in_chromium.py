"""The backup word is typed on the technician's page of who has taken over: Chromium, and the real heir on the bus."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from broker.standby.heir import Heir
from broker.standby.inheriting import Inheritance
from broker.standby.sealing import key_of
from office.doors.audit import PaperAudit
from tests.broker.halls import PLAN
from tests.broker.standby.test_inheriting import WORD, carried
from tests.office.at_the_desk import Desk
from tests.office.axe import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(chromium: Browser, tmp_path: Path) -> Iterator[Desk]:
    carried(tmp_path, key_of(WORD))
    with ExitStack() as stack:
        desk = Desk(stack, chromium)
        bus = desk.broker.client("standby-1", PLAN.hall.id)
        Heir(Inheritance(tmp_path, tmp_path / "authority"), bus)
        bus.start()
        desk.come("taras")
        yield desk
        assert desk.faults == []


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_the_word_is_typed_once_and_a_wrong_one_stays_to_be_mended(desk: Desk, tmp_path: Path, lang: str):
    page = desk.page
    page.goto(f"{desk.address}/technician?lang={lang}")
    page.locator('[data-arrive="unseal"]').click()
    assert violations(page) == []
    page.fill('#word [name="word"]', "abcd-efgh-jkmm")
    page.click("#word-yes")
    expect(page.locator("#word-wrong")).to_be_visible()
    expect(page.locator('#word [name="word"]')).to_have_value("abcd-efgh-jkmm")
    page.fill('#word [name="word"]', WORD.upper())
    page.click("#word-yes")
    expect(page.locator("#told")).to_have_class("told good")
    expect(page.locator("#word")).not_to_be_visible()
    assert (tmp_path / "authority" / "members.json").is_file()
    audit = desk.keeper.audit
    assert isinstance(audit, PaperAudit)
    assert ("authority-unsealed", "taras", None) in audit.notes
