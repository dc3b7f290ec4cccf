"""Signing in as a browser does it: PIN, card, wrong ones, lock, another window, and nobody without a session."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest
import requests

from broker.bus.memory import MemoryBroker
from office.doors.audit import PaperAudit
from office.doors.codes import card_digest
from office.doors.doorkeeper import Doorkeeper
from office.doors.person import SignIn, Staff, without
from office.doors.sessions import Sessions
from office.doors.staff_list import read_staff, write_staff
from office.doors.tries import Tries
from tests.broker.halls import PLAN
from tests.broker.until import until
from tests.office.hall_in_memory import HallInMemory, delivering
from tests.office.serving import DEMO, made_up_staff, serving

pytestmark = pytest.mark.fast

PRESS = {"x-cherha": "press"}


@dataclass
class Street:
    """Browsers before the door."""

    address: str
    keeper: Doorkeeper
    hall: HallInMemory
    browsers: list[requests.Session] = field(default_factory=list)

    def browser(self) -> requests.Session:
        self.browsers.append(requests.Session())
        return self.browsers[-1]

    def post(self, browser: requests.Session, path: str, **wish: Any) -> requests.Response:
        return browser.post(self.address + path, json=wish, headers=PRESS, timeout=20, allow_redirects=False)

    def get(self, browser: requests.Session, path: str) -> requests.Response:
        return browser.get(self.address + path, headers={"accept": "text/html"}, timeout=20, allow_redirects=False)

    def come(self, person: str, pin: str, page: str = "/") -> requests.Session:
        browser = self.browser()
        answer = self.post(browser, "/sign-in", person=person, pin=pin, next=page)
        assert answer.json()["status"] == "done", answer.text
        return browser

    @property
    def notes(self) -> list[tuple[str, str | None, int | None]]:
        assert isinstance(self.keeper.audit, PaperAudit)
        return list(self.keeper.audit.notes)


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[str, Doorkeeper, HallInMemory]]:
    broker = MemoryBroker()
    hall = HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
    with (
        delivering(broker),
        made_up_staff() as keeper,
        serving(PLAN, lambda name: broker.client(name, PLAN.hall.id), keeper=keeper) as (address, _),
    ):
        yield address, keeper, hall


@pytest.fixture
def street(place: tuple[str, Doorkeeper, HallInMemory]) -> Iterator[Street]:
    address, keeper, hall = place
    keeper.audit = PaperAudit()
    keeper._tries = Tries()
    keeper._sessions = Sessions(0.0)
    write_staff(keeper._folder, read_staff(DEMO))
    street = Street(address, keeper, hall)
    yield street
    for browser in street.browsers:
        browser.close()


SALT = "00112233445566778899aabbccddeeff"


def give_card(keeper: Doorkeeper, identity: str, card: str) -> None:
    staff = keeper.staff
    people = tuple(
        msgspec.structs.replace(each, card=card_digest(card, SALT)) if each.id == identity else each
        for each in staff.person
    )
    write_staff(keeper._folder, Staff(sign_in=SignIn(card_salt=SALT), person=people))


def test_nobody_sees_a_page_of_the_staff_without_signing_in(street: Street):
    sent_away = street.get(street.browser(), "/window/3?lang=en")
    assert (sent_away.status_code, sent_away.headers["location"]) == (
        303,
        "/sign-in?next=/window/3%3Flang%3Den&lang=en",
    )
    assert street.get(street.browser(), "/window/3/events").status_code == 401
    assert street.post(street.browser(), "/window/3/command", type="open-window", id="1").status_code == 401
    assert street.get(street.browser(), "/picture/board-1").status_code in (303, 401)


def test_a_pin_opens_the_window_that_was_asked_for_and_the_journal_is_told(street: Street):
    browser = street.come("olena", "1111", "/window/3")
    assert street.get(browser, "/window/3").status_code == 200
    assert street.notes[-1] == ("signed-in", "olena", 3)
    cookie = next(iter(browser.cookies))
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "strict"
    assert cookie.value not in str(street.keeper._sessions.all), "what a browser holds is not what we keep"


def test_a_press_carries_who_pressed_and_whoever_opens_a_window_is_its_operator(street: Street):
    browser = street.come("olena", "1111", "/window/3")
    street.post(browser, "/window/3/command", type="open-window", id="opened-by-olena")
    opened = next(event for event in street.hall.events if event.command == "opened-by-olena")
    assert (opened.staff, opened.by, opened.operator) == ("olena", "window-3", "olena")  # type: ignore[attr-defined]


@pytest.mark.parametrize("wish", [{"person": "olena", "pin": "9999"}, {"person": "nobody", "pin": "1111"}])
def test_a_wrong_pin_says_nothing_about_whose_it_is(street: Street, wish: dict[str, str]):
    refused = street.post(street.browser(), "/sign-in", **wish)
    assert (refused.status_code, refused.json()["message"]) == (403, "Не впізнано.")
    who = "olena" if wish["person"] == "olena" else None
    assert street.notes[-1] == ("wrong-code", who, None)


def test_the_third_wrong_pin_shuts_the_door_even_for_the_right_one(street: Street):
    browser = street.browser()
    for _ in range(3):
        street.post(browser, "/sign-in", person="petro", pin="9999")
    assert street.notes[-1] == ("locked-out", "petro", None)
    waits = street.post(browser, "/sign-in", person="petro", pin="2222")
    assert waits.status_code == 429
    assert waits.json()["message"].startswith("Забагато невдалих спроб. Спробуйте за")
    assert 0 < waits.json()["wait"] <= 30


def test_a_card_says_by_itself_whose_it_is(street: Street):
    give_card(street.keeper, "olena", "0012345678")
    browser = street.browser()
    answer = street.post(browser, "/sign-in", card="0012345678", next="/window/2")
    assert answer.json() == {"status": "done", "next": "/window/2"}
    assert street.post(street.browser(), "/sign-in", card="0012345679").status_code == 403
    assert "0012345678" not in (street.keeper._folder / "staff.toml").read_text()


def test_a_locked_session_shows_and_does_nothing_until_its_own_person_is_back(street: Street):
    browser = street.come("olena", "1111", "/window/3")
    assert street.post(browser, "/sign-in/lock").json()["state"] == "locked"
    assert street.get(browser, "/sign-in/state").json() == {"state": "locked"}
    assert street.get(browser, "/window/3").status_code == 303
    assert street.post(browser, "/window/3/command", type="call-next", id="2").status_code == 423
    assert "Олена" in street.get(browser, "/sign-in?next=/window/3").text
    give_card(street.keeper, "petro", "7777777777")
    assert street.post(browser, "/sign-in/unlock", card="7777777777").json()["message"] == "Це картка іншої людини."
    assert street.post(browser, "/sign-in/unlock", pin="9999").status_code == 403
    assert street.post(browser, "/sign-in/unlock", pin="1111").json() == {"status": "done"}
    assert street.get(browser, "/window/3").status_code == 200
    assert [what for what, _, _ in street.notes[-4:]] == ["signed-in", "locked", "wrong-code", "unlocked"]


def test_a_stream_falls_silent_with_the_lock_and_ends_with_the_session(street: Street):
    browser = street.come("olena", "1111", "/window/3")
    with browser.get(f"{street.address}/window/3/events", stream=True, timeout=20) as stream:
        lines = stream.iter_lines(decode_unicode=True)
        assert next(lines) == "event: view"
        street.post(browser, "/sign-in/lock")
        until_line(lines, 'data: {"state":"locked"}')
        street.post(browser, "/sign-in/out")
        until_line(lines, 'data: {"state":"signed-out"}')
        assert list(lines) in ([], [""])


def until_line(lines: Iterator[str], wanted: str) -> None:
    """Nothing of the hall comes between: at most what was on its way."""
    views = 0
    for line in lines:
        views += line == "event: view"
        if line == wanted:
            assert views <= 1
            return
    pytest.fail(f"the stream ended without {wanted}")


def test_an_operator_stands_at_one_window_and_moves_by_a_press(street: Street):
    browser = street.come("olena", "1111", "/window/3")
    elsewhere = street.get(browser, "/window/2")
    assert (elsewhere.status_code, "Перейти до вікна 2" in elsewhere.text) == (403, True)
    assert street.post(browser, "/window/2/command", type="open-window", id="3").status_code == 403
    assert street.post(browser, "/sign-in/move", window=2).json()["next"] == "/window/2"
    assert street.get(browser, "/window/2").status_code == 200
    assert street.get(browser, "/window/3").status_code == 403
    assert street.post(browser, "/sign-in/move", window=99).status_code == 400


def test_two_operators_cannot_stand_at_one_window(street: Street):
    first = street.come("olena", "1111", "/window/3")
    second = street.come("petro", "2222")
    assert street.get(first, "/window/3").status_code == 200
    taken = street.get(second, "/window/3")
    assert (taken.status_code, "Олена" in taken.text) == (403, True)
    street.post(second, "/sign-in/move", window=3)
    assert street.get(second, "/window/3").status_code == 200
    assert street.get(first, "/window/3").status_code == 403


def test_an_operator_who_opens_a_console_from_the_hall_page_stands_there(street: Street):
    browser = street.come("olena", "1111")
    assert street.get(browser, "/window/4").status_code == 200
    assert street.notes[-1] == ("moved", "olena", 4)


def test_a_manager_may_look_after_any_window(street: Street):
    browser = street.come("maria", "4444")
    for window in (1, 2, 3):
        assert street.get(browser, f"/window/{window}").status_code == 200


@pytest.mark.parametrize(
    ("person", "pin", "ways"),
    [
        ("olena", "1111", []),
        ("iryna", "3333", ["/reception"]),
        ("maria", "4444", ["/reception", "/manager"]),
        ("taras", "5555", ["/technician"]),
    ],
)
def test_the_hall_page_shows_the_ways_that_are_open_to_whoever_is_in(
    street: Street, person: str, pin: str, ways: list[str]
):
    browser = street.come(person, pin)
    page = street.get(browser, "/").text
    assert [way for way in ("/reception", "/manager", "/technician") if f'href="{way}"' in page] == ways
    assert all(street.get(browser, way).status_code == 200 for way in ways)


def test_who_signs_out_is_out(street: Street):
    browser = street.come("olena", "1111")
    token = browser.cookies.get("signed")
    street.post(browser, "/sign-in/out")
    browser.cookies.set("signed", token)
    assert street.get(browser, "/").status_code == 303


def test_whoever_leaves_the_staff_list_is_out_at_once(street: Street):
    browser = street.come("petro", "2222")
    asyncio.run(street.keeper.amend(lambda staff: without(staff, "petro")))
    assert street.get(browser, "/").status_code == 303
    assert ("signed-out", "petro", None) in street.notes


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"pin": "1111"},
        {"person": "olena"},
        {"person": "olena", "pin": "1111", "card": "12345678"},
        {"person": "olena", "pin": "12"},
        {"person": "О", "pin": "1111"},
        {"card": "a b"},
        {"nobody": 1},
    ],
)
def test_a_wish_that_is_none_is_invalid_and_costs_no_try(street: Street, body: dict[str, Any]):
    assert street.post(street.browser(), "/sign-in", **body).status_code == 400
    assert street.notes == []


def test_the_page_leads_nowhere_else(street: Street):
    browser = street.browser()
    answer = street.post(browser, "/sign-in", person="maria", pin="4444", next="//evil.example/")
    assert answer.json()["next"] == "/"
    assert street.get(browser, "/sign-in?next=https://evil.example/").headers["location"] == "/"


def test_a_session_locks_itself_when_no_hand_is_on_it():
    moment = [0.0]
    with made_up_staff() as other:
        keeper = Doorkeeper(other._folder, lock_after=60, now=lambda: moment[0], wall=lambda: 1000.0 + moment[0])
        person = keeper.staff.of("olena")
        assert person
        token, _ = keeper.let_in(person, 3)
        moment[0] = 59.0
        assert not keeper.upkeep()
        signed = keeper.who(token)
        assert signed
        keeper.alive(signed)
        moment[0] = 100.0
        assert not keeper.upkeep()
        moment[0] = 119.5
        assert keeper.upkeep()
        locked = keeper.who(token)
        assert locked
        assert locked.session.locked
        moment[0] = 15 * 3600.0
        assert keeper.upkeep(), "the working day is over"
        assert keeper.who(token) is None


def test_sessions_outlive_a_restart_of_the_office():
    with made_up_staff() as keeper:
        person = keeper.staff.of("olena")
        assert person
        token, _ = keeper.let_in(person, 3)
        again = Doorkeeper(keeper._folder, lock_after=60)
        signed = again.who(token)
        assert signed
        assert (signed.person.id, signed.window) == ("olena", 3)


def test_the_staff_list_is_read_again_when_it_changes(street: Street):
    staff_list = street.keeper._folder / "staff.toml"
    before = staff_list.read_text()
    try:
        staff_list.write_text(before + '\n[[person]]\nid = "new"\nname = "Новий"\nroles = ["operator"]\n')
        until(lambda: "Новий" in street.get(street.browser(), "/sign-in").text)
        staff_list.write_text("[[person]]\nid = 7\n")
        assert "Новий" in street.get(street.browser(), "/sign-in").text, "a broken file changes nothing"
        staff_list.write_text("")
        assert "Новий" in street.get(street.browser(), "/sign-in").text, "a file that is about to be written neither"
    finally:
        staff_list.write_text(before)
