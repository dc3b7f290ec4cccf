"""The queue-master reads the broker's list: late, again, or not at all; and what a refusal leaves behind."""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broker.bus.on_disk import put
from broker.bus.settings import Settings
from broker.contracts import commands as c
from broker.contracts.ids import ulid
from broker.contracts.numbers import written
from broker.mosquitto.access import access_list
from broker.queuemaster.gate import TOLD_FOR, Gate, list_of
from tests.broker.desk import Desk

pytestmark = pytest.mark.fast


class Hall:
    """A queue-master beside a broker's list, with a clock that stands."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "broker" / "access.list"
        self.steady = 100.0
        self.desk = Desk(folder / "queue-master")
        self.desk.master.gate = self.gate = Gate(self.file, lambda: self.steady)

    def let_in(self, *names: str) -> None:
        listed = access_list("test-hall", {name: name.rpartition("-")[0] for name in names}, (4,))
        put(self.file, listed.encode())

    def ask(self, client: str, kind: type[c.Command] = c.TakeTicket, **fields: Any) -> str:
        fields = fields or {"service": "passport-new"}
        reply = self.desk.ask(kind, client, **fields)
        return reply.reason or reply.status

    def suspend(self, client: str) -> str:
        return self.ask(client, c.SuspendHall, why="air-raid")


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


def test_without_tls_all_are_believed(hall: Hall) -> None:
    hall.desk.master.gate = gate = Gate(list_of(Settings()))
    assert hall.suspend("anybody") == "done"
    assert not gate.refuses
    assert not gate.blind


def not_there(_: Path) -> None:
    """Nothing was ever written."""


def a_folder(file: Path) -> None:
    file.mkdir(parents=True)


def damaged(file: Path) -> None:
    put(file, b"\xff\xfe")


def made_elsewhere(file: Path) -> None:
    put(file, b"user dispenser-1\ntopic write cherha/1/test-hall/command/dispenser-1\n")


@pytest.mark.parametrize("begins", [not_there, a_folder, damaged, made_elsewhere])
def test_who_has_never_read_a_list_believes_nobody_until_there_is_one(
    tmp_path: Path, begins: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    begins(tmp_path / "broker" / "access.list")
    hall = Hall(tmp_path)
    assert hall.gate.blind
    for _ in range(5):
        assert (hall.ask("dispenser-1"), hall.suspend("anybody")) == ("nobody-known", "nobody-known")
    assert len(caplog.records) == 1, "it is tried each time, and said once"
    assert not hall.gate.refuses, "nobody did what is not their own"
    if hall.file.is_dir():
        hall.file.rmdir()
    hall.let_in("dispenser-1")
    assert hall.ask("dispenser-1") == "done", "at once, without a restart"
    assert not hall.gate.blind


def refuse(*_: object) -> str:
    raise PermissionError("not yours")


def test_a_list_that_could_only_not_be_opened_is_tried_again(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other rights, or a disk that answers again, leave the file as it was."""
    hall.let_in("dispenser-1")
    with monkeypatch.context() as locked:
        locked.setattr(Path, "read_text", refuse)
        assert hall.ask("dispenser-1") == "nobody-known"
    assert hall.ask("dispenser-1") == "done"


def test_a_box_that_has_just_come_in_is_not_refused(hall: Hall) -> None:
    """The clock stands: the list is not due to be looked at, and is looked at before somebody is refused."""
    hall.let_in("dispenser-1")
    assert hall.ask("dispenser-1") == "done"
    assert hall.ask("dispenser-2") == "unknown-client"
    hall.let_in("dispenser-1", "dispenser-2")
    assert hall.ask("dispenser-2") == "done"


def test_who_was_taken_out_is_a_stranger_within_a_second(hall: Hall) -> None:
    hall.let_in("dispenser-1", "dispenser-2")
    assert hall.ask("dispenser-2") == "done"
    hall.let_in("dispenser-1")
    hall.steady += 1
    assert hall.ask("dispenser-2") == "unknown-client"


