"""The journal keeps everything once, and refuses to be what it is not."""

from __future__ import annotations

import os
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from broker.contracts import codec
from broker.contracts import commands as c
from broker.queuemaster import journal, journal_command
from broker.queuemaster.journal import Checkpoint, DiskFull, FirstReply, Journal, JournalBroken
from broker.queuemaster.master import Incoming
from broker.queuemaster.papers import PATH, paper
from broker.queuemaster.restoring import replayed
from broker.queuemaster.state import Hall
from broker.queuemaster.store import Store
from tests.broker.desk import Desk
from tests.broker.halls import PLAN

pytestmark = pytest.mark.fast

NOBODY = 65534  # a user with no rights at all


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def a_little_day(desk: Desk) -> None:
    desk.ask(c.OpenWindow, window=1)
    for _ in range(5):
        desk.ask(c.TakeTicket, service="registration")
        desk.now += timedelta(seconds=20)
    desk.ask(c.CallNext, window=1)
    desk.ask(c.StartService, window=1)
    desk.ask(c.Finish, window=1)
    desk.ask(c.CallNext, window=1)


def test_after_a_restart_the_hall_is_what_it_was(desk: Desk) -> None:
    a_little_day(desk)
    before = desk.memory()
    desk.again()
    assert desk.memory() == before
    assert msgspec.json.encode(replayed(Hall(PLAN), desk.journal).memory) == before


def test_a_checkpoint_and_what_followed_it_make_the_same_hall(desk: Desk) -> None:
    a_little_day(desk)
    desk.master.checkpoint()
    desk.ask(c.TakeTicket, service="ready")
    before = desk.memory()
    desk.again()
    assert desk.memory() == before


def test_a_checkpoint_that_was_changed_is_not_believed(desk: Desk) -> None:
    a_little_day(desk)
    before = desk.memory()
    desk.master.checkpoint()
    with sqlite3.connect(desk.journal.path) as other:
        other.execute("UPDATE checkpoint SET memory = x'7b7d'")
    desk.again()
    assert desk.memory() == before


def test_a_checkpoint_of_another_version_is_left_aside(desk: Desk) -> None:
    a_little_day(desk)
    before = desk.memory()
    desk.journal.save_checkpoint(b'{"seq":3,"tickets":{"A":{"shape":"of long ago"}}}')
    desk.again()
    assert desk.memory() == before


def test_the_same_command_gets_its_first_reply_also_after_a_restart(desk: Desk) -> None:
    command = c.TakeTicket(id="once", at=desk.now, service="registration")
    first = desk.send(command)
    seq = desk.master.hall.seq
    assert desk.send(command) == first
    desk.again()
    desk.now += timedelta(hours=1)
    assert desk.send(command) == first
    assert desk.master.hall.seq == seq


def test_the_same_command_twice_in_one_batch_is_one(desk: Desk) -> None:
    body = codec.encode(c.TakeTicket(id="twin", at=desk.now, service="registration"))
    outcome = desk.master.handle([Incoming("a", body), Incoming("a", body)], desk.now)
    assert outcome.answers[0][1] == outcome.answers[1][1]
    assert len(desk.master.hall.memory.tickets) == 1


def test_a_refused_command_stays_refused_when_it_is_repeated(desk: Desk) -> None:
    command = c.CallNext(id="early", at=desk.now, window=1)
    assert desk.send(command).reason == "window-closed"
    desk.ask(c.OpenWindow, window=1)
    assert desk.send(command).reason == "window-closed"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (b"{", "invalid", None),
        (b"\xff\xfe", "invalid", None),
        (b'{"type":"take-ticket"', "invalid", None),
        (b'{"type":"fly","id":"x","at":"2026-11-23T08:00:00+02:00"}', "invalid", "$.type"),
        (
            '{"type":"take-ticket","id":"x","at":"2026-11-23T08:00:00+02:00","service":"ready","сlient":1}'.encode(),
            "invalid",
            "$.сlient",
        ),
        (b'{"type":"call-next","id":"x","at":"2026-11-23T08:00:00+02:00","window":"1"}', "invalid", "$.window"),
        (b'{"type":"call-next","id":"x","at":"2026-11-23T08:00:00","window":1}', "invalid", "$.at"),
        (b'{"type":"transfer","id":"x","at":"2026-11-23T08:00:00+02:00","window":1}', "invalid", "$.to_service"),
        (b"x" * 1_000_000, "invalid", None),
        (b"[" * 60_000, "invalid", None),
    ],
)
def test_what_cannot_be_read_is_answered_and_changes_nothing(
    desk: Desk, body: bytes, status: str, field: str | None
) -> None:
    before = desk.memory()
    reply = desk.raw(body)
    assert (reply.status, reply.field) == (status, field)
    assert reply.message
    assert desk.memory() == before or desk.master.hall.seq == 1  # the day may have begun


