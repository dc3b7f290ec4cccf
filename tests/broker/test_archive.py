"""Old days leave the journal for the archive, and nothing is lost, changed or held up on the way."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.hall_check import parse
from broker.queuemaster import archive as archive_module
from broker.queuemaster import archiving as archiving_module
from broker.queuemaster import journal_command
from broker.queuemaster.archiving import let_go
from broker.queuemaster.archivist import Archivist
from broker.queuemaster.journal import Journal, JournalBroken
from broker.queuemaster.restoring import remembered, replayed
from broker.queuemaster.state import Hall
from broker.queuemaster.store import Store
from tests.broker.halls import HALL_TOML
from tests.broker.old_hall import KOVALENKO, MELNYK, MONDAY, PLAN, TUESDAY, OldHall, carried_on

pytestmark = pytest.mark.fast


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> OldHall:
    """Five days, Monday to Friday; it is Saturday morning."""
    hall = OldHall(tmp_path_factory.mktemp("lived") / "state")
    for visitors in (3, 0, 5, 2, 4):
        hall.day(visitors)
    hall.journal.close()
    return hall


@pytest.fixture
def hall(lived: OldHall, tmp_path: Path) -> OldHall:
    """The five days in a folder of one's own."""
    shutil.copytree(lived.folder, tmp_path / "state")
    return carried_on(tmp_path / "state", lived)


def bodies(hall: OldHall) -> list[bytes]:
    return [record.body for record in hall.journal.records()]


def test_days_that_are_old_enough_lie_in_the_archive_and_no_more_in_the_journal(hall: OldHall) -> None:
    before = bodies(hall)
    hall.archive_all()
    days = hall.archive.days()
    assert [day.day for day in days] == [MONDAY, TUESDAY, "2026-11-25"]
    assert [day.first for day in days] == [1, days[0].last + 1, days[1].last + 1]
    assert hall.journal.begins == days[-1].last
    left = hall.journal._db.execute("SELECT min(seq) FROM event").fetchone()[0]
    assert left == days[-1].last + 1
    assert bodies(hall)[: len(before) - days[-1].last] == before[days[-1].last :]


def test_the_fact_that_a_day_was_archived_is_in_the_chain_and_names_its_root(hall: OldHall) -> None:
    day = codec.event(before := bodies(hall)[0])
    assert isinstance(day, e.DayOpened)
    roots = {record.seq: record.hash for record in hall.journal.records()}
    hall.archive_all()
    facts = [fact for body in bodies(hall) if isinstance(fact := codec.event(body), e.DayArchived)]
    assert [fact.day for fact in facts] == [MONDAY, TUESDAY, "2026-11-25"]
    assert facts[0].root == roots[facts[0].last].hex()
    assert gzip.decompress(hall.archive.events_file(MONDAY).read_bytes()).startswith(before)


def test_after_archiving_a_restart_gives_the_same_hall(hall: OldHall) -> None:
    hall.archive_all()
    before = hall.memory()
    hall.again()
    assert hall.memory() == before
    hall.master.checkpoint()
    hall.again()
    assert hall.memory() == before


def test_what_the_journal_begins_with_and_its_events_make_what_the_whole_history_makes(hall: OldHall) -> None:
    whole = msgspec.json.encode(replayed(Hall(PLAN), hall.journal).memory)
    hall.archive_all()
    hall.again()
    everything = replayed(remembered(hall.history()), hall.journal)
    assert hall.memory() == msgspec.json.encode(everything.memory)
    apart = ("seq",)  # the facts of archiving came after
    assert {k: v for k, v in json.loads(whole).items() if k not in apart} == {
        k: v for k, v in json.loads(hall.memory()).items() if k not in apart
    }