def test_a_list_that_went_or_broke_leaves_everybody_as_they_were(hall: Hall) -> None:
    hall.let_in("dispenser-1")
    assert hall.ask("dispenser-1") == "done"
    for breaks in (lambda: hall.file.write_bytes(b"\xff\xfe"), lambda: hall.file.write_bytes(b""), hall.file.unlink):
        breaks()
        hall.steady += 1
        assert (hall.ask("dispenser-1"), hall.suspend("dispenser-1")) == ("done", "not-entitled")


def test_a_refusal_leaves_nothing_behind_and_is_told_in_both_languages(hall: Hall) -> None:
    hall.let_in("dispenser-1", "office-1")
    hall.desk.wait()  # the day opens
    before = (hall.desk.memory(), hall.desk.journal.seq)
    command = c.SuspendHall(id=ulid(500, bytes(10)), at=hall.desk.now, why="air-raid")
    reply = hall.desk.send(command, "dispenser-1")
    assert (reply.status, reply.reason, set(reply.message or ())) == ("refused", "not-entitled", {"uk", "en"})
    assert hall.desk.journal.reply(command.id) is None
    assert (hall.desk.memory(), hall.desk.journal.seq) == before
    assert hall.desk.send(command, "office-1").status == "done", "its id is not spoilt by it"


def test_what_another_was_answered_is_told_to_nobody_else(hall: Hall) -> None:
    hall.let_in("dispenser-1", "site-1", "office-1")
    command = c.SuspendHall(id=ulid(500, bytes(10)), at=hall.desk.now, why="air-raid")
    assert hall.desk.send(command, "office-1").status == "done"
    assert hall.desk.send(command, "site-1").reason == "not-entitled"


def test_a_block_of_numbers_stays_its_askers_over_a_restart_of_the_queue_master(hall: Hall) -> None:
    hall.let_in("dispenser-1", "dispenser-2")
    (lease,) = hall.desk.ask(c.LeaseNumbers, "dispenser-1", lines=("passport",)).leases or ()
    hall.desk.again()
    hall.desk.master.gate = hall.gate
    slip = {"service": "passport-new", "lease": lease.lease, "issued_at": hall.desk.now}
    number = written(lease.letter, lease.last)
    assert hall.ask("dispenser-2", number=number, **slip) == "not-entitled"
    assert hall.ask("dispenser-1", number=number, **slip) == "done"


def test_a_flood_is_told_of_and_does_not_fill_the_log(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    hall.let_in("dispenser-1")
    with caplog.at_level(logging.WARNING):
        for _ in range(1000):
            hall.suspend("dispenser-1")
        for number in range(1000):
            hall.suspend(f"invented-{number}")
    assert len(caplog.records) <= 10 + 64 + 10
    assert "dispenser-1 asked for SuspendHall" in caplog.text
    assert hall.gate.refuses
    hall.steady += TOLD_FOR
    assert not hall.gate.refuses


def test_the_list_is_not_read_at_each_command(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.let_in("dispenser-1")
    assert hall.ask("dispenser-1") == "done"
    looked: list[object] = []
    stat = os.stat
    monkeypatch.setattr(Path, "stat", lambda path, **more: (looked.append(path), stat(path, **more))[1])
    for _ in range(5):
        assert hall.ask("dispenser-1") == "done"
    assert hall.file not in looked


def test_where_the_list_is_looked_for(tmp_path: Path) -> None:
    state = tmp_path / "queue-master"
    assert list_of(Settings(state_dir=state)) is None, "without certificates a name says nothing"
    assert list_of(Settings(state_dir=state, identity="x")) == tmp_path / "broker" / "access.list"
    assert list_of(Settings(state_dir=state, identity="x", access_list="/y/access.list")) == Path("/y/access.list")
    assert list_of(Settings(state_dir=state, identity="x", access_list="none")) is None, "set up by hand"
