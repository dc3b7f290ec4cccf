"""The hall file in a real browser: a mistake at its line, a change tried and confirmed, and the network cut meanwhile."""

from __future__ import annotations

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

MORE = HALL_TOML.replace("Місце проживання", "Реєстрація адреси").replace('en = "Residence"', 'en = "Address"')


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


@pytest.mark.parametrize(
    ("lang", "change", "tried"),
    [
        ("uk", "назва: було «Місце проживання», стане «Реєстрація адреси»", "на випробуванні"),
        ("en", "name: was «Residence», becomes «Address»", "on trial"),
    ],
)
def test_a_change_is_checked_tried_and_confirmed_with_the_network_cut_in_the_middle(
    desk: Desk, tmp_path: Path, lang: str, change: str, tried: str
):
    page = desk.page
    page.goto(f"{desk.address}/admin?lang={lang}")
    text, found = page.locator("#text"), page.locator("#found")
    expect(text).to_have_value(HALL_TOML)
    attempt = page.locator("#try")
    expect(attempt).to_have_attribute("aria-disabled", "true")

    text.fill(MORE.replace('"2 min"', '"2 mni"', 1))
    page.locator("#check").click()
    expect(found).to_contain_text("2 mni")
    expect(found.locator("button.line")).to_have_count(1)
    expect(page.locator("#numbers .wrong")).to_have_count(1)
    expect(attempt).to_have_attribute("aria-disabled", "true")
    assert violations(page) == []

    text.fill(MORE)
    desk.cable.cut()
    page.locator("#check").click()
    expect(page.locator("#told.bad")).to_be_visible()
    expect(text).to_have_value(MORE)
    desk.cable.mend()
    expect(page.locator("html")).to_have_attribute("data-trust", "ok")
    page.locator("#check").click()
    expect(found).to_contain_text(change)
    expect(attempt).to_have_attribute("aria-disabled", "false")

    page.locator("#why").fill("перейменування")
    with page.expect_navigation():  # the page begins anew from the file as it is then
        attempt.click()
    expect(page.locator("html")).to_have_attribute("data-trust", "ok")
    expect(page.locator("#part-trial")).to_contain_text(tried)
    expect(page.locator("#part-trial time.until")).not_to_be_empty()
    assert (tmp_path / "hall.toml").read_text() == MORE
    assert violations(page) == []
    page.locator('[data-do="confirm"]').click()
    expect(page.locator("#part-trial .trial")).to_have_count(0)
    expect(page.locator(".history li").first.locator(".f-confirmed")).to_be_visible()
    expect(text).to_have_value(MORE)
    assert desk.live.hall.lines["residence"].name["en"] == "Address"


def test_a_file_is_taken_from_the_disk_and_an_old_version_comes_back_into_the_editor(desk: Desk, tmp_path: Path):
    page = desk.page
    page.goto(f"{desk.address}/admin?lang=en")
    expect(page.locator("html")).to_have_attribute("data-trust", "ok")
    (tmp_path / "mine.toml").write_text(MORE)
    page.locator("#upload").set_input_files(tmp_path / "mine.toml")
    expect(page.locator("#text")).to_have_value(MORE)
    page.locator("#check").click()
    expect(page.locator("#try")).to_have_attribute("aria-disabled", "false")
    with page.expect_navigation():  # the page begins anew from the file as it is then
        page.locator("#try").click()
    expect(page.locator("html")).to_have_attribute("data-trust", "ok")
    with page.expect_navigation():
        page.locator('[data-do="take-back"]').click()
    expect(page.locator(".history li")).to_have_count(3)
    expect(page.locator("#text")).to_have_value(HALL_TOML)
    page.locator(".history li", has_text="tried").get_by_role("button").click()
    expect(page.locator("#text")).to_have_value(MORE)
    (tmp_path / "large.toml").write_text("x" * 500_000)
    page.locator("#upload").set_input_files(tmp_path / "large.toml")
    expect(page.locator("#told.bad")).to_contain_text("too large")
