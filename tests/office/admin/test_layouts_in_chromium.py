"""A layout and a phrase of the hall's own in a real browser, from mistake to confirmation: drawn, heard, and taken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.broker.halls import PLAN
from tests.broker.until import until
from tests.office.admin.drafting import PaperBoard, voice
from tests.office.admin.test_files_in_chromium import Shelf
from tests.office.axe import violations

pytestmark = pytest.mark.browser

DARK = '[board]\nlike = "standard"\ntheme = "dark"\n'


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def shelf(stack: ExitStack, chromium: Browser, tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(stack, chromium, tmp_path)
    yield shelf
    assert shelf.desk.faults == []


def test_a_layout_is_checked_drawn_by_a_board_tried_and_confirmed(shelf: Shelf) -> None:
    page = shelf.page
    board = PaperBoard(shelf.desk.client("board-1"), PLAN)
    until(lambda: "board-1" in shelf.desk.live.standing().machines.by_id)
    shelf.open("/admin/files", "uk")
    page.locator('.shelf a[href="/admin/files/layout"]').click()
    shelf.drawn()
    text, found = page.locator("#text"), page.locator("#found")
    text.fill(DARK.replace("standard", "standart"))
    page.locator("#check").click()
    expect(found).to_contain_text("standard")
    expect(page.locator("#numbers .wrong")).to_have_text("2")
    expect(page.locator("#preview img")).to_have_count(0)
    text.fill(DARK)
    page.locator("#check").click()
    expect(found).to_contain_text("Табло: кольори")
    page.wait_for_function("() => [...document.querySelectorAll('#preview img')].some((each) => each.naturalWidth > 0)")
    expect(page.locator("#preview")).to_contain_text("Жодне табло не намалювало")  # it has no upright one
    assert violations(page) == []
    shelf.press("#try")
    until(lambda: 'theme = "dark"' in shelf.publishing.text("layout"), 30)
    expect(page.locator("#part-trial")).to_contain_text("на випробуванні")
    page.locator('[data-do="confirm"]').click()
    expect(page.locator(".history li").first.locator(".f-confirmed")).to_be_visible()
    assert {each["layout"] for each in board.asked} >= {DARK}


def test_a_phrase_is_found_changed_heard_tried_and_taken_back(shelf: Shelf, stack: ExitStack, tmp_path: Path) -> None:
    page = shelf.page
    announcer = voice(stack, shelf.desk.client("announcer-1"), PLAN, tmp_path / "voice")
    until(lambda: "announcer-1" in shelf.desk.live.standing().machines.by_id)
    shelf.open("/admin/files/phrases", "uk")
    shelf.drawn()
    text = page.locator("#text")
    page.locator("#find").fill("Пройдіть до вікна номер")
    page.locator('#shipped button[data-key="call.first"]').click()
    expect(text).to_have_value(
        text.input_value().split("[announcer]\ncall")[0].rstrip()
        + "\n\n[announcer]\n"
        + 'call.first = { uk = "Талон {letter}, {number}. Пройдіть до вікна номер {window}.",'
        + ' en = "Ticket {letter}, {number}. Please go to window number {window}." }\n'
    )
    assert violations(page) == []
    text.fill('[announcer]\ncall.first = { uk = "Запрошуємо: {letter}, {number}, вікно {window}." }\n')
    page.locator("#check").click()
    expect(page.locator("#found")).to_contain_text("Додано: Голос «call.first»")
    expect(page.locator("#found ul.note")).to_contain_text("англійською не написано")
    sound = page.locator("#preview audio")
    expect(page.locator("#preview strong")).to_have_text("Запрошуємо: а, сорок два, вікно п'ять.")
    sound.evaluate("(audio) => { audio.muted = true; return audio.play(); }")
    page.wait_for_function("Number.isFinite(document.querySelector('#preview audio').duration)")
    assert sound.evaluate("(audio) => audio.duration") > 0.5
    assert violations(page) == []
    before = announcer.phrases.template("uk", "call.first")
    shelf.press("#try")
    until(lambda: announcer.phrases.template("uk", "call.first").startswith("Запрошуємо"), 30)
    shelf.press('[data-do="take-back"]')
    until(lambda: announcer.phrases.template("uk", "call.first") == before, 30)
