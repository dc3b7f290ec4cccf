"""What a visitor is told about those who went before is true."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from broker.contracts import commands as c
from broker.queuemaster import journal_command
from tests.broker.desk import Desk

pytestmark = pytest.mark.fast


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    for window in (1, 2, 3, 4):
        desk.ask(c.OpenWindow, window=window)
    return desk


def take(desk: Desk, service: str = "registration", **fields: object) -> str:
    ticket = desk.ask(c.TakeTicket, service=service, **fields).ticket
    assert ticket
    desk.now += timedelta(seconds=10)
    return ticket.number


def call(desk: Desk, window: int) -> tuple[str, str | None]:
    ticket = desk.ask(c.CallNext, window=window).ticket
    assert ticket
    return ticket.number, ticket.reason


def told(desk: Desk, ticket: str) -> list[tuple[str, str, str]]:
    overtaken = desk.ask(c.Explain, ticket=ticket).overtaken_by or ()
    return [(each.number, each.reason, each.message["en"]) for each in overtaken]


def test_who_was_away_is_not_told_of_calls_that_did_not_pass_it_over(desk: Desk) -> None:
    take(desk)
    take(desk)
    call(desk, 1)
    desk.ask(c.NoShow, window=1)
    assert call(desk, 1) == ("А002", "oldest")  # А001 is not there
    desk.ask(c.ReturnTicket, ticket="А001")
    assert told(desk, "А001") == []


def test_who_came_back_is_told_of_those_who_went_before_since(desk: Desk) -> None:
    take(desk)
    call(desk, 1)
    desk.ask(c.NoShow, window=1)
    desk.ask(c.ReturnTicket, ticket="А001")
    take(desk, "passport-new")
    call(desk, 2)
    assert [(number, reason) for number, reason, _ in told(desk, "А001")] == [("К001", "other-line")]


def test_who_left_is_not_told_of_calls_after_that(desk: Desk) -> None:
    take(desk)
    desk.ask(c.CancelTicket, ticket="А001")
    take(desk)
    call(desk, 1)
    assert told(desk, "А001") == []


def test_a_transfer_that_lost_its_place_does_not_claim_to_have_kept_it(desk: Desk) -> None:
    take(desk, priority="veteran")
    call(desk, 1)
    desk.ask(c.StartService, window=1)
    desk.now += timedelta(minutes=5)
    take(desk, "ready")
    desk.ask(c.Transfer, window=1, to_line="pickup", keep_seniority=False)
    desk.now += timedelta(minutes=5)
    assert call(desk, 4) == ("А001", "priority")
    assert [reason for _, reason, _ in told(desk, "М001")] == ["priority"]


def test_a_preferred_line_is_not_called_a_priority(desk: Desk) -> None:
    take(desk, "passport-new")
    desk.now += timedelta(seconds=60)
    take(desk, priority="veteran")
    desk.now += timedelta(seconds=1)
    assert call(desk, 1) == ("А001", "other-line")  # without its priority it would have gone first, too


def test_a_wheelchair_is_told_that_the_window_is_not_for_it_and_never_that_it_came_back(desk: Desk) -> None:
    take(desk, needs=("wheelchair",))
    take(desk)
    assert call(desk, 1) == ("А002", "oldest")
    ((number, reason, words),) = told(desk, "А001")
    assert (number, reason) == ("А002", "needs")
    assert "not equipped" in words


def test_who_was_sent_to_a_window_is_told_that_it_waits_for_that_window(desk: Desk) -> None:
    take(desk)
    call(desk, 1)
    desk.ask(c.Transfer, window=1, to_window=4)
    take(desk)
    call(desk, 1)
    ((number, reason, words),) = told(desk, "А001")
    assert (number, reason) == ("А002", "other-line")
    assert "waits for window 4" in words


def test_the_command_says_the_same_as_the_reply(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    take(desk, needs=("wheelchair",))
    take(desk)
    call(desk, 1)
    ((_, _, words),) = told(desk, "А001")
    assert journal_command.main(["explain", "А001", "--language", "en", "--journal", str(desk.folder)]) == 0
    assert words in capsys.readouterr().out
