"""Who is given the first machine's place, and that a power cut at any moment loses nothing of it."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest

from broker.bus.identity import CERTIFICATE, HALL, KEY, believing
from broker.bus.on_disk import keep
from broker.contracts.errors import Refused
from broker.queuemaster.journal import Journal
from broker.standby import taking
from broker.standby.deposed import is_deposed
from broker.standby.kept_files import KEY as SECRET
from broker.standby.sealing import keep_key, kept_key, key_of
from broker.standby.second_disk import TERM
from provisioning.backup.believed import believe
from provisioning.enrolment.door import Door, NoDesk
from provisioning.enrolment.places import DESK
from provisioning.replacing import at_box, at_desk, becoming
from tests.provisioning.enrolment import standing
from tests.provisioning.replacing.in_office import IN_OFFICE, MASTER, OTHERS, STAFF, STANDBY, WITNESS, InOffice

pytestmark = pytest.mark.fast


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[InOffice]:
    made = InOffice(tmp_path)
    yield made
    made.server.stop()


def test_nobody_but_the_box_that_was_accepted_gets_the_first_machines_backup(hall: InOffice) -> None:
    box = hall.let_first_in()
    mine = box / "identities" / MASTER
    packed = hall.door(mine).packed().packed
    assert packed
    dead = list((hall.first / "identities").iterdir())
    for identity in [None, *dead, *(hall.root / name for name in OTHERS)]:
        assert hall.asks(identity) == ("revoked" if identity in (None, *dead) else "not-yours"), identity
        with pytest.raises(NoDesk, match="403"):
            hall.door(identity).fetch_packed(hall.root / "stolen", packed)
    assert not (hall.root / "stolen").exists()
    hall.door(mine).fetch_packed(hall.root / "fetched", packed)
    hall.door(hall.root / "kiosk-1").pair(b"{}")
    assert hall.asks(mine) == "packed", "somebody else's question ends nothing"
    hall.door(mine).pair(b"{}")
    assert hall.asks(mine) == "not-yours", "it works, and needs no more"
    assert not hall.next_first.file.exists()


def test_a_certificate_that_was_revoked_or_given_to_another_box_since_gets_nothing(hall: InOffice) -> None:
    first = hall.let_first_in("new-1") / "identities" / MASTER
    second = hall.let_first_in("new-2") / "identities" / MASTER
    assert (hall.asks(first), hall.asks(second)) == ("revoked", "packed")
    hall.desk.shut_out(MASTER)
    assert hall.asks(second) == "revoked"


def test_without_the_first_machines_settings_or_the_office_nobody_is_let_in_for_it(hall: InOffice) -> None:
    box = hall.box(hall.root / "new", hardware="new", role="")
    assert hall.next_first.name == MASTER
    (hall.state / TERM).unlink()
    assert hall.next_first.name == ""
    keep(hall.state / TERM, IN_OFFICE)
    hall.desk.shut_out(MASTER)
    assert hall.next_first.name == MASTER, "one that was shut out before may be replaced"
    keep_key(hall.state / SECRET, key_of("another-word"))
    assert hall.next_first.name == ""
    with pytest.raises(Refused, match="not-a-name"):
        hall.next_first.let_in(box.code, "", hall.steady)
    box.stop()


def test_it_has_what_a_first_machine_has_where_it_stands_now(hall: InOffice) -> None:
    box = replaced(hall.let_first_in(), hall)
    role = {each.stem: tomllib.loads(each.read_text("utf-8")) for each in (box / "roles").iterdir()}
    assert set(role) == {MASTER, "office"}
    assert role[MASTER]["content_host"] == "127.0.0.1", "it has another address than the dead one"
    assert role["office"]["office_names"] == "127.0.0.1"
    assert Path(role["office"]["office_certificate"]).is_file()
    assert (role[MASTER]["standby"], role[MASTER]["witness"]) == (STANDBY, WITNESS)
    assert role[MASTER]["second_broker"] == "127.0.0.1:9", "where the desk was found"
    assert (box / "office" / "staff.toml").read_text("utf-8") == STAFF
    assert Journal.read_only(box / MASTER / "journal.db").seq > 0
    assert kept_key(box / MASTER / SECRET) == kept_key(hall.state / SECRET)
    for name in ("broker/identity", "office-page", "identities/office", "authority/desk"):
        assert (box / name / "certificate.pem").is_file(), name
    names = hall.desk.authority.names
    assert {MASTER, "office", "broker", "office-page"} <= set(names), "whoever is let in can be shut out again"
    assert not believe(hall.desk.authority, hall.state / "backup" / "identities", "abcd-efgh-jkmn", standing.AT)
    assert hall.desk.authority.names == names, "a backup that is taken later lets nobody else in as that box"


def test_a_role_that_was_shut_out_by_itself_stays_out_until_a_technician_lets_it_in(hall: InOffice) -> None:
    authority, came = hall.desk.authority, hall.state / "backup" / "identities"
    hall.desk.shut_out("office")
    assert not believe(authority, came, "abcd-efgh-jkmn", standing.AT), "its machine is in the hall all the time"
    hall.desk.shut_out(MASTER)
    assert believe(authority, came, "abcd-efgh-jkmn", standing.AT) == (MASTER,)
    assert "office" not in authority.names
    authority.equip(hall.root / "office-again", "office", "office", standing.AT)
    hall.desk.shut_out(MASTER)
    assert believe(authority, came, "abcd-efgh-jkmn", standing.AT) == ("office", MASTER), (
        "it goes with its machine again"
    )


def test_a_box_that_asks_again_and_again_gets_what_was_made_until_somebody_was_let_in_or_shut_out(
    hall: InOffice,
) -> None:
    """One with a disk that is full would have the desk make certificates, and write a backup, every few seconds."""
    mine = hall.let_first_in() / "identities" / MASTER
    first, members = hall.door(mine).packed().packed, len(hall.desk.authority.members)
    assert first
    assert hall.door(mine).packed().packed == first
    assert len(hall.desk.authority.members) == members
    hall.desk.shut_out("kiosk-1")
    fresh = hall.door(mine).packed().packed
    assert fresh
    assert fresh.sha256 != first.sha256


def test_a_backup_that_the_disk_has_no_room_for_leaves_nothing_and_the_queue_its_room(
    hall: InOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = hall.let_first_in() / "identities" / MASTER
    files = {path for path in hall.state.rglob("*") if path.is_file()}
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=64 * 1024 * 1024))
        assert hall.asks(mine) == "disk"
        assert not (hall.state / at_desk.FOLDER).exists()
    for broken in (OSError(28, "full"), sqlite3.OperationalError("full")):
        with monkeypatch.context() as full:
            full.setattr(at_desk, "take", Mock(side_effect=broken))
            assert hall.asks(mine) == "disk"
            assert not (hall.state / at_desk.FOLDER).exists()
    assert files <= {path for path in hall.state.rglob("*") if path.is_file()}
    assert hall.asks(mine) == "packed"


def test_whoever_is_shut_out_while_it_is_made_is_not_told_the_key_and_nothing_stays(
    hall: InOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = hall.let_first_in() / "identities" / MASTER
    assert hall.asks(mine) == "packed"
    hall.desk.shut_out(MASTER)
    assert not hall.next_first.file.exists()
    assert hall.register.next_first == ""
    mine = hall.let_first_in("other") / "identities" / MASTER
    real = taking.take

    def shut_out_meanwhile(*given: Any) -> int:
        seq = real(*given)
        hall.desk.authority.revoke(MASTER)
        return seq

    monkeypatch.setattr(at_desk, "take", shut_out_meanwhile)
    told = hall.door(mine).packed()
    assert (told.state, told.packed) == ("revoked", None)


def test_whoever_is_shut_out_on_the_way_gets_no_more_of_it(hall: InOffice) -> None:
    """The authority's key is in it, and a slow network takes hours."""
    mine = hall.let_first_in() / "identities" / MASTER
    packed = hall.door(mine).packed().packed
    assert packed
    with hall.next_first.file.open("rb+") as file:
        file.truncate(1 << 26)
    context = believing((mine / HALL).read_text("ascii"))
    context.load_cert_chain(mine / CERTIFICATE, mine / KEY)
    with context.wrap_socket(
        socket.create_connection(("127.0.0.1", hall.server.port), 30), server_hostname=DESK
    ) as connection:
        connection.sendall(f"GET /packed/{packed.sha256} HTTP/1.0\r\n\r\n".encode())
        came = len(connection.recv(1 << 16))
        hall.desk.shut_out(MASTER)
        while part := connection.recv(1 << 20):
            came += len(part)
    assert came < 1 << 26


