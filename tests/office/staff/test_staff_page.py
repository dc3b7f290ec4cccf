"""The page of the staff from a browser's side: who may press what, what it does to whoever is in, what the journal hears."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests

from broker.bus.memory import MemoryBroker
from broker.contracts import commands as c
from office.doors import staff_command
from office.doors.audit import PaperAudit
from office.doors.codes import pin_fits
from office.doors.doorkeeper import Doorkeeper
from office.doors.person import Person, Staff, with_person, without
from office.doors.sessions import Sessions
from office.doors.staff_list import FILE, read_staff, write_staff
from office.doors.tries import Tries
from tests.broker.halls import PLAN
from tests.broker.until import until
from tests.office.hall_in_memory import HallInMemory, beating, delivering
from tests.office.serving import DEMO, made_up_staff, serving, token_of

pytestmark = pytest.mark.fast
PRESSES = count()


@dataclass
class Room:
    """The page, and browsers before it."""

    address: str
    keeper: Doorkeeper

    @property
    def folder(self) -> Path:
        return self.keeper._folder

    @property
    def staff(self) -> Staff:
        return read_staff(self.folder)

    def come(self, person: str, window: int | None = None) -> dict[str, str]:
        return token_of(self.keeper, person, window)

    def press(self, cookies: dict[str, str], what: str, press: str | None = None, **wish: Any) -> requests.Response:
        return requests.post(
            f"{self.address}/staff/{what}?lang=uk",
            json={"press": press or f"press-{next(PRESSES)}", **wish},
            headers={"x-cherha": "press"},
            cookies=cookies,
            timeout=30,
        )

    def done(self, cookies: dict[str, str], what: str, **wish: Any) -> dict[str, Any]:
        answer = self.press(cookies, what, **wish)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def inside(self, cookies: dict[str, str]) -> bool:
        answer = requests.get(f"{self.address}/sign-in/state", cookies=cookies, timeout=20)
        return bool(answer.json()["state"] == "in")

    def change(self, staff: Staff) -> None:
        write_staff(self.folder, staff)

    @property
    def told(self) -> list[tuple[str, str, tuple[str, ...]]]:
        assert isinstance(self.keeper.audit, PaperAudit)
        return list(self.keeper.audit.people)


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[str, Doorkeeper]]:
    broker = MemoryBroker()
    hall = HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
    with (
        delivering(broker),
        beating(hall),
        made_up_staff() as keeper,
        serving(PLAN, lambda name: broker.client(name, PLAN.hall.id), keeper=keeper) as (address, _),
    ):
        yield address, keeper


@pytest.fixture
def room(place: tuple[str, Doorkeeper]) -> Room:
    address, keeper = place
    keeper.audit, keeper._tries, keeper._sessions = PaperAudit(), Tries(), Sessions(0.0)
    people = tuple(each for each in read_staff(DEMO).person if each.id != "all-roles")
    write_staff(keeper._folder, Staff(person=people))
    return Room(address, keeper)


def test_somebody_is_added_with_a_pin_that_is_told_once_and_kept_as_a_hash(room: Room):
    maria = room.come("maria")
    reply = room.done(maria, "add", name=" Олена   Коваль ", roles=["reception", "operator"])
    (slip,) = reply["slips"]
    person = room.staff.of("olena-k")
    assert person
    assert (slip["name"], slip["code"], person.roles) == ("Олена Коваль", "olena-k", ("operator", "reception"))
    assert pin_fits(person.pin, slip["pin"])
    assert slip["pin"] not in (room.folder / FILE).read_text()
    assert room.told == [("staff-added", "olena-k", ("operator", "reception"))]
    page = requests.get(f"{room.address}/staff", cookies=maria, timeout=20).text
    assert "Олена Коваль" in page
    assert slip["pin"] not in page
    assert room.keeper.audit.notes[-1] == ("staff-added", "maria", None)  # type: ignore[attr-defined]


def test_a_pin_that_the_person_typed_is_told_to_nobody(room: Room):
    reply = room.done(room.come("maria"), "add", name="Ігор", person="ihor", roles=["operator"], pin="48215")
    assert reply["slips"] == []
    assert "48215" not in str(reply)
    ihor = room.staff.of("ihor")
    assert ihor
    assert pin_fits(ihor.pin, "48215")


def test_all_mistakes_of_a_form_come_at_once_and_nothing_is_changed(room: Room):
    answer = room.press(room.come("maria"), "add", name="Олена", person="Olena!", roles=[], pin="1111")
    assert answer.status_code == 409
    assert [each["field"] for each in answer.json()["mistakes"]] == ["name", "person", "roles", "pin"]
    assert room.told == []
    assert len(room.staff.person) == 5


def test_the_same_press_again_is_one_and_gets_the_same_pin(room: Room):
    """Its answer was lost on the way."""
    maria = room.come("maria")
    wish = {"name": "Ігор", "roles": ["operator"]}
    first, again = (room.press(maria, "add", press="one", **wish).json() for _ in range(2))
    assert first == again
    assert room.told == [("staff-added", "ihor", ("operator",))]
    other = room.press(room.come("maria"), "add", press="one", **wish)
    assert other.status_code == 409, "another session's press is its own"
    assert first["slips"][0]["pin"] not in other.text


@pytest.mark.parametrize("who", ["taras"])
def test_a_technician_looks_and_changes_nothing_while_there_is_a_manager(room: Room, who: str):
    taras = room.come(who)
    page = requests.get(f"{room.address}/staff?lang=uk", cookies=taras, timeout=20).text
    assert "Змінює цей список керівник: Марія." in page
    assert "data-staff=" not in page
    for what, wish in (
        ("add", {"name": "Я", "roles": ["manager"]}),
        ("change", {"person": who, "name": "Тарас", "roles": ["manager"], "was_name": "", "was_roles": []}),
        ("pin", {"person": "maria"}),
        ("card", {"person": "maria", "card": "12345678"}),
        ("remove", {"person": "maria"}),
        ("let-in", {"person": "maria"}),
        ("list", {"text": "Я; manager"}),
    ):
        refused = room.press(taras, what, **wish)
        assert (refused.status_code, refused.json()["message"]) == (409, "Список працівників змінює керівник.")
    assert {person.id for person in room.staff.person} == {"olena", "petro", "iryna", "maria", "taras"}
    assert room.keeper.audit.notes.count(("not-allowed", who, None)) == 7  # type: ignore[attr-defined]


def test_a_technician_stands_in_and_what_they_make_of_themselves_is_told(room: Room):
    room.change(without(room.staff, "maria"))
    taras = room.come("taras")
    was = {"was_name": "Тарас", "was_roles": ["technician"]}
    room.done(taras, "change", person="taras", name="Тарас", roles=["technician", "manager"], **was)
    assert room.told == [("staff-roles", "taras", ("manager", "technician"))]


def test_whoever_is_left_alone_with_the_list_cannot_leave_it(room: Room):
    maria = room.come("maria")
    was = {"was_name": "Марія", "was_roles": ["manager"]}
    for what, wish in (
        ("remove", {"person": "maria"}),
        ("change", {"person": "maria", "name": "Марія", "roles": ["operator"], **was}),
    ):
        refused = room.press(maria, what, **wish)
        assert refused.status_code == 409
        assert "Більше нікому керувати" in refused.json()["message"]
    assert room.told == []
    room.done(maria, "add", name="Ольга", roles=["manager"])
    room.done(maria, "remove", person="maria")
    assert not room.inside(maria)
    assert [note[:2] for note in room.told] == [("staff-added", "olha"), ("staff-removed", "maria")]


def test_a_new_pin_ends_the_sessions_of_the_one_and_not_of_whoever_gave_it(room: Room):
    maria, elsewhere, olena = room.come("maria"), room.come("maria"), room.come("olena", 3)
    pin = room.done(maria, "pin", person="olena")["slips"][0]["pin"]
    assert not room.inside(olena)
    person = room.staff.of("olena")
    assert person
    assert pin_fits(person.pin, pin)
    assert person.told_pin == "", "the old one is told to nobody any more"
    room.done(maria, "pin", person="maria", pin="90417")
    assert room.inside(maria)
    assert not room.inside(elsewhere)
    assert ("signed-out", "olena", 3) in room.keeper.audit.notes  # type: ignore[attr-defined]


def test_a_card_has_one_person_and_a_new_one_takes_the_place_of_the_old(room: Room):
    maria = room.come("maria")
    room.done(maria, "card", person="olena", card="0012345678")
    olena = room.come("olena", 3)
    taken = room.press(maria, "card", person="petro", card="0012345678")
    assert taken.json()["mistakes"][0]["what"] == "Це картка іншої людини: Олена."
    room.done(maria, "card", person="olena", card="0087654321")
    assert not room.inside(olena), "whoever found the old one is out"
    room.done(maria, "card", person="petro", card="0012345678")
    petro = room.come("petro", 2)
    room.done(maria, "card", person="petro", card="")
    assert not room.inside(petro)
    assert [note[0] for note in room.told] == ["staff-card", "staff-card", "staff-card", "staff-card-gone"]
    assert "0087654321" not in (room.folder / FILE).read_text()


def test_the_first_card_throws_nobody_out_of_their_work(room: Room):
    olena = room.come("olena", 3)
    room.done(room.come("maria"), "card", person="olena", card="0012345678")
    assert room.inside(olena)


def test_whoever_is_no_operator_any_more_stands_at_no_window(room: Room):
    room.come("olena", 3)
    wish = {"person": "olena", "name": "Олена", "was_name": "Олена", "was_roles": ["operator"]}
    room.done(room.come("maria"), "change", roles=["reception"], **wish)
    assert room.keeper.at(3) is None


def test_a_stream_that_is_not_theirs_any_more_ends(room: Room):
    iryna = room.come("iryna")
    stream = requests.get(f"{room.address}/reception/events", cookies=iryna, stream=True, timeout=20)
    lines = stream.iter_lines()
    assert next(lines) == b"event: view"
    wish = {"person": "iryna", "name": "Ірина", "was_name": "Ірина", "was_roles": ["reception"]}
    room.done(room.come("maria"), "change", roles=["operator"], **wish)
    assert b"event: door" in islice(lines, 60), "instead of twenty beats"


def test_who_was_changed_by_somebody_else_meanwhile_is_not_overwritten(room: Room):
    maria = room.come("maria")
    olena = room.staff.of("olena")
    assert olena
    room.change(with_person(room.staff, msgspec.structs.replace(olena, roles=("operator", "reception"))))
    wish = {"person": "olena", "name": "Олена К.", "was_name": "Олена", "was_roles": ["operator"]}
    refused = room.press(maria, "change", roles=["operator"], **wish)
    assert "тим часом змінив хтось інший" in refused.json()["message"]
    assert room.staff.of("olena") != olena


def test_the_command_line_and_the_page_lose_nothing_to_each_other(room: Room, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CHERHA_STATE_DIR", str(room.folder))
    maria = room.come("maria")

    def command() -> None:
        for number in range(4):
            staff_command.main(["add", f"cli-{number}", "--role", "operator", "--draw"])

    terminal = threading.Thread(target=command)
    terminal.start()
    for number in range(4):
        room.done(maria, "add", name=f"Page {number}", person=f"page-{number}", roles=["operator"])
    terminal.join()
    both = {f"{kind}-{number}" for kind in ("cli", "page") for number in range(4)}
    assert both <= {person.id for person in room.staff.person}
    until(lambda: both <= {whom for _, whom, _ in room.told})


def test_a_broken_list_is_told_and_left_as_it_is(room: Room):
    maria = room.come("maria")
    broken = (room.folder / FILE).read_text() + "\n[[person]]\nid = 7\n"
    (room.folder / FILE).write_text(broken)
    refused = room.press(maria, "add", name="Ігор", roles=["operator"])
    assert "зіпсовано" in refused.json()["message"]
    assert (room.folder / FILE).read_text() == broken


def wrong_pins(room: Room, person: str, times: int = 3) -> None:
    for _ in range(times):
        requests.post(
            f"{room.address}/sign-in",
            json={"person": person, "pin": "9999"},
            headers={"x-cherha": "press"},
            timeout=20,
        )


def signs_in(room: Room, person: str, pin: str) -> int:
    wish = {"person": person, "pin": pin}
    return requests.post(f"{room.address}/sign-in", json=wish, headers={"x-cherha": "press"}, timeout=20).status_code


def test_whoever_mistyped_too_often_is_let_in_again(room: Room):
    maria = room.come("maria")
    wrong_pins(room, "petro")
    assert signs_in(room, "petro", "2222") == 429
    page = requests.get(f"{room.address}/staff?lang=uk", cookies=maria, timeout=20).text
    assert "Забагато хибних PIN." in page
    assert "Впустити знову" in page
    room.done(maria, "let-in", person="petro")
    assert signs_in(room, "petro", "2222") == 200
    assert ("staff-let-in", "petro", ()) in room.told


def test_a_machine_from_which_too_much_was_tried_is_opened_again(room: Room):
    for number in range(5):
        wrong_pins(room, f"nobody-{number}")
    assert signs_in(room, "petro", "2222") == 429
    room.done(room.come("maria"), "let-in", address="127.0.0.1")
    assert signs_in(room, "petro", "2222") == 200


def test_a_list_is_looked_at_and_then_all_of_it_is_added_or_none(room: Room):
    maria = room.come("maria")
    wrong = room.press(maria, "list", text="Олег; оператор\nАнна; шеф", look=True)
    assert [each["line"] for each in wrong.json()["mistakes"]] == [2]
    assert room.press(maria, "list", text="Олег; оператор\nАнна; шеф").status_code == 409
    assert len(room.staff.person) == 5
    text = "Олег Бондар; оператор; 1\nАнна Бойко; рецепція"
    seen = room.done(maria, "list", text=text, look=True)
    assert [(each["code"], each["roles"]) for each in seen["people"]] == [
        ("oleh-b", ["оператор"]),
        ("anna-b", ["рецепція"]),
    ]
    assert seen["slips"] == []
    assert room.told == []
    slips = room.done(maria, "list", text=text)["slips"]
    assert [(each["code"], each["window"]) for each in slips] == [("oleh-b", 1), ("anna-b", 0)]
    for slip in slips:
        person = room.staff.of(slip["code"])
        assert person
        assert pin_fits(person.pin, slip["pin"])
    assert room.told == [("staff-added", "oleh-b", ("operator",)), ("staff-added", "anna-b", ("reception",))]


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("add", {"name": "x"}),
        ("add", {"press": "p", "name": "x", "pin": 1234}),
        ("add", {"press": "p", "name": "x", "told_pin": "1"}),
        ("add", {"press": "p", "name": "x" * 201}),
        ("remove", {"press": "p", "person": "../maria"}),
        ("change", {"press": "p", "person": "maria"}),
        ("list", {"press": "p", "text": "x" * 20_001}),
        ("card", [1]),
    ],
)
def test_what_no_page_of_ours_sends_is_no_wish(room: Room, what: str, body: Any):
    answer = requests.post(
        f"{room.address}/staff/{what}", json=body, headers={"x-cherha": "press"}, cookies=room.come("maria"), timeout=20
    )
    assert answer.status_code == 400
    assert room.told == []


def test_a_list_that_is_too_long_is_not_read_and_a_foreign_page_presses_nothing(room: Room):
    maria = room.come("maria")
    assert room.press(maria, "list", text="x" * 70_000).status_code == 413
    assert room.press(maria, "add", name="x" * 5000).status_code == 413
    for headers in ({}, {"x-cherha": "press", "origin": "http://evil.example"}):
        sent = requests.post(f"{room.address}/staff/remove", json={}, headers=headers, cookies=maria, timeout=20)
        assert sent.status_code == 403


def test_who_is_gone_is_told_so(room: Room):
    maria = room.come("maria")
    for what in ("pin", "remove", "let-in", "card"):
        assert "nobody-here" in room.press(maria, what, person="nobody-here").json()["message"]


def test_the_audit_reaches_the_journal_with_whom_and_what_they_are_now():
    hall = HallInMemory(MemoryBroker().client("queue-master", PLAN.hall.id), PLAN)
    hall.do(c.NoteStaff, what="staff-roles", staff="maria", whom="olena", roles=("operator", "manager"))
    fact = hall.events[-1]
    assert (fact.staff, fact.whom, fact.roles) == ("maria", "olena", ("operator", "manager"))  # type: ignore[attr-defined]


def test_a_person_is_remembered_after_they_have_gone(room: Room):
    olena = room.keeper.staff.of("olena")
    assert isinstance(olena, Person)
    _, signed = room.keeper.let_in(olena, 3)
    room.keeper.end(signed)
    assert room.keeper.whereabouts(olena).seen
    again = Doorkeeper(room.folder, lock_after=0)
    assert again.whereabouts(olena).seen, "after a restart of the office, too"