@settings(max_examples=8, deadline=None)
@given(
    days=st.lists(st.integers(0, 4), min_size=3, max_size=7),
    keep=st.integers(1, 3),
    restarts=st.sets(st.integers(0, 6)),
)
def test_however_days_went_base_and_journal_are_bit_for_bit_the_whole_history(
    tmp_path_factory: pytest.TempPathFactory, days: list[int], keep: int, restarts: set[int]
) -> None:
    plan = parse(HALL_TOML + f"\n[retention]\nkeep_days = {keep}\nreplies_days = 1\n")
    hall = OldHall(tmp_path_factory.mktemp("days") / "state", plan)
    for place, visitors in enumerate(days):
        hall.day(visitors)
        hall.archive_all()
        if place in restarts:
            hall.master.checkpoint()
            hall.journal.close()
            hall.again()
    history = hall.history()
    assert [record.seq for record in history.records()] == list(range(1, hall.journal.seq + 1))
    assert msgspec.json.encode(replayed(remembered(history), hall.journal).memory) == hall.memory()
    assert history.verify().days == max(0, len(days) - keep)
    hall.journal.close()


def test_a_power_cut_at_any_step_loses_nothing_and_is_made_good(hall: OldHall, tmp_path: Path) -> None:
    facts = [body for body in bodies(hall) if b"day-archived" not in body]
    cuts = 0
    steps = hall.steps()
    while True:
        try:
            next(steps)
        except StopIteration:
            break
        shutil.copytree(hall.folder, tmp_path / f"cut-{cuts}")  # what the disk has if the power goes now
        cuts += 1
    assert cuts > 5
    for cut in range(cuts):
        other = carried_on(tmp_path / f"cut-{cut}", hall)
        other.archive_all()
        history = other.history()
        assert [day.day for day in history.days] == [MONDAY, TUESDAY, "2026-11-25"], cut
        history.verify()
        kept = [r.body for r in history.records() if b"day-archived" not in r.body]
        assert len(kept) == len(facts), cut
        assert kept[-20:] == facts[-20:]
        assert not list((other.folder / "archive").glob("*.half"))
        assert other.memory() == msgspec.json.encode(replayed(remembered(history), other.journal).memory)
        other.journal.close()


def test_half_a_line_of_roots_is_no_line_and_is_written_again(hall: OldHall) -> None:
    hall.archive_all()
    roots = hall.archive.folder / "roots.txt"
    whole = roots.read_bytes()
    hall.day()
    with roots.open("ab") as file:
        file.write(b"2026-11-26 99 1")
    assert hall.history().verify()
    hall.archive_all()
    assert roots.read_bytes().startswith(whole)
    assert len(hall.archive.days()) == 4
    hall.history().verify()


def test_a_day_stays_while_somebody_may_still_have_to_hear_of_it(hall: OldHall) -> None:
    hall.master.published = 2
    hall.archive_all()
    assert hall.archive.days() == []


def test_a_hall_that_keeps_its_days_for_ever_archives_none(tmp_path: Path) -> None:
    hall = OldHall(tmp_path, parse(HALL_TOML + "\n[retention]\nkeep_days = 0\n"))
    for _ in range(4):
        hall.day(1)
    hall.archive_all()
    assert not hall.archive.folder.exists()
    assert hall.journal.begins == 0


def test_who_asks_for_archived_events_is_told_from_where_on_there_are_some(hall: OldHall) -> None:
    hall.archive_all()
    begins = hall.journal.begins
    reply = hall.ask(c.EventsSince, seq=begins - 1)
    assert (reply.status, reply.reason, reply.begins) == ("refused", "archived", begins)
    assert reply.message
    assert str(begins) in reply.message["uk"]
    reply = hall.ask(c.EventsSince, seq=begins)
    assert reply.events
    assert codec.event(bytes(reply.events[0])).seq == begins + 1


# --- what a person wrote ---

WORDS = ("Петренка", "Шевченко", "захворіла", "Мурашко", KOVALENKO, MELNYK)


def files_with(folder: Path, words: str) -> list[str]:
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            body = path.read_bytes()
            body += gzip.decompress(body) if path.suffix == ".gz" else b""
            if words.encode() in body or json.dumps(words)[1:-1].encode() in body:
                found.append(path.name)
    return found


