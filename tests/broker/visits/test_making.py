"""The tables follow journal and archive: what is new comes in, what must be forgotten goes, and nothing is written there."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import duckdb
import msgspec
import pytest
from msgspec import structs

from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.replies import Reply
from broker.queuemaster.master import Incoming
from broker.queuemaster.store import Store
from broker.visits.making import Maker
from broker.visits.tables import notes
from tests.broker.halls import HALL_TOML
from tests.broker.old_hall import KOVALENKO, MELNYK, PLAN, OldHall, carried_on, five_days

pytestmark = pytest.mark.fast


@pytest.fixture
def hall(tmp_path: Path) -> OldHall:
    return five_days(tmp_path / "state")


def maker(hall: OldHall) -> Maker:
    return Maker(Store(hall.folder).path, PLAN, hall.folder.parent / "visits")


def asked(hall: OldHall, query: str) -> list[tuple[object, ...]]:
    files = hall.folder.parent / "visits" / "*.leg.parquet"
    return duckdb.sql(query.format(leg=f"'{files}'")).fetchall()


BY_OPERATOR = "SELECT day, operator, count(*) FROM {leg} WHERE operator IS NOT NULL GROUP BY ALL ORDER BY ALL"


def test_all_days_are_made_once_and_then_only_what_is_new(hall: OldHall):
    first = maker(hall).catch_up()
    assert (first.days, first.made, first.left) == (6, 6, 0)
    assert maker(hall).catch_up().made == 0
    again = carried_on(hall.folder, hall)
    again.day(2)
    after = maker(again).catch_up()
    assert (after.days, after.made) == (7, 2)  # the day that went on, and the next
    assert after.root == again.journal.root.hex()


def test_a_short_patience_makes_some_days_and_says_how_many_are_left(hall: OldHall):
    upto = maker(hall).catch_up(budget=0)
    assert (upto.made, upto.left) == (1, 5)
    assert maker(hall).catch_up().left == 0


def test_who_served_is_forgotten_when_the_day_is_archived(hall: OldHall):
    maker(hall).catch_up()
    assert {name for _, name, _ in asked(hall, BY_OPERATOR)} == {KOVALENKO, MELNYK}
    carried_on(hall.folder, hall).archive_all()
    maker(hall).catch_up()
    left = asked(hall, BY_OPERATOR)
    assert {day for day, _, _ in left} == {"2026-11-26", "2026-11-27"}
    assert asked(hall, "SELECT count(*) FROM {leg}") == [(14,)]


def test_a_day_that_the_archive_let_go_is_gone_from_the_tables(hall: OldHall):
    carried_on(hall.folder, hall).archive_all()
    maker(hall).catch_up()
    hall.archive.let_go("2026-11-25")
    maker(hall).catch_up()
    folder = hall.folder.parent / "visits"
    assert min(notes(folder)) == "2026-11-25"
    assert not list(folder.glob("2026-11-24*"))


def test_neither_journal_nor_archive_is_touched(hall: OldHall):
    carried_on(hall.folder, hall).archive_all()

    def everything() -> dict[str, str]:
        files = [path for path in hall.folder.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal"))]
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    before = everything()
    maker(hall).catch_up()
    assert everything() == before


def test_the_same_journal_gives_the_same_tables_byte_for_byte(hall: OldHall, tmp_path: Path):
    for name in ("one", "two"):
        Maker(Store(hall.folder).path, PLAN, tmp_path / name).catch_up()
    files = sorted((tmp_path / "one").iterdir())
    assert len(files) == 24
    assert [f.read_bytes() for f in files] == [(tmp_path / "two" / f.name).read_bytes() for f in files]


def test_a_process_of_its_own_answers_each_line_and_ends_with_its_input(hall: OldHall, tmp_path: Path):
    (tmp_path / "hall.toml").write_text(HALL_TOML)
    asking = [str(Store(hall.folder).path), str(tmp_path / "hall.toml"), str(tmp_path / "visits"), "--follow"]
    done = subprocess.run(
        [sys.executable, "-m", "broker.visits", *asking], input=b"\n\n", capture_output=True, check=True, timeout=60
    )
    answers = [msgspec.json.decode(line) for line in done.stdout.splitlines()]
    assert [(answer["days"], answer["made"]) for answer in answers] == [(6, 6), (6, 0)]


GRADES = "SELECT day, number, grade FROM {leg} WHERE grade IS NOT NULL ORDER BY ALL"


def late_votes(hall: OldHall, votes: list[tuple[str, int, str, int, int]]) -> None:
    """Answers that a tablet kept while the hall was away: number, window, run, grade, days ago."""
    for number, window, run, grade, days in votes:
        at = hall.now - timedelta(days=days)
        command = c.AnswerSurvey(
            id=f"late-{run}", at=at, expires=hall.now + timedelta(hours=1), window=window, ticket=number,
            survey="visit", version="1", run=run, answers={"grade": grade},
        )  # fmt: skip
        (answer,) = hall.master.handle([Incoming("survey-1", codec.encode(command))], hall.now).answers
        assert codec.read(Reply, answer[1]).status == "done"
    hall.published()


def silent_day(folder: Path) -> OldHall:
    """A hall whose tablet reached nobody on the first day: А001 and А002 were served at window 1."""
    hall = OldHall(folder)
    takes = [(c.TakeTicket, {"service": "registration"}) for _ in range(2)]
    hall.at_once((c.OpenWindow, {"window": 1}), *takes)
    for _ in range(2):
        hall.at_once((c.CallNext, {"window": 1}), (c.StartService, {"window": 1}))
        hall.at_once((c.Finish, {"window": 1}))
    hall.now = (hall.now + timedelta(days=1)).replace(hour=8, minute=0)
    hall.wait()
    hall.published()
    return hall


@pytest.mark.parametrize("made_before", [True, False])
def test_an_answer_that_came_when_its_day_was_closed_counts_in_that_day(tmp_path: Path, *, made_before: bool):
    hall = silent_day(tmp_path / "state")
    monday = (hall.now - timedelta(days=1)).date().isoformat()
    if made_before:
        maker(hall).catch_up()
        assert asked(hall, GRADES) == []
    late_votes(hall, [("А001", 1, "run-1", 4, 1), ("А002", 3, "run-2", 1, 1), ("А002", 1, "run-3", 2, 1)])
    late_votes(hall, [("А001", 1, "run-9", 1, 1), ("А002", 1, "run-3b", 1, 2)])
    hall.day(0)
    upto = maker(hall).catch_up()
    # Of another window, a second vote of a ticket, and a day on which nobody was served: they count for nobody.
    assert asked(hall, GRADES) == [(monday, "А001", 4), (monday, "А002", 2)]
    assert maker(hall).catch_up() == structs.replace(upto, made=0)
    later = notes(hall.folder.parent / "visits")[monday].later
    assert [late.number for late in later] == ["А001", "А002", "А002", "А001"]
    assert all(len(bytes.fromhex(late.root)) == 32 for late in later)


def test_a_late_answer_is_still_counted_when_both_days_are_in_the_archive(tmp_path: Path):
    hall = silent_day(tmp_path / "state")
    late_votes(hall, [("А001", 1, "run-1", 4, 1)])
    for _ in range(4):
        hall.day(0)
    hall.archive_all()
    maker(hall).catch_up()
    assert [(number, grade) for _, number, grade in asked(hall, GRADES)] == [("А001", 4)]
