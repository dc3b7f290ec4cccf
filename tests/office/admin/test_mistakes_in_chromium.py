"""A hall file full of mistakes on the page of who edits it: each said in the language of the page."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.broker.halls import HALL_TOML
from tests.broker.until import until
from tests.office.admin.master import Master
from tests.office.at_the_desk import Desk
from tests.office.axe import violations

pytestmark = pytest.mark.browser

WRONG = (
    HALL_TOML.replace('"2 min"', '"2 mni"', 1)
    .replace('zone = "hall-1"', 'zone = "hal-1"', 1)
    .replace("minutes =", "minuts =", 1)
    .replace('letter = "', 'letter = "Z', 1)
    .replace('timezone = "Europe/Kyiv"', 'timezone = "Europe/Kiev-city"', 1)
    + '\n[[window]]\nid = 0\nzone = "hall-1"\nlines = []\naccessible = "yes"\n= 5\n'
)


@pytest.fixture
def desk(chromium: Browser, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "hall.toml"
    path.write_text(HALL_TOML)
    with ExitStack() as stack:
        desk = Desk(stack, chromium, hall_path=path, state_dir=tmp_path / "versions")
        Master(desk.hall, desk.client("queue-master-1"), path)
        until(lambda: "queue-master" in desk.live.standing().machines.by_id)
        desk.come("maria")
        yield desk
        assert desk.faults == []


@pytest.mark.parametrize(("lang", "size"), [("uk", (1366, 768)), ("en", (1366, 768)), ("uk", (390, 844))])
def test_every_mistake_is_said_in_the_language_of_the_page(desk: Desk, lang: str, size: tuple[int, int]):
    page = desk.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{desk.address}/admin?lang={lang}")
    page.locator("#text").fill(WRONG)
    page.locator("#check").click()
    found = page.locator("#found li")
    expect(found.nth(6)).to_be_visible()
    for said in found.all_inner_texts():
        plain = re.sub(r'"[^"]*"|\[[^]]*\]|\{[^}]*\}', "", said)  # what stands in the file so
        assert bool(re.search(r"[а-яіїєґ]{4}", plain)) == (lang == "uk"), said
    tops = page.locator("#numbers span").evaluate_all(
        "rows => rows.map(row => Math.round(row.getBoundingClientRect().top))"
    )
    assert len(set(tops)) == len(tops), "each line of the file has its number beside it"
    assert violations(page) == []
    if folder := os.environ.get("SHOTS"):
        page.locator("#found").scroll_into_view_if_needed()
        page.screenshot(path=f"{folder}/m-{lang}-{size[0]}.png", full_page=size[0] < 500)
