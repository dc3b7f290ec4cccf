"""Old days leave the journal for the archive, and nothing is lost, changed or held up on the way."""

from __future__ import annotations

import gzip
import json
import shutil
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.hall_check import parse
from broker.queuemaster import journal_command
from broker.queuemaster.archiving import let_go
from broker.queuemaster.discretion import Discretion
from broker.queuemaster.restoring import remembered, replayed
from broker.queuemaster.state import Hall
from broker.queuemaster.store import Store
from tests.broker.halls import HALL_TOML, MORNING
from tests.broker.old_hall import KOVALENKO, MELNYK, MONDAY, PLAN, TUESDAY, OldHall, bodies, carried_on, five_days

pytestmark = pytest.mark.fast


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> OldHall:
    return five_days(tmp_path_factory.mktemp("lived") / "state")


@pytest.fixture
def hall(lived: OldHall, tmp_path: Path) -> OldHall:
    """The five days in a folder of one's own."""
    shutil.copytree(lived.folder, tmp_path / "state")
    return carried_on(tmp_path / "state", lived)


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
    facts = [codec.event(record.body) for record in hall.history().of_day(MONDAY)]
    assert {fact.staff for fact in facts if isinstance(fact, e.Event)} == {None, "operator-1"}, "who pressed, too"


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


def test_whom_of_the_staff_something_was_done_to_has_the_same_made_up_name_as_when_they_pressed() -> None:
    discretion = Discretion()
    facts = [
        e.StaffNoted(seq=1, at=MORNING, by="office-1", what="signed-in", staff="olena"),
        e.StaffNoted(
            seq=2, at=MORNING, by="office-1", what="staff-roles", staff="maria", whom="olena", roles=("reception",)
        ),
    ]
    kept = [codec.event(discretion.kept(codec.encode(fact), b"", b"")) for fact in facts]
    assert isinstance(kept[1], e.StaffNoted)
    assert kept[0].staff == kept[1].whom == "operator-1"
    assert (kept[1].staff, kept[1].roles) == ("operator-2", ("reception",))
