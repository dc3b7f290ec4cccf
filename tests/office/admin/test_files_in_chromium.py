"""Files of the hall in a real browser: a survey from mistake to confirmation, a playlist with its picture, a cut cable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from broker.contracts.surveys.checking import DEFAULT
from tests.broker.halls import HALL_TOML
from tests.broker.until import until
from tests.office.admin.publishing import Publishing
from tests.office.at_the_desk import Desk
from tests.office.axe import violations

pytestmark = pytest.mark.browser

SURVEY = (DEFAULT / "survey.json").read_text("utf-8")
OTHER = SURVEY.replace("Чудово", "Пречудово").replace('"Excellent"', '"Splendid"')
PICTURE = Path(__file__).parents[3] / "provisioning" / "demo" / "catalogue" / "samples" / "application-benefit.png"


class Shelf:
    """Somebody who may change files, and a queue-master that publishes them."""

    def __init__(self, stack: ExitStack, chromium: Browser, folder: Path) -> None:
        path, source = folder / "hall.toml", folder / "content"
        path.write_text(HALL_TOML)
        source.mkdir()
        self.desk = Desk(stack, chromium, hall_path=path, state_dir=folder / "versions", content=source)
        self.publishing = Publishing(stack, self.desk.client("queue-master-content"), source, folder / "shelf")
        self.desk.come("maria")
        self.page = self.desk.page

    def open(self, path: str, language: str = "en") -> None:
        self.page.goto(f"{self.desk.address}{path}?lang={language}")
        self.heard()

    def drawn(self) -> None:
        """The page of one document is there, and its scripts have begun."""
        expect(self.page.locator("#numbers span").first).to_be_attached()
        self.heard()

    def heard(self) -> None:
        expect(self.page.locator("html")).to_have_attribute("data-trust", "ok")

    def press(self, button: str) -> None:
        """A button after which the page begins anew from the file as it is then."""
        expect(self.page.locator(button)).not_to_have_attribute("aria-disabled", "true")
        self.heard()
        with self.page.expect_navigation():
            self.page.locator(button).click()
        self.heard()


@pytest.fixture
def shelf(chromium: Browser, tmp_path: Path) -> Iterator[Shelf]:
    with ExitStack() as stack:
        shelf = Shelf(stack, chromium, tmp_path)
        yield shelf
        assert shelf.desk.faults == []


@pytest.mark.parametrize(
    ("language", "change", "seen", "tried"),
    [
        ("uk", "стане Пречудово, Добре", "Пречудово", "на випробуванні"),
        ("en", "becomes Splendid, Good", "Splendid", "on trial"),
    ],
)
def test_a_survey_is_checked_drawn_tried_and_confirmed_with_the_network_cut_in_the_middle(
    shelf: Shelf, language: str, change: str, seen: str, tried: str
):
    page, cable = shelf.page, shelf.desk.cable
    shelf.open("/admin/files", language)
    assert violations(page) == []
    page.locator('.shelf a[href="/admin/files/survey"]').click()
    shelf.drawn()
    text, attempt, found = page.locator("#text"), page.locator("#try"), page.locator("#found")
    expect(text).to_have_value(SURVEY)
    expect(page.locator("#preview .tablet").first).to_contain_text("Чудово" if language == "uk" else "Excellent")

    text.fill(OTHER.replace('"smileys"', '"smilies"'))
    page.locator("#check").click()
    expect(found.locator("button.line")).to_have_count(1)
    expect(page.locator("#numbers .wrong")).to_have_count(1)
    expect(attempt).to_have_attribute("aria-disabled", "true")
    assert violations(page) == []

    text.fill(OTHER)
    cable.cut()
    page.locator("#check").click()
    expect(page.locator("#told.bad")).to_be_visible()
    expect(text).to_have_value(OTHER)
    cable.mend()
    shelf.heard()
    page.locator("#check").click()
    expect(found).to_contain_text(change)
    expect(page.locator("#preview .tablet").first).to_contain_text(seen)
    assert violations(page) == []

    shelf.press("#try")
    expect(page.locator("#part-trial")).to_contain_text(tried)
    until(lambda: "Пречудово" in shelf.publishing.text("survey"), 30)
    assert violations(page) == []
    page.locator('[data-do="confirm"]').click()
    expect(page.locator("#part-trial .trial")).to_have_count(0)
    expect(page.locator(".history li").first.locator(".f-confirmed")).to_be_visible()
    expect(text).to_have_value(OTHER)


def test_a_playlist_is_begun_with_a_picture_and_goes_back_to_none(shelf: Shelf, tmp_path: Path):
    page = shelf.page
    shelf.open("/admin/files")
    page.get_by_role("link", name="Begin: Playlist").click()
    shelf.drawn()
    page.locator("#text").fill(f'[[slide]]\nfile = "{PICTURE.name}"\nseconds = 10\n')
    page.locator("#upload").set_input_files(PICTURE)
    expect(page.locator("#beside .beside-file")).to_contain_text(PICTURE.name)
    (tmp_path / "run.sh").write_text("x")
    page.locator("#upload").set_input_files(tmp_path / "run.sh")
    expect(page.locator("#told.bad")).to_contain_text("does not belong here")
    page.locator("#check").click()
    expect(page.locator("#preview img")).to_be_visible()
    page.wait_for_function("document.querySelector('#preview img').naturalWidth > 0")
    assert violations(page) == []
    shelf.press("#try")
    expect(page.locator("#beside .beside-file")).to_contain_text(PICTURE.name)
    assert PICTURE.name in shelf.publishing.text("playlist")
    shelf.press('[data-do="take-back"]')
    until(lambda: shelf.publishing.text("playlist") == "", 30)
    page.locator(".history li", has_text="tried").get_by_role("button").click()
    expect(page.locator("#text")).to_have_value(f'[[slide]]\nfile = "{PICTURE.name}"\nseconds = 10\n')
    expect(page.locator("#beside .beside-file")).to_have_count(1)


def test_a_survey_of_another_name_is_taken_from_a_file_of_any_name(shelf: Shelf, tmp_path: Path):
    page = shelf.page
    shelf.open("/admin/files")
    page.locator("#other").fill("survey-window-5")
    page.locator("#open").click()
    shelf.drawn()
    (tmp_path / "from the editor.json").write_text(OTHER)
    page.locator("#upload").set_input_files(tmp_path / "from the editor.json")
    expect(page.locator("#text")).to_have_value(OTHER)
    page.locator("#check").click()
    expect(page.locator("#try")).to_have_attribute("aria-disabled", "false")