@pytest.mark.parametrize("words", WORDS)
def test_what_people_wrote_and_who_served_leaves_with_the_day(tmp_path: Path, words: str) -> None:
    hall = OldHall(tmp_path / "state")
    hall.day(3)
    assert files_with(hall.folder, words)
    hall.master.checkpoint()
    Store(hall.folder).copy(hall.journal)
    for _ in range(4):
        hall.now += timedelta(days=1)
        hall.wait()
        hall.published()
        hall.archive_all()
        hall.master.checkpoint()
        Store(hall.folder).copy(hall.journal)
    hall.journal.close()
    assert files_with(hall.folder, words) == []
    hall.again()
    assert hall.history().verify().days == 3
    assert journal_command.main(["export", "--journal", str(hall.folder)]) == 0


def test_a_hall_may_keep_the_words_in_its_archive(tmp_path: Path) -> None:
    hall = OldHall(
        tmp_path / "state", parse(HALL_TOML + "\n[retention]\nkeep_days = 1\nreplies_days = 1\narchive_words = true\n")
    )
    for _ in range(3):
        hall.day(3)
    hall.archive_all()
    assert files_with(hall.archive.folder, "Петренка") == ["2026-11-23.jsonl.gz", "2026-11-24.jsonl.gz"]
    assert b"archived_hash" not in gzip.decompress(hall.archive.events_file(MONDAY).read_bytes())
    hall.history().verify()


def test_an_operator_has_one_made_up_name_through_a_day(hall: OldHall) -> None:
    hall.archive_all()
    opened = [
        fact for record in hall.history().of_day(MONDAY) if isinstance(fact := codec.event(record.body), e.WindowOpened)
    ]
    assert [fact.operator for fact in opened] == ["operator-1", "operator-2"]


def test_archives_older_than_the_hall_keeps_them_are_let_go_and_their_roots_stay(hall: OldHall) -> None:
    hall.archive_all()
    before = hall.memory()
    retention = msgspec.structs.replace(PLAN.retention, archive_years=1)
    let_go(hall.archive, retention, "2027-11-25")
    assert sorted(path.name for path in hall.archive.folder.iterdir()) == [
        "2026-11-24.state.json.gz",
        "2026-11-25.jsonl.gz",
        "2026-11-25.state.json.gz",
        "roots.txt",
    ]
    history = hall.history()
    assert (history.verify().gone, history.verify().days) == (2, 3)
    assert msgspec.json.encode(replayed(remembered(history), hall.journal).memory) == before


def test_archives_are_kept_for_ever_where_the_hall_says_so(hall: OldHall) -> None:
    hall.archive_all()
    let_go(hall.archive, msgspec.structs.replace(PLAN.retention, archive_years=0), "2099-01-01")
    assert hall.history().verify().gone == 0


# --- damage ---


def verify(hall: OldHall, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = journal_command.main(["verify", "--journal", str(hall.folder)])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_verify_counts_archive_and_journal_and_gives_the_root(
    hall: OldHall, capsys: pytest.CaptureFixture[str]
) -> None:
    hall.archive_all()
    assert verify(hall, capsys) == (
        0,
        f"3 days are in the archive\n{hall.journal.seq} records, the chain is whole; its root is {hall.journal.root.hex()}\n",
    )


def repacked(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        path.write_bytes(gzip.compress(change(gzip.decompress(path.read_bytes()))))

    return damage


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (Path.unlink, "it is missing"),
        (cut, "it is damaged"),
        (lambda path: path.write_bytes(b""), "it ends with record"),
        (lambda path: path.write_bytes(b"not packed"), "it is damaged"),
        (repacked(lambda text: text.replace("А001".encode(), "А009".encode())), "changed after it was written"),
        (repacked(lambda text: text[: text.rstrip(b"\n").rfind(b"\n") + 1]), "it ends with record"),
        (repacked(lambda text: text.replace(b'"evidence":""', b'"evidence":"x"')), "not the file that was written"),
        (repacked(lambda text: text.replace(b'"archived_hash":"', b'"archived_hash":"z')), "was changed"),
        (repacked(lambda text: text + b"{}\n"), "it ends with record"),
    ],
)
def test_a_damaged_archive_is_told_with_its_place_and_what_to_do_and_stops_nothing(
    hall: OldHall, capsys: pytest.CaptureFixture[str], damage: Any, words: str
) -> None:
    hall.archive_all()
    file = hall.archive.events_file("2026-11-25")
    damage(file)
    code, said = verify(hall, capsys)
    assert code == 1
    assert f"{file}: " in said
    assert words in said
    assert "Put this file back from a backup" in said
    hall.again()
    assert hall.ask(c.TakeTicket, service="ready").status == "done"


