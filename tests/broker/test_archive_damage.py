"""What is wrong with an archive, or with the journal after it, is found and told; copies and full disks lose nothing."""

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
from pathlib import Path
from typing import Any

import pytest

from broker.contracts import commands as c
from broker.queuemaster import archive as archive_module
from broker.queuemaster import archiving as archiving_module
from broker.queuemaster import journal_command
from broker.queuemaster.archivist import Archivist
from broker.queuemaster.journal import Journal, JournalBroken
from broker.queuemaster.store import Store
from tests.broker.old_hall import MONDAY, PLAN, TUESDAY, OldHall, bodies, carried_on, five_days

pytestmark = pytest.mark.fast


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> OldHall:
    return five_days(tmp_path_factory.mktemp("lived") / "state")


@pytest.fixture
def hall(lived: OldHall, tmp_path: Path) -> OldHall:
    """The five days in a folder of one's own."""
    shutil.copytree(lived.folder, tmp_path / "state")
    return carried_on(tmp_path / "state", lived)


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
