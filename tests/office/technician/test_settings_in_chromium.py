"""A technician sets something at a box from the page: Chromium, the real desk, and the box that takes it over TLS."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from broker.bus.appliance import Appliance
from broker.bus.clock import new_id
from broker.contracts.status import About
from office.doors.audit import PaperAudit
from provisioning.enrolment.wished import OfBox, wished
from provisioning.pairing.box import Box
from tests.broker.halls import PLAN
from tests.broker.until import until
from tests.office.at_the_desk import Desk
from tests.office.axe import violations
from tests.office.serving import token_of
from tests.office.technician.at_the_door import Door, at_the_door

pytestmark = pytest.mark.browser


class Room:
    """The page, and a box that was let in as `dispenser-1` and is on the bus."""

    def __init__(self, desk: Desk, door: Door, folder: Path) -> None:
        self.desk, self.door, self.folder = desk, door, folder
        self.let_in("dispenser-1", "dispenser", place="зал 1")

    def let_in(self, name: str, role: str, **settings: str | int) -> None:
        code = self.door.box(self.folder / name, f"box-of-{name}", role)
        self.door.hall.accept(code, name, role, **settings)
        self.door.standing.done()
        self.asks(name, role)
        bus = self.desk.client(name)
        about = About(role=role, version="1.0", place="зал 1")
        Appliance(bus, id=name, role=role, version="1.0", about=about, zone=PLAN.timezone).ready()
        bus.start()

    def asks(self, name: str = "dispenser-1", role: str = "dispenser", *, on_trial: bool = False) -> list[str]:
        """As its timer has it."""
        box = Box(self.folder / name, self.folder / name / "marks", lambda: on_trial)
        changed = box.ask(role, self.door.hall.server.port)
        self.door.on_bus.tell()
        return changed

    def file(self, name: str = "dispenser-1", role: str = "dispenser") -> dict[str, Any]:
        return tomllib.loads((self.folder / name / "roles" / f"{role}.toml").read_text("utf-8"))

    def open(self, lang: str = "uk", name: str = "dispenser-1") -> Page:
        page = self.desk.page
        page.goto(f"{self.desk.address}/technician?lang={lang}")
        page.locator(f'a[href="/technician/settings/{name}"]').click()
        expect(page.locator("#settings")).to_be_visible()
        return page

    def posts(self, who: str, **wish: Any) -> requests.Response:
        """What a page of ours would never send."""
        return requests.post(
            f"{self.desk.address}/technician/settings?lang=en",
            data=json.dumps(
                {"id": new_id(), "name": "dispenser-1", "settings": {}, **wish}, ensure_ascii=False
            ).encode(),
            headers={"x-cherha": "press", "content-type": "application/json"},
            cookies=token_of(self.desk.keeper, who),
            timeout=20,
        )


@pytest.fixture
def room(chromium: Browser, tmp_path: Path) -> Iterator[Room]:
    with ExitStack() as stack:
        desk = Desk(stack, chromium)
        desk.come("taras")
        door = stack.enter_context(at_the_door(tmp_path / "hall", desk.broker))
        yield Room(desk, door, tmp_path)
        assert desk.faults == []


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_all_mistakes_stand_at_their_fields_and_what_is_right_reaches_the_box(room: Room, lang: str) -> None:
    page = room.open(lang)
    assert violations(page) == []
    expect(page.locator("#set-place")).to_have_value("зал 1")
    page.fill("#set-roll", "1000")
    page.fill("#set-printer", "lpt1")
    page.select_option("#set-paper", "58")
    page.click("#send")
    for wrong in ("roll", "printer"):
        expect(page.locator(f"#wrong-{wrong}")).to_be_visible()
    expect(page.locator("#wrong-paper")).to_be_hidden()
    expect(page.locator("#told")).to_have_class("told bad")
    expect(page.locator("#set-printer")).to_be_focused()
    assert violations(page) == []
    assert room.asks() == [], "nothing of it was taken"
    page.fill("#set-roll", "62,5")
    page.fill("#set-printer", "net:10.0.0.7")
    room.desk.cable.cut()
    page.click("#send")
    expect(page.locator("#told")).to_have_text(page.locator("#settings").get_attribute("data-unsent") or "?")
    room.desk.cable.mend()
    expect(page.locator("html")).to_have_attribute("data-trust", "ok")
    page.click("#send")
    expect(page.locator("#told")).to_have_class("told good")
    expect(page.locator("#set-roll")).to_have_value("62,5" if lang == "uk" else "62.5")
    expect(page.locator("#part-standing p")).to_have_count(2)
    assert room.asks() == ["paper", "printer", "roll"]
    room.asks()
    expect(page.locator("#part-standing p")).to_have_count(1)
    assert room.file() | {"paper": 58, "roll": 62.5, "printer": "net:10.0.0.7"} == room.file()
    audit = room.desk.keeper.audit
    assert isinstance(audit, PaperAudit)
    assert ("box-set", "dispenser-1") in audit.boxes
    assert audit.notes[-1][1] == "taras"


def test_a_tablet_goes_to_another_window_and_speaks_for_that_one(room: Room) -> None:
    room.let_in("survey-1", "survey", window=1)
    page = room.open(name="survey-1")
    page.select_option("#set-window", "2")
    page.click("#send")
    expect(page.locator("#told")).to_have_class("told good")
    assert room.door.hall.desk.windows == {"survey-1": 1}, "until it has it"
    assert room.asks("survey-1", "survey") == ["window"]
    assert room.door.hall.desk.windows == {"survey-1": 2}
    assert (room.folder / "survey-1/marks/survey.due").exists(), "at once: its old window refuses it"


def test_what_somebody_else_has_changed_meanwhile_is_not_undone(room: Room) -> None:
    page = room.open()
    assert room.posts("taras", settings={"paper": "58"}).status_code == 200
    page.select_option("#set-paper", "80")
    page.click("#send")
    expect(page.locator("#told")).to_contain_text("«Ширина паперу»")
    room.asks()
    assert room.file()["paper"] == 58


def test_nobody_but_a_technician_sets_anything_and_no_value_does_harm(room: Room) -> None:
    before = room.file()
    assert room.posts("olena", settings={"paper": "58"}).status_code in (401, 403), "an operator"
    long = room.posts("taras", settings={"place": "ж" * 10_000, "printer": "file:/etc/passwd", "identity": "/tmp"})
    assert long.status_code == 409
    wrong = long.json()["wrong"]
    assert set(wrong) == {"place", "printer", "identity"}
    assert "10000" in wrong["place"]
    for place in ("зал\u202e", "зал\n1", "зал\u0000"):
        assert set(room.posts("taras", settings={"place": place}).json()["wrong"]) == {"place"}
    assert room.posts("taras", settings={"place": 5}).status_code == 400
    assert room.posts("taras", name="nobody").status_code == 409
    assert room.posts("taras", settings={"x": "y" * 40_000}).status_code == 413
    assert room.asks() == []
    assert room.file() == before


def test_what_a_box_did_not_take_stands_on_its_card_until_it_was_seen(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("provisioning.pairing.taking.pins", lambda: False)
    assert room.posts("taras", settings={"pins": "help=22"}).status_code == 200
    room.asks()
    room.asks()
    page = room.desk.page
    page.goto(f"{room.desk.address}/technician?lang=uk")
    expect(page.locator("#part-needing")).to_contain_text("Пристрій не взяв налаштувань: «Кнопки на дротах»")
    assert violations(page) == []
    page.locator('a[href="/technician/settings/dispenser-1"]').click()
    page.wait_for_url("**/settings/dispenser-1*", wait_until="load")  # a press before that is nobody's
    expect(page.locator("#part-standing .bad")).to_be_visible()
    page.locator("[data-seen]").click()
    until(lambda: room.asks() == [] and not room.file().get("pins"), 20)
    expect(page.locator("#part-standing .bad")).to_have_count(0)


def test_what_waits_for_a_new_version_and_what_was_too_old_stand_on_the_page(room: Room) -> None:
    register = room.door.hall.authority / "requests.json"
    room.asks()
    book = register.read_bytes()
    page = room.open()
    assert room.posts("taras", settings={"paper": "58"}).status_code == 200
    assert room.asks(on_trial=True) == []
    expect(page.locator("#part-standing")).to_contain_text("пробує нову версію")
    assert violations(page) == []
    assert room.asks() == ["paper"]
    register.write_bytes(book)  # the desk goes on from an old backup, and its clock is behind
    room.door.hall.desk.register.change_box("dispenser-1", lambda box, has: (_wished_long_ago(box), has))
    assert room.asks() == []
    expect(page.locator("#part-standing .bad")).to_contain_text("вже є новіші налаштування")
    assert violations(page) == []
    page.locator("[data-seen]").click()
    until(lambda: room.asks() == [] and room.file()["paper"] == 58, 20)
    expect(page.locator("#part-standing .bad")).to_have_count(0)


def _wished_long_ago(box: OfBox) -> OfBox:
    return wished(box, {"paper": "80"}, "dispenser", datetime(2025, 1, 2, tzinfo=UTC), at_once=False)
