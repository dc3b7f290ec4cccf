"""Words of the command line become commands of the contract, or a mistake that a person understands."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from broker.contracts.commands import Book, CallNext, OpenWindow, SetPriority, TakeTicket, Transfer
from broker.contracts.errors import ContractError
from provisioning.wish import KINDS, read_wish

pytestmark = pytest.mark.fast

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def wish(*words: str) -> object:
    return read_wish(list(words), "id-1", AT)


def test_numbers_booleans_and_lists_are_read_as_their_fields_ask():
    assert wish("call-next", "window=5") == CallNext(id="id-1", at=AT, window=5)
    assert wish("open-window", "window=5", "lines=residence,passport", "operator=op-7") == OpenWindow(
        id="id-1", at=AT, window=5, lines=("residence", "passport"), operator="op-7"
    )
    assert wish("transfer", "window=5", "to_window=7", "keep_seniority=false") == Transfer(
        id="id-1", at=AT, window=5, to_window=7, keep_seniority=False
    )


def test_null_takes_a_priority_away_and_stays_a_word_where_nothing_else_is_possible():
    taken = wish("set-priority", "ticket=А042", "priority=null", "evidence=null")
    assert taken == SetPriority(id="id-1", at=AT, ticket="А042", priority=None, evidence="null")


def test_an_empty_list_is_a_list():
    assert wish("take-ticket", "service=x", "needs=") == TakeTicket(id="id-1", at=AT, service="x")


def test_times_are_rfc_3339():
    issued = wish("take-ticket", "service=x", "issued_at=2026-11-23T08:00:04+02:00")
    assert isinstance(issued, TakeTicket)
    assert issued.issued_at == datetime.fromisoformat("2026-11-23T08:00:04+02:00")


def test_the_same_command_can_be_said_again_by_its_id():
    assert wish("finish", "window=1", "id=again") == KINDS["finish"](id="again", at=AT, window=1)  # type: ignore[call-arg]


def test_a_value_may_hold_an_equals_sign():
    called = wish("call-ticket", "window=1", "ticket=А001", "why=a=b")
    assert getattr(called, "why", None) == "a=b"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["call-nxt", "window=5"], "Did you mean “call-next”?"),
        (["call-next", "windw=5"], "Did you mean “window”?"),
        (["call-next", "window"], "key=value"),
        (["call-next", "window=five"], "$.window"),
        (["call-next", "window=0"], "$.window"),
        (["call-next"], "needs also: window"),
        (["set-priority", "ticket=А1"], "needs also: priority, evidence"),
        (["take-ticket", "service=Не слаг"], "$.service"),
        (["take-ticket", "service=x", "issued_at=08:00"], "$.issued_at"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(words: list[str], told: str):
    with pytest.raises(ContractError) as mistake:
        wish(*words)
    assert told in str(mistake.value)


def test_a_moment_without_an_offset_is_by_the_halls_clock():
    summer = datetime(2026, 10, 24, 8, 0, tzinfo=ZoneInfo("Europe/Kyiv"))
    for text in ("2026-10-26T09:20", "2026-10-26 09:20", "2026-10-26T09:20+02:00", "2026-10-26T07:20Z"):
        booked = read_wish(["book", "service=passport", f"slot={text}"], "id-1", summer)
        assert isinstance(booked, Book)
        assert booked.slot == datetime(2026, 10, 26, 7, 20, tzinfo=UTC)
    with pytest.raises(ContractError):
        wish("book", "service=passport", "slot=soon")
