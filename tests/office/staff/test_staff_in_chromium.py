"""The page of the staff in a real browser: a person's whole life in the hall, a list of many, and the network cut meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from office.doors.audit import PaperAudit
from office.doors.codes import pin_fits
from office.doors.person import Person
from office.doors.staff_list import read_staff
from tests.office.at_the_desk import Desk
from tests.office.axe import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Desk]:
    with ExitStack() as stack:
        desk = Desk(stack, chromium)
        desk.come("maria")
        yield desk
        assert desk.faults == []


def staff_page(desk: Desk, lang: str) -> Page:
    desk.page.goto(f"{desk.address}/staff?lang={lang}")
    expect(desk.page.locator("html")).to_have_attribute("data-trust", "ok")
    return desk.page


def press(page: Page, what: str, person: str = "") -> None:
    page.locator(f'[data-staff="{what}"]' + (f'[data-person="{person}"]' if person else "")).click()


def person(desk: Desk, identity: str) -> Person:
    known = read_staff(desk.keeper._folder).of(identity)
    assert known
    return known


def happened(desk: Desk) -> list[tuple[str, str]]:
    assert isinstance(desk.keeper.audit, PaperAudit)
    return [(what, whom) for what, whom, _ in desk.keeper.audit.people]


@pytest.mark.parametrize(
    ("lang", "none", "added"),
    [("uk", "Немає імені.", "Додано: Ігор Лис"), ("en", "There is no name.", "Added: Ігор Лис")],
    ids=["uk", "en"],
)
def test_somebody_is_added_once_though_the_network_falls_meanwhile(desk: Desk, lang: str, none: str, added: str):
    page = staff_page(desk, lang)
    assert violations(page) == []
    press(page, "add")
    form = page.locator("#person")
    form.locator("[type=submit]").click()
    expect(form.locator(".wrong li")).to_have_count(2)
    expect(form.locator(".wrong")).to_contain_text(none)
    expect(form.locator('[name="name"]')).to_have_attribute("aria-invalid", "true")
    assert violations(page) == []
    form.locator('[name="name"]').fill("Ігор Лис")
    form.locator('[value="operator"]').check()
    desk.cable.cut()
    form.locator("[type=submit]").click()
    expect(form.locator(".wrong")).to_have_text(page.locator("#staff").get_attribute("data-unsent") or "?")
    expect(form.locator('[name="name"]')).to_have_value("Ігор Лис")
    desk.cable.mend()

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/staff/add*", lose)  # it arrives, and its answer does not
    form.locator("[type=submit]").click()
    expect(form.locator("[type=submit]")).to_have_attribute("aria-disabled", "false")
    expect(page.locator('[data-member="ihor-l"]')).to_be_attached()
    page.unroute("**/staff/add*")
    form.locator("[type=submit]").click()
    expect(page.locator("#told")).to_contain_text(added)
    assert happened(desk) == [("staff-added", "ihor-l")], "once"
    pin = page.locator(".slip-pin").inner_text()
    assert pin_fits(person(desk, "ihor-l").pin, pin), "the one of the answer that was lost"
    assert violations(page) == []
    page.locator("#slips-done").click()
    assert pin not in page.content()


@pytest.mark.parametrize(("lang", "left"), [("uk", "Більше не працює"), ("en", "Works here no more")], ids=["uk", "en"])
def test_somebody_gets_another_role_a_pin_of_their_own_and_a_card_and_leaves(desk: Desk, lang: str, left: str):
    page = staff_page(desk, lang)
    desk.keeper.let_in(person(desk, "petro"), 3)
    expect(page.locator('[data-member="petro"] .s-serving')).to_contain_text("3")
    press(page, "change", "petro")
    page.locator('#person [value="reception"]').check()
    page.locator("#person [type=submit]").click()
    expect(page.locator('[data-member="petro"] .role')).to_have_count(2)

    press(page, "pin", "petro")
    own = page.locator("#pin")
    own.locator('[value="own"]').check()
    own.locator('[name="pin"]').fill("48215")
    own.locator('[name="again"]').fill("48216")
    own.locator("[type=submit]").click()
    expect(own.locator(".wrong")).to_have_text(page.locator("#staff").get_attribute("data-differ") or "?")
    assert violations(page) == []
    own.locator('[name="again"]').fill("48215")
    own.locator("[type=submit]").click()
    expect(own).not_to_be_visible()
    expect(page.locator("#slips")).not_to_be_visible()
    assert pin_fits(person(desk, "petro").pin, "48215")
    expect(page.locator('[data-member="petro"].w-away')).to_be_attached()

    press(page, "card", "petro")
    expect(page.locator('#card [name="card"]')).to_be_focused()
    assert violations(page) == []
    page.keyboard.type("0012345678")  # as a reader does
    page.keyboard.press("Enter")
    expect(page.locator("#card")).not_to_be_visible()
    assert person(desk, "petro").card

    press(page, "remove", "petro")
    expect(page.locator("#sure")).to_be_visible()
    assert violations(page) == []
    page.locator("#sure-yes").click()
    expect(page.locator("#told")).to_contain_text(left)
    expect(page.locator('[data-member="petro"]')).to_have_count(0)


@pytest.mark.parametrize(("lang", "near"), [("uk", "Може, «оператор»?"), ("en", "Did you mean “")], ids=["uk", "en"])
def test_a_list_of_people_is_mended_added_and_printed(desk: Desk, lang: str, near: str):
    page = staff_page(desk, lang)
    press(page, "list")
    text, wrong = page.locator("#list-text"), page.locator("#list-wrong")
    text.fill("Олег Бондар; опиратор; 1\nАнна Бойко; рецепція; 999")
    page.locator("#list-look").click()
    expect(wrong.locator("li")).to_have_count(2)
    expect(wrong).to_contain_text(near)
    expect(page.locator("#list-add")).to_have_attribute("aria-disabled", "true")
    assert violations(page) == []
    text.fill("Олег Бондар; оператор; 1\nАнна Бойко; рецепція")
    desk.cable.cut()
    page.locator("#list-look").click()
    expect(wrong).to_have_text(page.locator("#staff").get_attribute("data-unsent") or "?")
    desk.cable.mend()
    page.locator("#list-look").click()
    expect(page.locator("#list-rows tr")).to_have_count(2)
    assert violations(page) == []
    page.locator("#list-add").click()
    slips = page.locator(".slip")
    expect(slips).to_have_count(2)
    expect(slips.first.locator(".slip-address")).to_have_text(f"{desk.address}/window/1")
    for slip, code in ((slips.first, "oleh-b"), (slips.last, "anna-b")):
        assert pin_fits(person(desk, code).pin, slip.locator(".slip-pin").inner_text())
    assert violations(page) == []
    page.emulate_media(media="print")
    expect(slips.last).to_be_visible()
    for hidden in (".crew", ".top", "#slips-print", "#told"):
        expect(page.locator(hidden)).not_to_be_visible()
    page.emulate_media(media="screen")
    page.locator("#slips-done").click()
    expect(slips).to_have_count(0)


def test_whoever_mistyped_is_let_in_again_and_the_last_manager_stays(desk: Desk):
    page = staff_page(desk, "uk")
    for _ in range(3):
        desk.keeper._tries.count("petro", "10.0.0.5", desk.keeper._now())
    shut = page.locator('[data-member="petro"].shut')
    expect(shut).to_be_visible()
    assert violations(page) == []
    press(page, "let-in", "petro")
    page.locator("#sure-yes").click()
    expect(shut).to_have_count(0)

    everybody = page.locator('[data-staff="remove"][data-person="all-roles"]')
    everybody.click()
    page.locator("#sure-yes").click()
    expect(page.locator('[data-member="all-roles"]')).to_have_count(0)
    last = page.locator('[data-staff="remove"][data-person="maria"]')
    expect(last).to_have_attribute("aria-disabled", "true")
    last.press("Enter")
    expect(page.locator("#told.bad")).to_contain_text("Більше нікому керувати")
    expect(page.locator("#sure")).not_to_be_visible()


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_of_the_page_sticks_out_and_a_technician_only_looks(desk: Desk, size: tuple[int, int]):
    page = desk.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    staff_page(desk, "uk")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    desk.come("taras")
    staff_page(desk, "en")
    expect(page.locator("#part-shut")).to_contain_text("changed by the manager")
    expect(page.locator("[data-staff]")).to_have_count(0)
    assert violations(page) == []
