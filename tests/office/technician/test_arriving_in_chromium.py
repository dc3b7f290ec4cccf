"""A box asks over TLS, a technician lets it in from the page: Chromium, the real desk, a network cut in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from office.doors.audit import PaperAudit
from tests.broker.until import until
from tests.office.at_the_desk import Desk
from tests.office.axe import violations
from tests.office.technician.at_the_door import Door, at_the_door
from tests.provisioning.replacing.in_office import InOffice

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Desk]:
    with ExitStack() as stack:
        desk = Desk(stack, chromium)
        desk.come("taras")
        yield desk
        assert desk.faults == []


@pytest.fixture
def door(desk: Desk, tmp_path: Path) -> Iterator[Door]:
    with at_the_door(tmp_path / "hall", desk.broker) as door:
        yield door


@pytest.mark.parametrize(("lang", "done"), [("uk", "впущено"), ("en", "is let in")])
def test_a_box_is_let_in_with_the_code_it_shows_though_the_network_falls_meanwhile(
    desk: Desk, door: Door, tmp_path: Path, lang: str, done: str
):
    code = door.box(tmp_path / "box")
    page = desk.page
    page.goto(f"{desk.address}/technician?lang={lang}")
    expect(page.locator(".newcomer")).to_contain_text("box-17")
    assert violations(page) == []
    page.locator('[data-arrive="identify"]').click()
    assert door.standing.identified.wait(30)
    page.locator('[data-arrive="accept"]').click()
    expect(page.locator('#let-in [name="role"]')).to_have_value("dispenser")
    expect(page.locator('#let-in [name="name"]')).to_have_value("dispenser-1")
    page.fill('#let-in [name="code"]', "2222-2222")
    page.click("#let-in-yes")
    expect(page.locator("#let-in-wrong")).to_be_visible()
    assert violations(page) == []
    page.fill('#let-in [name="code"]', code.lower().replace("-", ""))
    desk.cable.cut()
    page.click("#let-in-yes")
    expect(page.locator("#let-in-wrong")).to_have_text(page.locator("#let-in").get_attribute("data-lost") or "?")
    desk.cable.mend()
    page.click("#let-in-yes")
    expect(page.locator("#told")).to_contain_text(done)
    expect(page.locator("#let-in")).not_to_be_visible()
    door.standing.done()
    assert door.standing.answer
    assert door.standing.answer.name == "dispenser-1"
    door.on_bus.tell()
    expect(page.locator(".newcomer")).to_have_count(0)
    audit = desk.keeper.audit
    assert isinstance(audit, PaperAudit)
    assert audit.boxes == [("box-let-in", "dispenser-1")]
    assert ("box-wrong-code", "taras", None) in audit.notes


@pytest.mark.parametrize(
    "words",
    [("uk", "Обрано на пристрої: Табличка вікна", 1366), ("en", "Chosen at the box: Window sign", 390)],
    ids=["uk", "en on a phone"],
)
def test_what_was_touched_at_the_box_is_chosen_beforehand_and_needs_the_code_all_the_same(
    desk: Desk, door: Door, tmp_path: Path, words: tuple[str, str, int]
):
    lang, chosen, width = words
    code = door.box(tmp_path / "box", role="")
    page = desk.page
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{desk.address}/technician?lang={lang}")
    expect(page.locator(".newcomer")).not_to_contain_text(chosen)
    door.touch("window-sign")
    expect(page.locator(".newcomer")).to_contain_text(chosen)
    assert violations(page) == []
    page.locator('[data-arrive="accept"]').click()
    expect(page.locator("#let-in-hardware")).to_have_text(f"box-17 · {chosen}")
    expect(page.locator('#let-in [name="role"]')).to_have_value("window-sign")
    expect(page.locator('#let-in [name="name"]')).to_have_value("window-sign-1")
    expect(page.locator('#let-in [name="window"]')).to_have_value("1")
    page.fill('#let-in [name="code"]', "2222-2222")
    page.click("#let-in-yes")
    expect(page.locator("#let-in-wrong")).to_be_visible()
    assert door.standing.answer is None
    page.select_option('#let-in [name="role"]', "survey")  # the technician decides
    page.fill('#let-in [name="code"]', code)
    page.click("#let-in-yes")
    expect(page.locator("#told")).to_contain_text("survey-1")
    door.standing.done()
    assert door.standing.answer
    assert (door.standing.answer.role, door.standing.settings["window"]) == ("survey", 1)


def test_on_a_telephone_a_refusal_and_the_buttons_are_in_sight_together(desk: Desk, door: Door, tmp_path: Path):
    door.box(tmp_path / "box")
    page = desk.page
    page.set_viewport_size({"width": 360, "height": 560})
    page.goto(f"{desk.address}/technician?lang=uk")
    page.locator('[data-arrive="accept"]').click()
    expect(page.locator("#let-in-yes")).to_be_in_viewport(ratio=1)
    page.fill('#let-in [name="code"]', "2222-2222")
    page.click("#let-in-yes")
    for part in ("#let-in-wrong", "#let-in-no", "#let-in-yes"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    assert violations(page) == []


def test_a_new_box_takes_the_place_of_a_dead_one_and_who_is_revoked_is_out(desk: Desk, door: Door, tmp_path: Path):
    first = door.box(tmp_path / "old")
    door.hall.accept(first, "dispenser-1", "dispenser", place="зал 1")
    door.standing.done()
    code = door.box(tmp_path / "new", "box-18", role="")
    page = desk.page
    page.goto(f"{desk.address}/technician?lang=uk")
    page.locator('[data-arrive="accept"]').click()
    page.select_option('#let-in [name="instead"]', "dispenser-1")
    expect(page.locator("#as-new")).not_to_be_visible()
    expect(page.locator("#replace-hint")).to_be_visible()
    page.fill('#let-in [name="code"]', code)
    page.click("#let-in-yes")
    expect(page.locator("#told")).to_contain_text("dispenser-1")
    door.standing.done()
    assert door.standing.settings["place"] == "зал 1"
    members = door.hall.desk.authority.members
    assert [(m.hardware, m.revoked) for m in members if m.name == "dispenser-1"] == [
        ("box-17", True),
        ("box-18", False),
    ]
    door.on_bus.tell()
    page.locator("#members summary").click()
    page.locator('[data-member="dispenser-1"]').click()
    expect(page.locator("#sure")).to_be_visible()
    assert violations(page) == []
    assert "dispenser-1" in door.hall.desk.authority.names
    page.locator("#sure-yes").click()
    until(lambda: "dispenser-1" not in door.hall.desk.authority.names)
    expect(page.locator("#members .revoked")).to_have_count(1)


@pytest.mark.parametrize(
    "words", [("uk", "вкрадено", "бере з цієї"), ("en", "stolen", "fetches everything")], ids=["uk", "en"]
)
def test_where_the_standby_decides_a_lost_first_machine_is_shut_out_and_a_new_one_takes_its_place(
    desk: Desk, tmp_path: Path, words: tuple[str, str, str]
):
    lang, stolen, takes = words
    with at_the_door(tmp_path / "hall", desk.broker, InOffice) as door:
        code = door.box(tmp_path / "new", "box-18", role="")
        page = desk.page
        page.goto(f"{desk.address}/technician?lang={lang}")
        page.locator("#members summary").click()
        page.locator('[data-member="queue-master"]').click()
        expect(page.locator("#sure")).to_be_visible()
        assert violations(page) == []
        told = page.locator("#sure-tells").inner_text().split("\n\n")
        assert len(told) == 3, "when, what it means, and what if it is not lost: each alone"
        assert stolen in told[2]
        page.locator("#sure-yes").click()
        until(lambda: "queue-master" not in door.hall.desk.authority.names)
        door.on_bus.tell()
        expect(page.locator("#members .revoked").first).to_be_visible()

        page.locator('[data-arrive="accept"]').click()
        page.fill('#let-in [name="code"]', code)
        page.select_option('#let-in [name="instead"]', "queue-master")
        expect(page.locator("#first-hint")).to_be_visible()
        expect(page.locator("#replace-hint")).not_to_be_visible()
        assert violations(page) == []
        page.click("#let-in-yes")
        expect(page.locator("#told")).to_contain_text(takes)
        door.standing.done()
        assert door.standing.answer
        assert door.standing.answer.role == "queue-master"
        assert door.hall.door(door.standing.identity).packed().state == "packed"
        audit = desk.keeper.audit
        assert isinstance(audit, PaperAudit)
        assert audit.boxes == [("box-revoked", "queue-master"), ("box-replaced", "queue-master")]
