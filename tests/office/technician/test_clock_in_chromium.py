"""A technician sets the clock that nobody keeps: Chromium, the real desk, and root's part on hands of paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from broker.bus.appliance import Appliance
from broker.bus.clock import new_id
from broker.bus.this_start import this_start
from broker.contracts import commands as c
from broker.contracts.status import About
from office.doors.audit import PaperAudit
from provisioning.clock import command
from provisioning.clock.at_desk import DeskClock
from provisioning.clock.rules import Keeper
from provisioning.updating import own_clock
from tests.broker.halls import PLAN
from tests.broker.until import until
from tests.office.at_the_desk import Desk
from tests.office.axe import violations
from tests.office.serving import token_of
from tests.office.technician.at_the_door import Door, at_the_door

pytestmark = pytest.mark.browser

HOURS = 3 * 3600 * 1000  # ms that the technician's telephone is ahead of the machine
WORDS = {"uk": ("відстає на 3 год", "Людина", "Такого часу ще не було"), "en": ("3 h 0 m", "A person", "is too early")}


class Room:
    """The page, the desk of a machine without a battery, and root, who looks when a test says so."""

    def __init__(self, desk: Desk, folder: Path, stack: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk, self.folder, self.keeper = desk, folder, None
        self.wanted, self.done, self.paper = folder / "wishes/wanted.json", folder / "done.json", folder / "paper.txt"
        self.wanted.parent.mkdir()
        monkeypatch.setattr(own_clock, "BY_HAND", folder / "told")
        monkeypatch.setattr(own_clock, "_TOLD", folder / "none")
        monkeypatch.setattr(own_clock, "_BATTERY", folder / "none")
        for name, value in (("BY_HAND", folder / "told"), ("DONE", self.done)):
            monkeypatch.setattr(command, name, value)
        monkeypatch.setenv("CHERHA_CLOCK", f"paper:{self.paper}")
        self.door: Door = stack.enter_context(
            at_the_door(folder / "hall", desk.broker, own_clock=DeskClock(self.wanted, self.done))
        )
        bus = desk.client("queue-master-1")
        about = About(role="queue-master", version="1.0")
        Appliance(bus, id=bus.client, role="queue-master", version="1.0", about=about, zone=PLAN.timezone).ready()
        bus.start()
        until(
            self.door.on_bus._hall_now, what="a word of the queue-master: before it, nobody knows what time it has seen"
        )

    def open(self, lang: str = "uk", ahead: int = 0) -> Page:
        page = self.desk.page
        if ahead:
            page.add_init_script(f"{{ const real = Date.now; Date.now = () => real() + {ahead}; }}")
            page.add_init_script(
                "{ const Real = Date; Date = class extends Real"
                " { constructor(...a) { a.length ? super(...a) : super(Real.now()); } }; }"
            )
        page.goto(f"{self.desk.address}/technician/clock?lang={lang}")
        return page

    def root(self) -> None:
        """As the unit has it, once the wish is there."""
        until(self.wanted.exists)
        command.main(["--wanted", str(self.wanted)])
        self.door.on_bus.tell()

    @property
    def shown(self) -> list[datetime]:
        return [datetime.fromisoformat(line) for line in self.paper.read_text().split()] if self.paper.exists() else []

    def posts(self, who: str, **wish: Any) -> requests.Response:
        return requests.post(
            f"{self.desk.address}/technician/clock?lang=en",
            data=json.dumps({"id": new_id(), **wish}),
            headers={"x-cherha": "press", "content-type": "application/json"},
            cookies=token_of(self.desk.keeper, who),
            timeout=60,
        )


@pytest.fixture
def room(chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    with ExitStack() as stack:
        desk = Desk(stack, chromium)
        desk.come("taras")
        yield Room(desk, tmp_path, stack, monkeypatch)
        assert desk.faults == []


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_the_time_of_the_telephone_is_shown_confirmed_and_set(room: Room, lang: str):
    late, person, _ = WORDS[lang]
    page = room.desk.page
    page.goto(f"{room.desk.address}/technician?lang={lang}")
    expect(page.locator("#part-needing")).to_contain_text("clock-unkept")
    expect(page.locator('#part-clock a[href="/technician/clock"]')).to_be_visible()
    page = room.open(lang, ahead=HOURS)
    expect(page.locator("#difference")).to_contain_text(late)
    expect(page.locator("#differs")).to_be_visible()
    assert violations(page) == []
    page.click("#set")
    expect(page.locator("#zone")).to_contain_text(PLAN.hall.timezone)
    expect(page.locator("#wanted")).to_contain_text(":")
    assert violations(page) == []
    page.click("#no")
    assert not room.wanted.exists(), "nothing is set that nobody has confirmed"
    page.click("#set")
    wanted = datetime.now(UTC) + timedelta(milliseconds=HOURS)
    page.click("#yes")
    room.root()
    expect(page.locator("#told")).to_have_class("told good")
    expect(page.locator("#part-kept")).to_contain_text(person)
    (shown,) = room.shown
    assert abs(shown - wanted) < timedelta(seconds=20)
    audit = room.desk.keeper.audit
    assert isinstance(audit, PaperAudit)
    assert ("clock-set", "taras", None) in audit.notes
    page.goto(f"{room.desk.address}/technician?lang={lang}")
    expect(page.locator("#part-fine")).to_contain_text("queue-master-1")
    expect(page.locator("#part-needing")).not_to_contain_text("clock-unkept")


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_a_time_typed_by_hand_is_of_the_hall_and_one_before_the_program_is_refused(room: Room, lang: str):
    page = room.open(lang)
    page.click("#set")
    page.check('[name="whose"][value="typed"]')
    page.fill('[name="typed"]', "2026-01-05T10:00:00")
    page.click("#yes")
    expect(page.locator("#wrong")).to_contain_text(WORDS[lang][2])
    expect(page.locator('[name="typed"]')).to_have_value("2026-01-05T10:00")
    assert not room.wanted.exists()
    hall = (datetime.now(UTC) + timedelta(days=2)).astimezone(PLAN.timezone).replace(microsecond=0)
    page.fill('[name="typed"]', hall.strftime("%Y-%m-%dT%H:%M:%S"))
    page.click("#yes")
    room.root()
    expect(page.locator("#sure")).to_be_hidden()
    (shown,) = room.shown
    assert timedelta(0) <= shown - hall < timedelta(seconds=30)


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_whose_tickets_end_with_the_day_is_said_before_the_time_is_set(room: Room, lang: str):
    for _ in range(2):
        room.desk.hall.do(c.TakeTicket, service="registration")
    page = room.open(lang)
    page.click("#set")
    expect(page.locator("#leap")).to_be_hidden()
    expect(page.locator("#another-day")).to_be_hidden()
    page.check('[name="whose"][value="typed"]')
    later = datetime.now(PLAN.timezone) + timedelta(days=3, minutes=5)
    page.fill('[name="typed"]', later.strftime("%Y-%m-%dT%H:%M:%S"))
    expect(page.locator("#leap")).to_contain_text("3")
    expect(page.locator("#another-day")).to_contain_text("2")
    assert violations(page) == []
    page.fill('[name="typed"]', datetime.now(PLAN.timezone).strftime("%Y-%m-%dT23:59:59"))
    expect(page.locator("#another-day")).to_be_hidden()


@pytest.mark.parametrize(
    ("kept", "boot", "folder"),
    [("network", "", True), ("nobody", "another", True), ("nobody", "", False), ("battery", "", True)],
    ids=["the network keeps it", "pages on another machine", "nobody here sets it", "a battery keeps it"],
)
def test_a_button_is_only_where_it_can_work(room: Room, kept: Keeper, boot: str, *, folder: bool):
    if not folder:
        room.wanted.parent.rmdir()
    clock = DeskClock(room.wanted, room.done, kept_by=lambda: kept, boot=lambda: boot or this_start())
    room.door.on_bus._own_clock = clock  # another machine under the same desk
    room.door.on_bus.tell()
    page = room.open()
    expect(page.locator(".keeper")).to_be_visible()
    expect(page.locator("#set")).to_have_count(1 if kept == "battery" else 0)
    if kept != "battery":
        answered = room.posts("taras", moment=datetime.now(UTC).isoformat())
        assert answered.status_code == 409
        assert not room.wanted.exists()


def test_only_a_technician_sets_it_and_nothing_but_one_time(room: Room):
    moment = datetime.now(UTC).isoformat()
    assert room.posts("olena", moment=moment).status_code == 403
    for wish in ({}, {"moment": moment, "typed": "2026-11-30T10:00:00"}, {"typed": "yesterday"}):
        assert room.posts("taras", **wish).status_code == 400
    assert not room.wanted.exists()


def test_a_hall_without_a_desk_says_whose_clock_it_is(chromium: Browser):
    """The demo, and machines of one's own."""
    with ExitStack() as stack:
        desk = Desk(stack, chromium)
        desk.come("taras")
        desk.page.goto(f"{desk.address}/technician/clock?lang=en")
        expect(desk.page.locator(".keeper")).to_contain_text("The machine itself")
        expect(desk.page.locator("#set")).to_have_count(0)
        assert desk.faults == []
