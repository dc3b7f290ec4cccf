"""«Is my document ready?»: said by staff, asked by a number, and nothing is kept that would tell whose it was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.contracts import commands as c
from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import parse
from broker.contracts.replies import Reply
from tests.broker.desk import Desk
from tests.broker.halls import HALL_TOML

pytestmark = pytest.mark.fast

DOCUMENTS = """
[documents]
service = "registration"
wrong_cases = 5
wrong_cases_pause = "10 min"

[retention]
documents_days = 30
"""
PLAN = parse(HALL_TOML + DOCUMENTS)
CASE = "№ 2026/11-004217"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.again(PLAN)
    desk.ask(c.OpenWindow, window=1)
    return desk


def asked(desk: Desk, case: str = CASE, client: str = "dispenser-1") -> str:
    reply = desk.ask(c.IsReady, client, case=case)
    assert reply.document, reply
    return reply.document.state


def refused(reply: Reply) -> str:
    assert reply.status == "refused", reply
    assert reply.message
    assert all(reply.message.values())
    return reply.reason or ""


def days_pass(desk: Desk, days: int) -> None:
    """Each opens and closes, as in a hall that is never off."""
    for _ in range(days):
        desk.now += timedelta(days=1)
        desk.wait()
        desk.master.keep_house()


def test_what_staff_say_is_what_a_visitor_hears(desk: Desk) -> None:
    assert asked(desk) == "not-listed"
    assert desk.ask(c.DocumentReady, case=CASE).status == "done"
    assert asked(desk, "202611004217") == "ready"
    assert desk.ask(c.DocumentHandedOut, case=CASE).status == "done"
    assert asked(desk) == "handed-out"


def test_saying_it_twice_is_one_fact(desk: Desk) -> None:
    for kind in (c.DocumentReady, c.DocumentReady, c.DocumentHandedOut, c.DocumentHandedOut):
        desk.ask(kind, case=CASE)
    facts = [record.body for record in desk.journal.records(0) if b'"document-' in record.body]
    assert len(facts) == 2


def test_another_document_of_the_same_case_is_ready_anew(desk: Desk) -> None:
    for kind in (c.DocumentReady, c.DocumentHandedOut, c.DocumentReady):
        desk.ask(kind, case=CASE)
    assert asked(desk) == "ready"


def test_the_list_outlives_days_and_restarts_and_ends_with_its_month(desk: Desk) -> None:
    desk.ask(c.DocumentReady, case=CASE)  # 23.11.2026 and 30 days: kept until 31.12.2026
    days_pass(desk, 20)
    before = desk.memory()
    desk.again(PLAN)
    assert desk.memory() == before
    assert asked(desk) == "ready"
    days_pass(desk, 18)
    assert f"{desk.now:%d.%m.%Y}" == "31.12.2026"
    assert asked(desk) == "ready"
    days_pass(desk, 1)
    assert asked(desk) == "not-listed"
    assert desk.master.hall.memory.documents == {}


def test_the_secret_of_the_list_is_destroyed_with_it(desk: Desk) -> None:
    desk.ask(c.DocumentReady, case=CASE)
    secret = desk.folder / "secrets" / "2026-12-31"
    assert secret.exists()
    days_pass(desk, 38)
    assert secret.exists()
    days_pass(desk, 2)
    assert not secret.exists()


def test_no_number_of_a_case_lies_on_the_disk(desk: Desk) -> None:
    desk.ask(c.DocumentReady, case="73519286")
    assert asked(desk, "73519286") == "ready"
    assert asked(desk, "73519287") == "not-listed"
    desk.ask(c.DocumentHandedOut, case="73519286")
    desk.master.checkpoint()
    for path in desk.folder.rglob("*"):
        if path.is_file():
            assert b"7351928" not in path.read_bytes(), path


def test_whoever_tries_numbers_until_one_fits_has_to_wait_and_others_do_not(desk: Desk) -> None:
    desk.ask(c.DocumentReady, case=CASE)
    for n in range(5):
        assert asked(desk, f"10000{n}") == "not-listed"
    assert refused(desk.ask(c.IsReady, "dispenser-1", case=CASE)) == "too-many-cases"
    assert asked(desk, CASE, "dispenser-2") == "ready"
    desk.now += timedelta(minutes=10)
    assert asked(desk) == "ready"


def test_a_number_that_cannot_be_one_is_told_so_and_is_no_guess(desk: Desk) -> None:
    for case in ("123", "1" * 21, "без цифр", "١٢٣٤٥٦"):
        for _ in range(3):
            assert refused(desk.ask(c.IsReady, "dispenser-1", case=case)) == "mistyped-case"


def test_what_was_never_ready_cannot_be_handed_out(desk: Desk) -> None:
    assert refused(desk.ask(c.DocumentHandedOut, case=CASE)) == "unknown-document"


def test_a_hall_without_a_service_for_it_says_that_it_does_not_tell(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for kind in (c.IsReady, c.DocumentReady, c.DocumentHandedOut):
        assert refused(desk.ask(kind, case=CASE)) == "no-documents"


@pytest.mark.parametrize(
    ("table", "word"),
    [
        ('service = "registratoin"', "did you mean"),
        ("", "missing"),
        ('service = "registration"\nwrong_cases = 0', "1 or more"),
        ('service = "registration"\nwindow = 3', "unknown key"),
    ],
)
def test_mistakes_in_the_hall_file_are_told(table: str, word: str) -> None:
    with pytest.raises(ConfigError, match=word):
        parse(f"{HALL_TOML}\n[documents]\n{table}\n")


@given(st.lists(st.tuples(st.sampled_from(["ready", "handed-out"]), st.sampled_from(["1111", "2222"])), max_size=12))
def test_the_last_word_on_a_case_holds_whatever_came_before(said: list[tuple[str, str]]) -> None:
    from broker.queuemaster.hall import Hall, decide, evolve  # noqa: PLC0415 - this test alone needs no disk
    from tests.broker.halls import MORNING  # noqa: PLC0415

    hall, last = Hall(PLAN), {}
    hall.memory.day = "2026-11-23"
    for n, (what, case) in enumerate(said):
        kind = c.DocumentReady if what == "ready" else c.DocumentHandedOut
        if what == "handed-out" and case not in last:
            continue
        for fact in decide(hall, kind(id=f"c{n}", at=MORNING, case=case), MORNING, "reception").events:
            hall = evolve(hall, fact)
        last[case] = what
    for case in ("1111", "2222"):
        told = decide(hall, c.IsReady(id="q", at=MORNING, case=case), MORNING, "dispenser-1")
        assert told.document == last.get(case, "not-listed")
        assert told.events == ()