def fetched(box: Path, hall: InOffice) -> None:
    at_box.fetch(box, hall.door(box / "identities" / MASTER))


def replaced(box: Path, hall: InOffice) -> Path:
    """As `appliance-enrolment.service` does at each start."""
    if not at_box.is_whole(box):
        assert at_box.is_to_replace(box, box.name)
        fetched(box, hall)
    at_box.take_place(box)
    assert not at_box.is_to_replace(box, box.name)
    return box


def fills_up(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    """The new box's disk; its desk's is another."""
    monkeypatch.setattr("broker.bus.room.shutil", SimpleNamespace(disk_usage=lambda _path: SimpleNamespace(free=free)))


def test_what_has_no_room_on_the_new_box_is_not_fetched_and_what_fills_it_up_does_not_stay(
    hall: InOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = hall.let_first_in()
    door = hall.door(box / "identities" / MASTER)
    packed = door.packed().packed
    assert packed
    monkeypatch.setattr(at_box, "find", lambda *_: ("127.0.0.1", hall.server.port))
    fetch = Mock()
    with monkeypatch.context() as counted:
        counted.setattr(Door, "fetch_packed", fetch)
        fills_up(counted, 3 * packed.size)  # some is to be left
        assert at_box.fetched(box, 1) == at_box.NO_ROOM
        fetch.assert_not_called()
    real = Path.open

    def full(self: Path, mode: str = "r", **given: Any) -> Any:
        opened = real(self, mode, **given)
        if self.name == "hall.cherha" and mode == "wb":
            opened.close()
            return real(Path("/dev/full"), mode, 0)
        return opened

    with monkeypatch.context() as disk:
        disk.setattr(Path, "open", full)
        with pytest.raises(OSError, match="No space"):
            door.fetch_packed(hall.root / "hall.cherha", packed)
        assert at_box.fetched(box, 1) == at_box.NO_ROOM
    assert not (box / at_box.ASIDE).exists()
    assert at_box.fetched(box, 1) == os.EX_OK


def test_a_box_without_room_tries_again_less_and_less_often_and_its_screen_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = iter([os.EX_TEMPFAIL, *[at_box.NO_ROOM] * 9, os.EX_TEMPFAIL, at_box.NO_ROOM, at_box.SAID_NO])
    monkeypatch.setattr(becoming, "as_owner", lambda _state, _does: next(codes))
    waits: list[float] = []
    stages: list[str] = []
    (tmp_path / "identities").mkdir()

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return False

    assert becoming.become_first(tmp_path, tmp_path / "kit", wait, lambda: None, stages.append) is None
    assert waits == [5, 5, 10, 20, 40, 80, 160, 320, 600, 600, 5, 5]
    assert stages == [*["replacing"] * 2, *["no-room"] * 9, "replacing", "no-room"]


class PowerCut(BaseException):
    pass


def test_a_power_cut_at_any_moment_loses_nothing_and_nothing_decides_in_between(
    hall: InOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted = hall.let_first_in()
    all_fetched = Path(shutil.copytree(accepted, hall.root / "fetched" / "new"))
    fetched(all_fetched, hall)
    whole = replaced(Path(shutil.copytree(all_fetched, hall.root / "whole" / "new")), hall)
    wanted = {path.relative_to(whole) for path in whole.rglob("*") if path.is_file()}
    steps = [
        "fetch_packed",
        "restore",
        "step_down",
        "_put_own_identity",
        "_put_settings",
        "sync",
        *range(len(wanted) + 9),
    ]
    for number, step in enumerate(steps):
        before = accepted if isinstance(step, str) else all_fetched
        box = Path(shutil.copytree(before, hall.root / f"cut-{number}" / "new"))
        cut = is_cut(box, hall, step, monkeypatch)
        has = {path.relative_to(box) for path in box.rglob("*") if path.is_file()}
        master, authority = Path("roles") / f"{MASTER}.toml", Path("authority") / "key.pem"
        if master in has:
            assert {Path(MASTER) / name for name in ("journal.db", "deposed")} <= has
            assert is_deposed(box / MASTER, MASTER)
        assert master in has or authority not in has, "a desk that finds the authority alone would open"
        if not cut:
            assert isinstance(step, int)
            assert step > 20
            return
        replaced(box, hall)
        assert {path.relative_to(box) for path in box.rglob("*") if path.is_file()} == wanted, step
    pytest.fail("it was never whole")


def is_cut(box: Path, hall: InOffice, step: str | int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the power went: behind the step of that name, or before that move into place."""
    moves = iter(range(1000))
    real = at_box._move

    def move(path: Path, place: Path) -> None:
        if next(moves) == step:
            raise PowerCut
        real(path, place)

    def behind(name: str) -> None:
        owner = Door if name == "fetch_packed" else os if name == "sync" else at_box
        does = getattr(owner, name)

        def cut(*given: object, **named: object) -> None:
            does(*given, **named)
            raise PowerCut

        patched.setattr(owner, name, cut)

    with monkeypatch.context() as patched:
        patched.setattr(at_box, "_move", move)
        if isinstance(step, str):
            behind(step)
        try:
            replaced(box, hall)
        except PowerCut:
            return True
    return False