@pytest.mark.parametrize(
    ("late", "reason"),
    [(timedelta(seconds=31), "expired"), (-timedelta(minutes=3), "from-the-future")],
)
def test_a_command_out_of_its_time_is_refused(desk: Desk, late: timedelta, reason: str) -> None:
    reply = desk.send(c.TakeTicket(id="x", at=desk.now - late, service="registration"))
    assert (reply.status, reply.reason) == ("refused", reason)
    assert not desk.master.hall.memory.tickets


def test_every_refusal_is_said_in_every_language(desk: Desk) -> None:
    reply = desk.ask(c.TakeTicket, service="no-such-service")
    assert reply.message
    assert set(reply.message) == {"uk", "en"}


def test_events_since_pages_without_a_gap_and_within_a_message(desk: Desk) -> None:
    for _ in range(700):
        desk.ask(c.TakeTicket, service="registration")
    heard: list[int] = []
    while True:
        reply = desk.ask(c.EventsSince, seq=heard[-1] if heard else 0)
        page = [codec.event(bytes(raw)).seq for raw in reply.events or ()]
        if not page:
            break
        assert len(page) <= 500
        heard += page
    assert heard == list(range(1, desk.master.hall.seq + 1))


def test_an_edited_record_breaks_the_chain(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    a_little_day(desk)
    desk.journal.close()
    with sqlite3.connect(desk.folder / "journal.db") as other:
        other.execute("DROP TRIGGER event_is_fixed")
        other.execute("UPDATE event SET body = CAST(replace(CAST(body AS TEXT), 'А002', 'А009') AS BLOB) WHERE seq = 4")
    assert journal_command.main(["verify", "--journal", str(desk.folder)]) == 1
    assert "record 4 was changed" in capsys.readouterr().err
    with pytest.raises(JournalBroken, match="record 4"):
        Store(desk.folder).open()


def test_a_record_cannot_be_changed_by_mistake(desk: Desk) -> None:
    a_little_day(desk)
    with sqlite3.connect(desk.journal.path) as other, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute("DELETE FROM event WHERE seq = 2")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribble(path: Path) -> None:
    body = bytearray(path.read_bytes())
    noise = random.Random(7).randbytes(4096)
    body[4096:8192] = noise
    path.write_bytes(body)


@pytest.mark.parametrize("damage", [cut, scribble, Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_damaged_or_missing_journal_is_never_begun_anew(desk: Desk, damage: Any) -> None:
    for _ in range(60):
        desk.ask(c.TakeTicket, service="registration")
    store = Store(desk.folder)
    copy = store.copy(desk.journal)
    before = desk.memory()
    desk.journal.close()
    damage(desk.folder / "journal.db")
    with pytest.raises(JournalBroken) as refusal:
        store.open()
    assert str(copy) in str(refusal.value)
    copy.replace(desk.folder / "journal.db")  # the way back that the refusal names
    desk.again()
    assert desk.memory() == before


class FullDisk(Journal):
    """A journal whose disk has no room until somebody makes some."""

    def append(
        self, bodies: list[bytes], replies: list[FirstReply], published: int, base: Checkpoint | None = None
    ) -> None:
        if (self.path.parent / "reserve").exists():
            raise DiskFull("no room")
        super().append(bodies, replies, published, base)


def test_a_full_disk_stops_new_tickets_but_not_calls(desk: Desk) -> None:
    a_little_day(desk)
    desk.journal.__class__ = FullDisk
    refused = desk.ask(c.TakeTicket, service="registration")
    assert (refused.status, refused.reason) == ("refused", "storage-full")
    assert len(desk.master.hall.memory.tickets) == 5
    assert desk.ask(c.NoShow, window=1).status == "done"
    called = desk.ask(c.CallNext, window=1)
    assert called.ticket
    assert called.ticket.number == "А003"
    before = desk.memory()
    desk.journal.close()
    desk.again()
    assert desk.memory() == before


class DeadDisk(Journal):
    """A journal whose disk takes nothing any more."""

    def append(
        self, bodies: list[bytes], replies: list[FirstReply], published: int, base: Checkpoint | None = None
    ) -> None:
        raise DiskFull("no room at all")


def test_a_deadline_that_cannot_be_written_does_not_keep_the_machine_busy(desk: Desk) -> None:
    a_little_day(desk)
    before = desk.memory()
    desk.journal.__class__ = DeadDisk
    desk.now += timedelta(minutes=5)  # somebody did not come
    desk.wait()
    assert desk.memory() == before
    assert desk.master.next_wake(desk.now) >= desk.now + timedelta(seconds=1)
    desk.journal.__class__ = Journal
    desk.wait()
    assert desk.memory() != before


def test_when_there_is_room_again_tickets_are_given_out_again(desk: Desk) -> None:
    a_little_day(desk)
    desk.journal.__class__ = FullDisk
    desk.ask(c.TakeTicket, service="registration")
    assert desk.master.is_full
    desk.journal.__class__ = Journal
    desk.master.keep_house()
    assert not desk.master.is_full
    assert desk.ask(c.TakeTicket, service="registration").status == "done"


def test_explain_names_the_calls_that_went_before(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.ask(c.OpenWindow, window=2)
    desk.ask(c.OpenWindow, window=1)
    desk.ask(c.TakeTicket, service="registration")
    desk.now += timedelta(seconds=10)
    desk.ask(c.TakeTicket, service="passport-new")
    desk.ask(c.CallNext, window=2)
    reply = desk.ask(c.Explain, ticket="А001")
    assert reply.overtaken_by
    assert [(o.number, o.reason) for o in reply.overtaken_by] == [("К001", "other-line")]
    desk.ask(c.CallNext, window=1)
    assert journal_command.main(["explain", "A001", "--journal", str(desk.folder)]) == 0  # typed in Latin
    said = capsys.readouterr().out
    assert "К001" in said
    assert said.index("К001") < said.index("Викликано до вікна 1")


def test_the_picture_of_a_tickets_life_is_fresh() -> None:
    assert PATH.read_text("utf-8") == paper(), "run: python -m broker.queuemaster.papers"


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal that is taken for too large to be looked through before the first ticket."""
    monkeypatch.setattr(journal, "SMALL", 0)
    path = tmp_path / "journal.db"
    written = Journal.create(path)
    for _ in range(4):
        written.append([b'{"type":"day-opened","day":"2026-11-23"}' * 10] * 1000, [], 0)
    written.close()
    return path


def test_a_large_journal_that_lost_its_end_is_refused_at_once(large: Path) -> None:
    with large.open("r+b") as file:
        file.truncate(large.stat().st_size - 4096)
    with pytest.raises(JournalBroken, match="damaged"):
        Journal.open(large)


def test_damage_deep_inside_a_large_journal_is_found_beside_the_work(large: Path) -> None:
    assert Journal.open(large).damage() is None
    body = bytearray(large.read_bytes())
    body[40 * 4096 : 41 * 4096] = random.Random(7).randbytes(4096)
    large.write_bytes(body)
    assert Journal.open(large).damage()


@pytest.fixture
def nowhere_to_write() -> Iterator[Path]:
    """A folder in which this process may read and, once it is closed, write nothing: for root by being somebody else."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        yield place
        place.chmod(0o755)


def test_a_journal_that_was_closed_in_good_order_is_read_where_nothing_may_be_written(nowhere_to_write: Path):
    path = nowhere_to_write / "journal.db"
    journal = Journal.create(path)
    journal.append([b"one", b"two"], [], 0)
    journal.close()
    path.chmod(0o644)
    nowhere_to_write.chmod(0o555)
    was = os.geteuid()
    if was == 0:
        os.seteuid(NOBODY)
    try:
        with closing(Journal.read_only(path)) as read:
            assert [record.body for record in read.records(0)] == [b"one", b"two"]
    finally:
        os.seteuid(was)
