"""One's own PIN in a real browser, by the keyboard alone, with the network cut meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from office.doors.audit import PaperAudit
from office.doors.codes import pin_fits
from office.doors.staff_list import read_staff
from tests.office.at_the_desk import Desk
from tests.office.axe import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Desk]:
    with ExitStack() as stack:
        desk = Desk(stack, chromium)
        desk.come("olena", 1)
        yield desk
        assert desk.faults == []


def typed(desk: Desk, *pins: str) -> None:
    """Into the fields one after another, from the first, and Enter."""
    desk.page.locator("[name=old]").focus()
    for field, pin in zip(("old", "pin", "again"), pins, strict=True):
        expect(desk.page.locator(f"[name={field}]")).to_be_focused()
        desk.page.keyboard.press("Control+A")
        desk.page.keyboard.type(pin)
        if field != "again":
            desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("lang", "size", "differ", "done"),
    [
        ("uk", (1366, 768), "Два нові PIN-коди різні.", "PIN змінено."),
        ("en", (390, 844), "The two new PINs differ.", "The PIN is changed."),
    ],
    ids=["uk", "en-phone"],
)
def test_a_pin_is_changed_once_by_the_keyboard_though_the_network_falls_meanwhile(
    desk: Desk, lang: str, size: tuple[int, int], differ: str, done: str
):
    page = desk.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{desk.address}/?lang={lang}")
    page.locator("a.who-name").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#own-pin")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    typed(desk, "1111", "48215", "48216")
    expect(page.locator("#own-pin-told")).to_contain_text(differ)
    expect(page.locator("[name=again]")).to_be_focused()
    assert violations(page) == []
    desk.cable.cut()
    typed(desk, "1111", "48215", "48215")
    expect(page.locator("#own-pin-told")).to_contain_text({"uk": "Немає зв'язку", "en": "no connection"}[lang])
    desk.cable.mend()
    page.locator("[name=again]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#own-pin-done")).to_contain_text(done)
    assert violations(page) == []
    olena = read_staff(desk.keeper._folder).of("olena")
    assert olena
    assert pin_fits(olena.pin, "48215")
    assert isinstance(desk.keeper.audit, PaperAudit)
    assert desk.keeper.audit.people == [("staff-pin", "olena", ())]
    page.goto(f"{desk.address}/window/1?lang={lang}")
    expect(desk.button("open-window")).to_be_attached()
