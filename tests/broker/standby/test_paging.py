"""What a standby has is a queue-master's journal, page by page, whatever is lost on the way."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from broker.bus.memory import MemoryBroker
from broker.contracts import codec
from broker.contracts.standby import Follow, ListFiles, Page
from broker.contracts.topics import Topics
from broker.queuemaster.journal import GENESIS, DiskFull, FirstReply, Journal
from broker.standby.following import Following, Step
from broker.standby.kept_files import KeptFiles
from broker.standby.mirroring import Mirror
from broker.standby.paging import ROOM, page
from broker.standby.serving import Serving
from tests.broker.test_short_journal import tear
from tests.broker.until import until

pytestmark = pytest.mark.fast


class Wire:
    """Between a journal and who follows it; `loses` says which answers do not arrive."""

    def __init__(self, journal: Journal, loses: Iterator[bool] | None = None) -> None:
        self.journal, self.loses, self.number = journal, loses or iter(()), 0
        self.pages: list[Page] = []

    def ask(self, kind: Any, answer: Any, seconds: float, **fields: Any) -> Any:
        if kind is ListFiles:
            return None
        self.number += 1
        told = page(self.journal, Follow(number=self.number, **fields), {})
        self.pages.append(told)
        return None if next(self.loses, False) else told


def following(folder: Path, wire: Wire) -> Following:
    return Following(folder, wire, Mirror(folder, wire, lambda: False))  # type: ignore[arg-type]


def body(seq: int, command: str, padding: int = 0) -> bytes:
    told = f'{{"type":"ticket-no-show","seq":{seq},"at":"2026-11-23T08:00:00Z","by":"w","command":"{command}"'
    return f'{told},"ticket":"t","number":"А001","window":1,"x":"{"x" * padding}"}}'.encode()


def write(journal: Journal, commands: int, events: int = 3, padding: int = 0) -> None:
    for _ in range(commands):
        first = journal.seq + 1
        bodies = [body(first + place, f"c{first}", padding) for place in range(events)]
        reply = FirstReply(f"c{first}", first + events - 1, b'{"id":"c","status":"done"}')
        journal.append(bodies, [reply], 0)


@pytest.fixture
def master(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal.create(tmp_path / "master" / "journal.db")
    yield journal
    journal.close()


def until_up_to_date(one: Following) -> int:
    for turns in range(1, 500):
        if one.turn() is Step.UP_TO_DATE:
            return turns
    raise AssertionError("never up to date")


def test_the_standby_has_every_record_and_every_reply(master: Journal, tmp_path: Path):
    write(master, 300, padding=400)
    one = following(tmp_path / "standby", Wire(master))
    until_up_to_date(one)
    assert list(one.journal.records()) == list(master.records())
    assert one.journal.verify() == master.seq
    assert sorted(one.journal.replies(0, 10**9)) == sorted(master.replies(0, 10**9))
    one.close()


def test_lost_answers_and_restarts_leave_no_gap(master: Journal, tmp_path: Path):
    chance = Random(7)
    wire = Wire(master, iter(lambda: chance.random() < 0.5, 2))  # type: ignore[arg-type]
    for _ in range(6):
        write(master, 40, padding=300)
        one = following(tmp_path / "standby", wire)
        for _ in range(chance.randint(1, 8)):
            one.turn()
        one.close()
        one._store.leave()
    wire.loses = iter(())
    one = following(tmp_path / "standby", wire)
    until_up_to_date(one)
    assert list(one.journal.records()) == list(master.records())
    one.close()


def test_half_a_command_is_never_on_the_second_disk(master: Journal, tmp_path: Path):
    """Its reply would be missing, and asked again it would be carried out a second time."""
    write(master, 30, events=90, padding=600)  # one command is larger than a page
    assert ROOM < 90 * 600
    one = following(tmp_path / "standby", Wire(master))
    while one.turn() is not Step.UP_TO_DATE:
        answered = {seq for _, seq, _, _ in one.journal.replies(0, 10**9)}
        assert one.journal.seq == max(answered, default=0)
    assert one.journal.seq == master.seq
    one.close()


def test_a_page_fits_into_a_message(master: Journal):
    write(master, 100, events=7, padding=900)
    told = page(master, Follow(number=1, have=0, root=GENESIS.hex(), durable=0), {})
    assert len(codec.encode(told)) < codec.MAX_BYTES


def test_who_follows_another_journal_is_told(master: Journal, tmp_path: Path):
    write(master, 2)
    other = Journal.create(tmp_path / "other" / "journal.db")
    other.append([body(1, "x")], [], 0)
    told = page(master, Follow(number=1, have=1, root=other.root.hex(), durable=1), {})
    assert told.forked
    assert not told.events
    other.close()


def test_a_standby_that_has_more_than_the_queue_master_gives_nothing_away(master: Journal, tmp_path: Path):
    write(master, 5)
    one = following(tmp_path / "standby", Wire(master))
    until_up_to_date(one)
    restored = Journal.create(tmp_path / "restored" / "journal.db")
    restored.append([record.body for record in master.records(0, 6)], [], 0)
    one._questions = Wire(restored)  # type: ignore[assignment]
    assert one.turn() is Step.AHEAD
    assert one.journal.seq == master.seq
    one.close()
    restored.close()


def test_a_follower_with_another_journal_is_no_second_disk_however_much_it_has(tmp_path: Path, master: Journal) -> None:
    write(master, 2)
    broker, heard = MemoryBroker(), []
    bus, standby = broker.client("queue-master"), broker.client("standby-1")
    serving = Serving(
        bus,
        master,
        KeptFiles(tmp_path, tmp_path / "hall.toml", {}, ()),
        lambda who, said: heard.append((who, said.have)),
    )
    for each in (bus, standby):
        each.start()
    thread = threading.Thread(target=serving.run)
    thread.start()
    for have, root in ((9, "ab" * 32), (6, "ab" * 32), (6, master.root.hex())):
        ask = Follow(number=have, have=have, root=root, durable=have)
        standby.publish(Topics(bus.hall).standby_ask("standby-1"), codec.encode(ask))
        broker.deliver()
    until(lambda: heard)
    serving.stop()
    thread.join()
    assert heard == [("standby-1", 6)]


def test_a_standby_that_forgot_a_part_gets_it_again_and_is_no_heir_until_then(master: Journal, tmp_path: Path):
    one = following(tmp_path / "standby", Wire(master))
    for _ in range(20):
        write(master, 1)
        until_up_to_date(one)
    shutil.copytree(tmp_path / "standby", tmp_path / "cut", ignore=shutil.ignore_patterns("*-shm"))
    one.close()
    tear(tmp_path / "cut")
    for _ in range(2):
        again = following(tmp_path / "cut", Wire(master))
        assert not again.fit
        assert again.journal.seq < master.seq
        again.close()
        again._store.leave()
    again = following(tmp_path / "cut", Wire(master))
    until_up_to_date(again)
    assert again.fit
    assert list(again.journal.records()) == list(master.records())
    again.close()


def test_what_had_no_room_is_asked_for_again(master: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Also when nothing comes after it: who waits for this disk writes nothing more."""
    write(master, 1)
    one = following(tmp_path / "standby", Wire(master))
    until_up_to_date(one)
    write(master, 1)
    with monkeypatch.context() as full:
        full.setattr(one.journal, "append", no_room)
        for _ in range(2):
            with pytest.raises(DiskFull):
                one.turn()
    until_up_to_date(one)
    assert one.durable == master.seq


def no_room(*_: object) -> None:
    raise DiskFull("full")
