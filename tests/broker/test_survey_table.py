"""The tables for reports hold each event once, can be made anew, and keep no words longer than the journal does."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from broker.contracts import commands as c
from broker.queuemaster.reporting import Reporting
from broker.queuemaster.store import Store
from broker.queuemaster.survey_table import FILE
from tests.broker.old_hall import MONDAY, TUESDAY, OldHall

pytestmark = pytest.mark.fast


@pytest.fixture
def hall(tmp_path: Path) -> OldHall:
    return OldHall(tmp_path / "state")


def reporting(hall: OldHall) -> Reporting:
    return Reporting(Store(hall.folder).path, hall.plan, Event())


def rows(hall: OldHall, query: str) -> list[tuple[Any, ...]]:
    """As whoever makes reports reads them: read-only."""
    table = sqlite3.connect(f"file:{hall.folder / FILE}?mode=ro", uri=True)
    try:
        return table.execute(query).fetchall()
    finally:
        table.close()


EVERYTHING = (
    "SELECT * FROM run ORDER BY run",
    "SELECT * FROM answer ORDER BY run, question, value",
    "SELECT * FROM served ORDER BY ticket",
)


def test_a_response_rate_can_be_told(hall: OldHall) -> None:
    hall.at_once((c.OpenWindow, {"window": 1}), *[(c.TakeTicket, {"service": "registration"}) for _ in range(3)])
    for run in ("run-1", "run-2", None):
        hall.at_once((c.CallNext, {"window": 1}), (c.StartService, {"window": 1}))
        if run:
            vote = {"window": 1, "run": run, "survey": "visit", "version": "1"}
            hall.at_once((c.AnswerSurvey, {**vote, "answers": {"grade": 2}, "partial": True}))
            hall.at_once((c.AnswerSurvey, {**vote, "answers": {"topics": ("seats", "cramped")}}))
        hall.at_once((c.Finish, {"window": 1}))
    reporting(hall).catch_up()
    assert rows(hall, "SELECT day, window, service, served, answered, round(rate, 2) FROM response") == [
        (MONDAY, 1, "registration", 3, 2, 0.67)
    ]
    assert rows(hall, "SELECT question, value, count(*) FROM answer GROUP BY 1, 2") == [
        ("grade", "2", 2),
        ("topics", "cramped", 2),
        ("topics", "seats", 2),
    ]
    assert rows(hall, "SELECT partial FROM run") == [(0,), (0,)]


def test_an_answer_can_be_taken_back(hall: OldHall) -> None:
    vote = {"window": 1, "run": "run-1", "survey": "visit", "version": "1"}
    hall.at_once((c.OpenWindow, {"window": 1}), (c.TakeTicket, {"service": "registration"}))
    hall.at_once((c.CallNext, {"window": 1}), (c.StartService, {"window": 1}))
    hall.at_once(
        (c.AnswerSurvey, {**vote, "answers": {"grade": 2, "topics": ("seats",)}, "comments": {"tell-us": "тісно"}}),
        (c.AnswerSurvey, {**vote, "answers": {"grade": 4, "topics": ()}, "comments": {"tell-us": ""}}),
    )
    reporting(hall).catch_up()
    assert rows(hall, "SELECT question, value FROM answer") == [("grade", "4")]
    assert rows(hall, "SELECT * FROM comment") == []


def test_however_often_it_looks_it_counts_once_and_made_anew_it_is_the_same(hall: OldHall) -> None:
    hall.day(3)
    keeper = reporting(hall)
    keeper.catch_up()
    keeper.catch_up()
    reporting(hall).catch_up()
    hall.day(4)
    keeper.catch_up()
    before = [rows(hall, query) for query in EVERYTHING]
    assert len(before[0]) == 5
    reporting(hall).make_anew()
    assert [rows(hall, query) for query in EVERYTHING] == before


def test_words_leave_with_the_day_and_choices_stay(hall: OldHall) -> None:
    for _ in range(4):
        hall.day(2)
        reporting(hall).catch_up()
    assert len(rows(hall, "SELECT * FROM comment")) == 4
    hall.archive_all()
    reporting(hall).catch_up()
    days = [day for (day,) in rows(hall, "SELECT r.day FROM comment c JOIN run r ON r.run = c.run ORDER BY 1")]
    assert min(days) > TUESDAY
    assert rows(hall, "SELECT count(*) FROM answer") == [(4,)]
    before = [rows(hall, query) for query in EVERYTHING]
    reporting(hall).make_anew()  # from the archive too, which has no words
    assert [rows(hall, query) for query in EVERYTHING] == before
    assert (
        b"\xd0\x9c\xd1\x83\xd1\x80\xd0\xb0\xd1\x88\xd0\xba\xd0\xbe" in (hall.folder / FILE).read_bytes()
    )  # the last days'


def test_days_older_than_the_archive_keeps_are_let_go(hall: OldHall) -> None:
    hall.day(2)
    reporting(hall).catch_up()
    assert rows(hall, "SELECT count(*) FROM run") == [(1,)]
    hall.now += timedelta(days=366 * 3)
    hall.wait()
    hall.published()
    reporting(hall).catch_up()
    for table in ("run", "answer", "comment", "served"):
        assert rows(hall, f"SELECT count(*) FROM {table}") == [(0,)]


@pytest.mark.parametrize("damage", [b"", b"no tables at all", b"SQLite format 3\0" + b"\xff" * 5000])
def test_damaged_tables_are_made_anew(hall: OldHall, damage: bytes) -> None:
    hall.day(3)
    (hall.folder / FILE).write_bytes(damage)
    reporting(hall).catch_up()
    assert rows(hall, "SELECT count(*) FROM run") == [(2,)]


def test_tables_from_before_a_backup_was_put_back_are_made_anew(hall: OldHall) -> None:
    hall.day(3)
    reporting(hall).catch_up()
    table = sqlite3.connect(hall.folder / FILE)
    table.execute("UPDATE progress SET upto = 100000")
    table.execute("DELETE FROM run")
    table.commit()
    table.close()
    reporting(hall).catch_up()
    assert rows(hall, "SELECT count(*) FROM run") == [(2,)]
