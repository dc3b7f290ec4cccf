"""The desk on the bus: who asks is told, and what a technician says is done once."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from broker.bus.clock import new_id
from broker.bus.memory import MemoryBroker
from broker.contracts import codec
from broker.contracts.enrolling import Asking, DeskSaid, DeskWish
from broker.contracts.errors import ContractError
from broker.contracts.topics import Topics
from broker.mosquitto.access import access_list
from provisioning.enrolment.on_the_bus import NAME, ROLE, DeskOnBus
from provisioning.enrolment.register import WRONG_TRIES
from provisioning.updating.bundles import Told
from tests.provisioning.enrolment.standing import AT, ROOT, Hall, let_in

pytestmark = pytest.mark.fast
TOPICS = Topics("lotsman")
EXAMPLES = ROOT / "broker/contracts/examples"


class Page:
    """What the office hears and says."""

    def __init__(self, hall: Hall) -> None:
        self.broker = MemoryBroker()
        self.said: list[DeskSaid] = []
        self.asking: list[Asking] = []
        bus = self.broker.client(NAME, "lotsman")
        self.desk = DeskOnBus(hall.desk, bus, clock=lambda: AT, steady=lambda: hall.steady)
        bus.start()
        self.master = self.broker.client("queue-master", "lotsman")
        self.master.start()
        self.bus = self.broker.client("office-1", "lotsman")
        self.bus.subscribe(TOPICS.desk_said, lambda message: self.said.append(codec.read(DeskSaid, message.body)))
        self.bus.subscribe(TOPICS.asking, lambda message: self.asking.append(codec.read(Asking, message.body)))
        self.bus.start()
        self.look()

    def look(self) -> Asking:
        self.desk.tell()
        self.broker.deliver()
        return self.asking[-1]

    def wish(self, what: Any, id: str = "", **fields: Any) -> DeskSaid:  # noqa: A002 - its name in the contract
        made = DeskWish(id=id or new_id(), at=AT, what=what, **fields)
        self.bus.publish(TOPICS.desk_wish, codec.encode(made))
        self.broker.deliver()
        return self.said[-1]


def test_a_code_lets_in_only_the_box_that_was_chosen_and_a_wish_sent_again_is_one(hall: Hall, tmp_path: Path):
    page, one, other = Page(hall), hall.box(tmp_path / "1"), hall.box(tmp_path / "2", "box-18", "board")
    codes = {one.code: "box-17", other.code: "box-18"}
    asked = {box.hardware: box.id for box in page.look().newcomers}
    assert set(asked) == set(codes.values())
    mine, wish = asked["box-17"], new_id()
    refused = page.wish("accept", asked=mine, code=other.code, name="dispenser-1", role="dispenser")
    assert refused.reason == "no-such-code"
    done = page.wish("accept", wish, asked=mine, code=one.code, name="dispenser-1", role="dispenser")
    assert done.outcome == "done"
    assert page.wish("accept", wish, asked=mine, code=one.code, name="dispenser-1", role="dispenser") == done
    one.done()
    assert [member.name for member in page.look().members] == ["dispenser-1"]
    other.stop()


def test_a_place_that_cannot_be_printed_is_no_wish():
    """It would go into the box's settings."""
    wish = {"id": "1", "at": AT.isoformat(), "what": "accept"}
    assert codec.read(DeskWish, json.dumps(wish | {"place": "зал 1, біля входу"}).encode()).place == "зал 1, біля входу"
    with pytest.raises(ContractError, match="place"):
        codec.read(DeskWish, json.dumps(wish | {"place": "a\nb"}).encode())


def test_guesses_from_the_page_are_counted_as_everywhere(hall: Hall, tmp_path: Path):
    page, box = Page(hall), hall.box(tmp_path / "1")
    code = box.code
    for _ in range(WRONG_TRIES):
        page.wish("accept", code="22222222", name="dispenser-1", role="dispenser")
    assert page.look().shut_until
    assert page.wish("accept", code=code, name="dispenser-1", role="dispenser").reason == "too-many-tries"
    box.stop()


@pytest.mark.parametrize("role", ["queue-master", "office", "desk", "broker"])
def test_a_page_lets_nobody_in_as_the_halls_own_machine(hall: Hall, tmp_path: Path, role: str):
    page, box = Page(hall), hall.box(tmp_path / "1")
    assert page.wish("accept", code=box.code, name="x-1", role=role).reason == "own-machine"
    box.stop()


def test_a_page_cannot_shut_out_the_machine_that_it_comes_from(hall: Hall, tmp_path: Path):
    page = Page(hall)
    hall.desk.authority.equip(tmp_path / "office", "office-1", "office", AT)
    assert page.wish("revoke", name="office-1").reason == "own-machine"
    assert page.wish("revoke", name="nobody").reason == "name-free"
    assert "office-1" in hall.desk.authority.names


