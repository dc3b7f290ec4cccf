"""The backup word as a technician makes it: in Chromium, written down, mistyped once, typed back; the link cut in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from broker.bus.appliance import Appliance
from broker.contracts.status import About
from broker.standby.kept_files import KEY
from broker.standby.sealing import kept_key
from broker.standby.word_desk import teach
from tests.broker.halls import PLAN
from tests.office.at_the_desk import Desk
from tests.office.test_accessibility import violations

pytestmark = pytest.mark.browser

WORDS = {"uk": ("Слова ніхто не робив", "лише на папері"), "en": ("Nobody has made a word", "on paper alone")}


@pytest.fixture(params=list(WORDS))
def at(chromium: Browser, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Desk, str, Path]]:
    with ExitStack() as stack:
        desk = Desk(stack, chromium)
        bus = desk.client("queue-master-box")
        about = About(role="queue-master", version="1")
        master = Appliance(bus, id=bus.client, role="queue-master", version="1", about=about, zone=PLAN.timezone)
        teach(master, tmp_path)
        bus.start()
        master.ready()
        desk.come("taras")
        while not desk.live.standing().machines.by_id:
            desk.page.wait_for_timeout(20)
        desk.page.goto(f"{desk.address}/technician/backup?lang={request.param}")
        yield desk, request.param, tmp_path
        assert desk.faults == []


def test_a_word_is_written_down_and_typed_back(at: tuple[Desk, str, Path]):
    desk, lang, folder = at
    page, (none, made) = desk.page, WORDS[lang]
    expect(page.locator("#part-word")).to_contain_text(none)
    assert violations(page) == []
    page.click('[data-word="first"]')
    expect(page.locator("#drawn")).not_to_be_empty()
    word = page.text_content("#drawn") or ""
    assert violations(page) == []
    page.click("#fold")
    expect(page.locator("#drawn")).to_be_hidden()
    page.fill("#typed", "somebody-thought-of-it")
    page.click("#go")
    expect(page.locator("#wrong")).to_be_visible()
    assert not (folder / KEY).exists()
    page.click("#fold")
    page.fill("#typed", word.upper().replace("-", " "))
    desk.cable.cut()
    page.click("#go")
    expect(page.locator("#wrong")).to_be_visible()
    assert not (folder / KEY).exists()
    desk.cable.mend()
    expect(page.locator("html")).to_have_attribute("data-trust", "ok")
    page.click("#go")
    expect(page.locator("#paper")).to_be_hidden()
    expect(page.locator("#part-word")).to_contain_text(made)
    assert kept_key(folder / KEY)
    assert word not in page.content()
