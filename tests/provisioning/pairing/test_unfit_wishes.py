"""Wishes that nobody may make, and boxes that tell nonsense or cannot be read: they harm nobody but themselves."""

from __future__ import annotations

import tomllib

import msgspec
import pytest

from broker.bus.clock import new_id
from broker.bus.identity import HALL as CERTIFICATE_OF_HALL
from broker.contracts.enrolling import AtBox, DeskWish
from broker.contracts.errors import Refused
from provisioning.enrolment.desk import LIST
from provisioning.enrolment.setting import wish_for
from provisioning.pairing import command
from tests.provisioning.pairing.halls import Hall
from tests.provisioning.pairing.wishing import ask, at_box, looks, wish

pytestmark = pytest.mark.fast


def test_the_desk_refuses_what_the_page_should_never_have_sent(hall: Hall) -> None:
    hall.let_in("dispenser-1", "dispenser")
    for name, settings, reason in (
        ("dispenser-1", {"paper": "57", "roll": "-1"}, "unfit"),
        ("dispenser-1", {"identity": "/etc"}, "unfit"),
        ("queue-master", {"place": "x"}, "not-settable"),
        ("nobody", {"paper": "58"}, "name-free"),
    ):
        with pytest.raises(Refused) as refused:
            wish_for(hall.desk, DeskWish(id=new_id(), at=hall.now, what="set", name=name, settings=settings))
        assert refused.value.reason == reason
    assert at_box(hall, "dispenser-1") == AtBox(has={})


@pytest.mark.parametrize(
    "said",
    [
        {"wish.took": "x"},
        {"wish.took": 2**62},
        {"wish.took": int("9" * 4300)},
        {"window": "x"},
        {"wish.unfit": "/etc x" * 30, "wish.took": 1},
    ],
)
def test_a_box_that_tells_nonsense_harms_nobody_but_itself(hall: Hall, said: dict[str, str | int]) -> None:
    for name, role in (("survey-5", "survey"), ("board-1", "board")):
        hall.let_in(name, role)
    door = hall.door(hall.root / "survey-5/identities/survey")
    wish(hall, "board-1", diagonal="55")
    for _ in range(2):
        assert door.settings(msgspec.json.encode(said)).state == "kept"
        wish(hall, "survey-5", place="біля входу", seen={"place": at_box(hall, "survey-5").has.get("place", "")})
    assert ask(hall, "board-1") == ["diagonal"]


def test_a_box_cannot_talk_itself_out_of_its_window_and_into_another(hall: Hall) -> None:
    """That it could not do a wish gives back the window from before that wish: no other, none, and not once it stood."""
    hall.let_in("survey-5", "survey", window=5)
    door = hall.door(hall.root / "survey-5/identities/survey")

    def says(said: dict[str, str | int]) -> int | None:
        door.settings(msgspec.json.encode(said))
        return hall.register.windows.get("survey-5")

    assert says({"wish.took": 0, "wish.unfit": "window"}) == 5
    assert says({"wish.took": 0, "window": 7}) == 5
    wish(hall, "survey-5", window="6")
    ask(hall, "survey-5")
    looks(hall, "survey-5", "stands")
    ask(hall, "survey-5")
    assert says({"wish.took": 2**62, "window": 5, "wish.unfit": "window", "wish.fell": 1}) == 6


def test_a_tablet_that_can_do_none_of_two_wishes_is_heard_where_it_stands(hall: Hall) -> None:
    hall.let_in("survey-5", "survey", window=5)
    ask(hall, "survey-5")
    door = hall.door(hall.root / "survey-5/identities/survey")
    for window in ("6", "7"):
        wish(hall, "survey-5", window=window)
        number = door.settings(msgspec.json.encode({"wish.took": 0, "window": 5})).wish  # cut off before it could
    door.settings(msgspec.json.encode({"wish.took": number, "window": 5, "wish.unfit": "window"}))
    assert hall.register.windows["survey-5"] == 5


def test_only_the_office_may_wish(hall: Hall) -> None:
    """By the broker's own list: another box is not heard."""
    hall.let_in("board-1", "board")
    hall.let_in("office-1", "office")
    listed = (hall.folder / "broker" / LIST).read_text()
    may = {
        block.split("\n")[0]
        for block in listed.split("\nuser ")[1:]
        if any(line.startswith("topic write ") and line.endswith("enrolment/wish") for line in block.split("\n"))
    }
    assert may == {"office-1"}


@pytest.mark.parametrize("value", ["58\n", "\u202e58", "x" * 201])
def test_a_wish_that_cannot_be_printed_or_is_a_book_is_none(value: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(
            {"id": new_id(), "at": "2026-11-23T08:00:00Z", "what": "set", "settings": {"paper": value}}, DeskWish
        )


@pytest.mark.parametrize("torn", [b"", b'place = "\xff"\n', b"place = \n"], ids=["empty", "not-letters", "half"])
def test_a_role_whose_file_cannot_be_read_holds_up_no_other_of_the_same_box(hall: Hall, torn: bytes) -> None:
    hall.let_in("announcer-1", "announcer")
    hall.let_in("board-1", "board")
    box, other = hall.root / "announcer-1", hall.root / "board-1"
    (other / "identities/board").rename(box / "identities/board")
    (other / "roles/board.toml").rename(box / "roles/board.toml")
    (box / "roles/announcer.toml").write_bytes(torn)
    wish(hall, "board-1", seen={}, diagonal="55")
    words = ("--state", str(box), "--marks", str(box / "marks"), "--port", str(hall.server.port))
    for _ in range(2):
        assert command.main([*words]) == 3, "not 1: systemd would not look at the marks"
    assert tomllib.loads((box / "roles/board.toml").read_text("utf-8"))["diagonal"] == 55
    assert (box / "roles/announcer.toml").read_bytes() == torn, "what is there is for a person to see"


def test_what_nobody_foresaw_with_one_role_holds_up_no_other(hall: Hall) -> None:
    """The half of a certificate, as a worn card gives it back."""
    hall.let_in("announcer-1", "announcer")
    hall.let_in("board-1", "board")
    box, other = hall.root / "announcer-1", hall.root / "board-1"
    (other / "identities/board").rename(box / "identities/board")
    (other / "roles/board.toml").rename(box / "roles/board.toml")
    (box / "identities/announcer" / CERTIFICATE_OF_HALL).write_bytes(b"\xff\x00")
    wish(hall, "board-1", seen={}, diagonal="55")
    words = ("--state", str(box), "--marks", str(box / "marks"), "--port", str(hall.server.port))
    assert command.main([*words]) == 3
    assert tomllib.loads((box / "roles/board.toml").read_text("utf-8"))["diagonal"] == 55