def test_where_the_standby_decides_the_first_machine_can_be_shut_out_with_all_that_is_its_own(
    hall: Hall, tmp_path: Path
):
    authority = hall.desk.authority
    for name, role in (("queue-master", "queue-master"), ("office", "office"), ("office-2", "office"), (NAME, ROLE)):
        authority.equip(tmp_path / name, name, role, AT)
    for name in ("broker", "broker-2", "office-page", "office-page-2"):
        authority.equip(tmp_path / name, name, "broker", AT, serves="127.0.0.1")
    authority.equip(tmp_path / "standby", "standby-1", "standby", AT)
    desks = (hall.authority / "desk" / "certificate.pem").read_bytes()
    hall.desk.turned = True
    page = Page(hall)
    for own in ("standby-1", "office-2", "broker-2", NAME):
        assert page.wish("revoke", name=own).reason == "own-machine"
    assert page.wish("revoke", name="queue-master").outcome == "done"
    mine = {"standby-1", "office-2", "broker-2", "office-page-2"}
    assert set(authority.names) == {*mine, NAME, "desk"}
    gone = {member.serial for member in authority.members if member.revoked}
    for folder in (tmp_path / NAME, tmp_path / "broker", tmp_path / "office"):
        shown = x509.load_pem_x509_certificate((folder / "certificate.pem").read_bytes())
        assert f"{shown.serial_number:x}" in gone, "the dead machine has its key"
    assert (hall.authority / "desk" / "certificate.pem").read_bytes() != desks
    assert page.wish("accept", code="x", name="standby-2", role="standby").reason == "second-is-first"
    assert page.wish("replace", code="x", name="standby-1").reason == "second-is-first"


def test_what_the_hall_was_like_when_nobody_listened_says_nothing_of_now(hall: Hall):
    page = Page(hall)
    told = json.loads((EXAMPLES / "snapshot.json").read_bytes()) | {"at": AT.isoformat(), "hall": "closed", "lines": []}
    page.master.publish(TOPICS.state, json.dumps({**told, "windows": []}).encode(), retain=True)
    page.broker.deliver()
    assert hall.desk.updates.hall
    hall.desk.updates.hall = None
    late = page.broker.client("desk-2", "lotsman")
    DeskOnBus(hall.desk, late, clock=lambda: AT, steady=lambda: hall.steady)
    late.start()
    page.broker.deliver()
    assert hall.desk.updates.hall is None


def test_a_new_version_is_begun_from_the_page_and_waits_for_an_empty_hall(hall: Hall, tmp_path: Path):
    page = Page(hall)
    assert page.look().update is None
    assert page.wish("update", name="board-1").reason == "name-free"
    board = let_in(hall, hall.box(tmp_path / "1"), "board-1")
    assert page.wish("update", name="board-1").reason == "no-update"
    (tmp_path / "b.raucb").write_bytes(b"b")
    hall.desk.updates.offer(tmp_path / "b.raucb", Told("1.2.0", ""))
    offered = page.look().update
    assert offered
    assert (offered.version, offered.state, offered.lacking) == ("1.2.0", "offered", ("board-1",))
    assert page.wish("update", name="board-1").outcome == "done"
    told = json.loads((EXAMPLES / "snapshot.json").read_bytes()) | {"at": AT.isoformat(), "hall": "closed"}
    busy, empty = told["windows"], [each | {"state": "closed", "ticket": None} for each in told["windows"]]
    for lines, windows, door, quiet in (
        (told["lines"], empty, "wait", False),
        ([], busy, "wait", False),
        ([], empty, "take", True),
    ):
        body = json.dumps({**told, "lines": lines, "windows": windows}).encode()
        page.master.publish(TOPICS.state, body, retain=True)
        page.broker.deliver()
        update = page.look().update
        assert update
        assert (update.state, update.quiet) == ("trying", quiet)
        assert hall.door(board.identity).update("", "").state == door
    assert page.wish("stop-update").outcome == "done"
    assert hall.door(board.identity).update("", "").state == "nothing"
    stopped = page.look().update
    assert stopped
    assert (stopped.state, stopped.stopped) == ("stopped", "hand")


def test_a_desk_that_goes_says_so(hall: Hall):
    page = Page(hall)
    assert page.asking[-1].open
    page.desk.close()
    page.broker.deliver()
    assert not page.asking[-1].open


def test_only_the_office_speaks_to_the_desk_and_only_the_desk_tells_who_asks():
    listed = access_list("lotsman", {NAME: ROLE, "office-1": "office", "board-1": "board"}, windows=(1,))
    sections = {part.split("\n", 1)[0]: part for part in listed.split("user ")[1:]}
    said = {name: f"topic write {TOPICS.desk_wish}\n" in f"{part}\n" for name, part in sections.items()}
    assert said == {NAME: False, "office-1": True, "board-1": False}
    assert "enrolment" not in sections["board-1"]
    assert f"topic write {TOPICS.asking}" in sections[NAME]
    assert f"topic write {TOPICS.asking}" not in sections["office-1"]
