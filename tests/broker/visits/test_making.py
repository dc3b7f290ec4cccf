"""The tables follow journal and archive: what is new comes in, what must be forgotten goes, and nothing is written there."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import duckdb
import msgspec
import pytest

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