def test_a_day_lost_from_the_middle_is_not_taken_for_one_that_was_let_go(
    hall: OldHall, capsys: pytest.CaptureFixture[str]
) -> None:
    hall.archive_all()
    hall.archive.events_file(TUESDAY).unlink()
    code, said = verify(hall, capsys)
    assert code == 1
    assert f"{TUESDAY}.jsonl.gz: it is missing" in said


def test_a_first_day_that_somebody_deleted_without_its_state_is_missed(
    hall: OldHall, capsys: pytest.CaptureFixture[str]
) -> None:
    hall.archive_all()
    hall.archive.events_file(MONDAY).unlink()
    assert "the first 1 of them let go" in verify(hall, capsys)[1]  # told, whoever did it


def test_a_changed_line_of_roots_is_found_by_what_the_chain_says(
    hall: OldHall, capsys: pytest.CaptureFixture[str]
) -> None:
    hall.archive_all()
    file = hall.archive.events_file(MONDAY)
    repacked(lambda text: text.replace(b'"evidence":""', b'"evidence":"x"'))(file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    roots = hall.archive.folder / "roots.txt"
    roots.write_text(roots.read_text().replace(hall.archive.days()[0].archive, digest))
    code, said = verify(hall, capsys)
    assert code == 1
    assert f"the line of {MONDAY} was changed" in said


def test_a_line_of_roots_that_is_none_is_named(hall: OldHall, capsys: pytest.CaptureFixture[str]) -> None:
    hall.archive_all()
    roots = hall.archive.folder / "roots.txt"
    roots.write_text("hello\n" + roots.read_text())
    code, said = verify(hall, capsys)
    assert code == 1
    assert "roots.txt:1: this line is damaged" in said


def test_a_changed_begin_of_the_journal_is_found(hall: OldHall, capsys: pytest.CaptureFixture[str]) -> None:
    hall.archive_all()
    with sqlite3.connect(hall.journal.path) as other:
        memory = hall.journal.base().memory.replace(b'"suspended":null', b'"suspended":"x"')  # type: ignore[union-attr]
        other.execute("UPDATE base SET memory = ?, digest = ?", (memory, hashlib.sha256(memory).digest()))
    code, said = verify(hall, capsys)
    assert code == 1
    assert "what the journal begins with was changed" in said


def test_the_files_can_be_checked_with_what_every_machine_has(hall: OldHall) -> None:
    hall.archive_all()
    folder = hall.archive.folder
    checked = subprocess.run(
        ["sh", "-c", """awk '{print $5 "  " $1 ".jsonl.gz"}' roots.txt | sha256sum -c --quiet"""],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stderr
    own = """
import gzip, hashlib, json, sys
root = bytes(32)
for line in open("roots.txt"):
    day, first, last, end, archive = line.split()
    for body in gzip.open(day + ".jsonl.gz"):
        kept = json.loads(body).get("archived_hash")
        root = bytes.fromhex(kept) if kept else hashlib.sha256(root + body.rstrip(b"\\n")).digest()
    assert root.hex() == end, day
"""
    subprocess.run([sys.executable, "-c", own], cwd=folder, check=True)


# --- copies, disks, versions ---


def test_a_copy_from_before_the_archiving_goes_on_and_archives_again(hall: OldHall) -> None:
    store = Store(hall.folder)
    copy = store.copy(hall.journal)
    hall.archive_all()
    first = {path.name: path.read_bytes() for path in hall.archive.folder.iterdir()}
    hall.journal.close()
    for rest in hall.folder.glob("journal.db*"):
        rest.unlink()
    shutil.copy(copy, store.path)
    hall.again()
    hall.wait()
    hall.published()
    hall.archive_all()
    assert {path.name: path.read_bytes() for path in hall.archive.folder.iterdir()} == first
    hall.history().verify()


def test_a_copy_after_the_archiving_is_whole_and_begins_where_the_archive_ends(hall: OldHall) -> None:
    hall.archive_all()
    store = Store(hall.folder)
    copy = store.copy(hall.journal)
    assert store.last_copy() == copy
    assert journal_command.main(["verify", "--journal", str(copy)]) == 0


def test_the_archive_of_another_journal_is_not_written_over(hall: OldHall, tmp_path: Path) -> None:
    hall.archive_all()
    other = OldHall(tmp_path / "other")
    for _ in range(5):
        other.day(1)
    shutil.copytree(hall.archive.folder, other.folder / "archive")
    before = other.archive.events_file(MONDAY).read_bytes()
    with pytest.raises(JournalBroken, match="is of another journal"):
        other.archive_all()
    assert other.archive.events_file(MONDAY).read_bytes() == before
    assert other.ask(c.TakeTicket, service="ready").status == "done"


@pytest.mark.parametrize("step", range(1, 5))
def test_a_full_disk_leaves_the_day_in_the_journal_until_there_is_room(
    hall: OldHall, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter(range(1, 100))

    def full(_handle: int) -> None:
        if next(calls) == step:
            raise OSError(28, "No space left on device")

    before = bodies(hall)
    for module in (archiving_module, archive_module):
        monkeypatch.setattr(module.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        hall.archive_all()
    assert bodies(hall) == before
    monkeypatch.undo()
    hall.archive_all()
    hall.history().verify()
    assert len(hall.archive.days()) == 3


def test_a_journal_of_the_first_version_gets_an_archive(hall: OldHall) -> None:
    before = hall.memory()
    hall.journal.close()
    with sqlite3.connect(hall.folder / "journal.db") as old:
        old.executescript(
            "DROP TRIGGER event_is_kept; DROP TABLE base; DROP INDEX day_end; DROP INDEX reply_age;"
            "ALTER TABLE reply DROP COLUMN lasting;"
            "CREATE TRIGGER event_is_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;"
            "PRAGMA user_version = 1;"
        )
    old.close()
    reader = Journal.read_only(hall.folder / "journal.db")
    assert reader.verify() == reader.seq
    assert reader.base() is None
    reader.close()
    hall.again()
    assert hall.memory() == before
    hall.wait()
    hall.published()
    hall.archive_all()
    hall.history().verify()
    assert len(hall.archive.days()) == 3


def test_a_begin_of_another_version_is_made_anew_from_the_archive(hall: OldHall) -> None:
    hall.archive_all()
    before = hall.memory()
    with sqlite3.connect(hall.journal.path) as other:
        memory = b'{"seq":3,"tickets":{"A":{"shape":"of long ago"}}}'
        other.execute("UPDATE base SET memory = ?, digest = ?", (memory, hashlib.sha256(memory).digest()))
        other.execute("DELETE FROM checkpoint")
    hall.again()
    assert hall.memory() == before


def test_without_a_begin_and_without_an_archive_it_is_said_what_to_do(hall: OldHall) -> None:
    hall.archive_all()
    with sqlite3.connect(hall.journal.path) as other:
        other.execute("UPDATE base SET memory = x'7b7d'")
        other.execute("DELETE FROM checkpoint")
    hall.archive.events_file(TUESDAY).unlink()
    with pytest.raises(JournalBroken, match=r"2026-11-24\.jsonl\.gz: it is missing"):
        hall.again()


# --- the command ---


def exported(capsys: pytest.CaptureFixture[str], *words: str) -> list[int]:
    assert journal_command.main(["export", *words]) == 0
    return [json.loads(line)["seq"] for line in capsys.readouterr().out.splitlines()]


def test_export_gives_every_event_wherever_it_lies(hall: OldHall, capsys: pytest.CaptureFixture[str]) -> None:
    hall.archive_all()
    place = ("--journal", str(hall.folder))
    last, archived = hall.journal.seq, hall.archive.days()
    assert exported(capsys, *place) == list(range(1, last + 1))
    assert exported(capsys, *place, "--since", "5") == list(range(6, last + 1))
    assert exported(capsys, *place, "--since", str(last - 2)) == [last - 1, last]
    assert exported(capsys, *place, "--day", TUESDAY) == list(range(archived[1].first, archived[1].last + 1))
    today = exported(capsys, *place, "--day", hall.master.hall.memory.day)
    assert today[-1] == last
    assert exported(capsys, *place, "--day", "2026-11-27")[-1] == today[0] - 1
    assert journal_command.main(["export", *place, "--day", "2026-12-24"]) == 1
    assert "there is no day 2026-12-24" in capsys.readouterr().err


def test_explain_answers_for_a_ticket_of_an_archived_day(hall: OldHall, capsys: pytest.CaptureFixture[str]) -> None:
    hall.archive_all()
    place = ("--journal", str(hall.folder))
    assert journal_command.main(["explain", "А003", "--day", "2026-11-25", *place]) == 0
    assert "А005" in capsys.readouterr().out
    assert journal_command.main(["explain", "А002", "--day", "2026-11-26", *place]) == 0
    capsys.readouterr()
    assert journal_command.main(["explain", "А009", *place]) == 1
    assert "name that with --day" in capsys.readouterr().err


def learn(hall: OldHall, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = journal_command.main(["learn", "--journal", str(hall.folder)])
    return code, capsys.readouterr().out


def test_learn_says_that_the_hall_holds_what_follows_from_its_history(
    hall: OldHall, capsys: pytest.CaptureFixture[str]
) -> None:
    hall.archive_all()
    code, said = learn(hall, capsys)
    assert (code, said) == (0, f"events 1 to {hall.journal.seq} replayed: the hall holds what follows from them\n")


def test_learn_sets_right_what_the_hall_holds_once_the_queue_master_is_stopped(
    hall: OldHall, capsys: pytest.CaptureFixture[str]
) -> None:
    hall.archive_all()
    right = hall.memory()
    wrong = json.loads(hall.journal.base().memory)  # type: ignore[union-attr]
    wrong["lines_closed"] = {"residence": "of another time"}
    with sqlite3.connect(hall.journal.path) as other:
        memory = json.dumps(wrong).encode()
        other.execute("UPDATE base SET memory = ?, digest = ?", (memory, hashlib.sha256(memory).digest()))
        other.execute("DELETE FROM checkpoint")
    store = Store(hall.folder)
    store.claim()  # the queue-master runs
    code, said = learn(hall, capsys)
    assert code == 1
    assert "in lines_closed" in said
    assert "Stop the queue-master" in said
    hall.journal.close()
    del store
    code, said = learn(hall, capsys)
    assert code == 0, said
    assert "set right" in said
    hall.again()
    assert json.loads(hall.memory()) == json.loads(right) | {"seq": hall.journal.seq}
    assert verify(hall, capsys)[0] == 0
    assert learn(hall, capsys)[0] == 0


# --- in a thread, in a process ---


def test_a_day_that_cannot_be_archived_is_told_and_tried_again(
    hall: OldHall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    archivist = Archivist(hall.journal.path, PLAN.retention, hall.master, threading.Event())
    monkeypatch.setattr(archiving_module.os, "fsync", full)
    archivist.archive_a_day(hall.master.hall.memory.day)
    assert archivist.stands
    assert "the journal keeps it" in caplog.text
    assert hall.master.may_archive
    monkeypatch.undo()
    archivist.archive_a_day(hall.master.hall.memory.day)
    assert not archivist.stands
    assert not hall.master.may_archive, "first the last day is to be written down"
    hall.wait()
    assert hall.master.may_archive
    assert [day.day for day in hall.history().days] == [MONDAY]


def test_an_archivist_that_is_stopped_leaves_the_day_where_it_is(hall: OldHall) -> None:
    stopped = threading.Event()
    stopped.set()
    archivist = Archivist(hall.journal.path, PLAN.retention, hall.master, stopped)
    archivist.archive_a_day(hall.master.hall.memory.day)
    archivist.run()
    assert hall.archive.days() == []
    assert not archivist.stands
