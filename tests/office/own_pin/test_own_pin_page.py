"""One's own PIN from a browser's side: the old one proves it, other sessions end, the journal hears, wrong ones are counted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import requests

from broker.bus.memory import MemoryBroker
from office.doors.audit import PaperAudit
from office.doors.codes import pin_fits, pin_hash
from office.doors.doorkeeper import Doorkeeper
from office.doors.person import Person, SignIn, Staff
from office.doors.sessions import Sessions
from office.doors.staff_list import read_staff, write_staff
from office.doors.tries import Tries
from office.own_pin.checking import OwnPin, of_own_pin
from tests.broker.halls import PLAN
from tests.office.hall_in_memory import HallInMemory, delivering
from tests.office.serving import made_up_staff, serving, token_of

pytestmark = pytest.mark.fast
PRESSES = count()
OLD, NEW = "48215", "90417"
PEOPLE = (
    Person(id="olena", name="Олена", roles=("operator",), pin=pin_hash(OLD)),
    Person(id="maria", name="Марія", roles=("manager",), card="ab" * 32),
)


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[str, Doorkeeper]]:
    broker = MemoryBroker()
    HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
    with (
        delivering(broker),
        made_up_staff() as keeper,
        serving(PLAN, lambda name: broker.client(name, PLAN.hall.id), keeper=keeper) as (address, _),
    ):
        yield address, keeper


@pytest.fixture
def office(place: tuple[str, Doorkeeper]) -> tuple[str, Doorkeeper]:
    _, keeper = place
    keeper.audit, keeper._tries, keeper._sessions = PaperAudit(), Tries(), Sessions(0.0)
    write_staff(keeper._folder, Staff(sign_in=SignIn(card_salt="ab" * 16), person=PEOPLE))
    return place


def change(
    office: tuple[str, Doorkeeper], cookies: dict[str, str], *, press: str = "", **typed: Any
) -> requests.Response:
    return requests.post(
        f"{office[0]}/pin?lang=uk",
        json={"press": press or f"press-{next(PRESSES)}", "old": OLD, "pin": NEW, "again": NEW, **typed},
        headers={"x-cherha": "press"},
        cookies=cookies,
        timeout=30,
    )


def inside(office: tuple[str, Doorkeeper], cookies: dict[str, str]) -> bool:
    return bool(requests.get(f"{office[0]}/sign-in/state", cookies=cookies, timeout=20).json()["state"] == "in")


def pin_of(office: tuple[str, Doorkeeper]) -> str:
    olena = read_staff(office[1]._folder).of("olena")
    assert olena
    return olena.pin


def test_a_new_pin_holds_at_once_other_sessions_end_and_the_journal_hears(office: tuple[str, Doorkeeper]):
    here, elsewhere = token_of(office[1], "olena", 3), token_of(office[1], "olena")
    answer = change(office, here)
    assert answer.json() == {
        "status": "done",
        "message": "PIN змінено. Відтепер входьте з новим; на інших пристроях вас уже виведено.",
    }
    assert pin_fits(pin_of(office), NEW)
    assert (inside(office, here), inside(office, elsewhere)) == (True, False)
    audit = office[1].audit
    assert isinstance(audit, PaperAudit)
    assert audit.people == [("staff-pin", "olena", ())]
    assert ("staff-pin", "olena", None) in audit.notes


def test_the_same_press_again_is_one(office: tuple[str, Doorkeeper]):
    """Its answer was lost on the way; the old PIN is not right any more."""
    here = token_of(office[1], "olena")
    first, again = change(office, here, press="one"), change(office, here, press="one")
    assert (first.status_code, again.status_code, first.json()) == (200, 200, again.json())
    assert isinstance(office[1].audit, PaperAudit)
    assert len(office[1].audit.people) == 1


def test_wrong_old_pins_are_counted_as_at_the_door_and_change_nothing(office: tuple[str, Doorkeeper]):
    here = token_of(office[1], "olena")
    statuses = [change(office, here, old="11223").status_code for _ in range(6)]
    assert statuses[0] == 409
    assert statuses[-1] == 429, "nobody may guess for ever at a console that was left open"
    assert change(office, here).status_code == 429, "the right one too has to wait"
    assert pin_fits(pin_of(office), OLD)
    assert ("locked-out", "olena", None) in office[1].audit.notes  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"old": "", "pin": "1111", "again": "2"}, ["old", "pin", "again"]),
        ({"pin": "123", "again": "123"}, ["pin"]),
        ({"pin": "123456", "again": "123456"}, ["pin"]),
        ({"pin": OLD, "again": OLD}, ["pin"]),
        ({"again": "90418"}, ["again"]),
    ],
)
def test_all_mistakes_come_at_once_and_cost_no_try(
    office: tuple[str, Doorkeeper], typed: dict[str, str], fields: list[str]
):
    answer = change(office, token_of(office[1], "olena"), **typed)
    assert (answer.status_code, [each["field"] for each in answer.json()["mistakes"]]) == (409, fields)
    assert pin_fits(pin_of(office), OLD)
    assert office[1].audit.people == []  # type: ignore[attr-defined]


def test_what_no_page_sends_is_no_wish(office: tuple[str, Doorkeeper]):
    here = token_of(office[1], "olena")
    assert change(office, here, person="maria").status_code == 400, "nobody else's PIN can be named"
    assert change(office, {}).status_code == 401


def test_whoever_has_a_card_alone_is_told_whom_to_ask(office: tuple[str, Doorkeeper]):
    here = token_of(office[1], "maria")
    page = requests.get(f"{office[0]}/pin?lang=uk", cookies=here, timeout=20).text
    assert "Перший PIN дає керівник" in page
    assert "<form" not in page
    assert change(office, here).status_code == 409


def test_a_right_form_has_no_mistakes():
    assert list(of_own_pin(OwnPin(press="p", old=OLD, pin=NEW, again=NEW))) == []
