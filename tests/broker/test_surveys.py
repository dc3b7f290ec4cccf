"""A vote counts once a ticket, for the window and the service of that ticket, and leads to nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.queuemaster.hall import decide
from tests.broker.day import Day

pytestmark = pytest.mark.fast


@pytest.fixture
def day() -> Day:
    """Window 1 serves А001."""
    made = Day()
    made.ask(c.OpenWindow, window=1)
    made.ask(c.OpenWindow, window=2)
    made.take()
    made.ask(c.CallNext, window=1)
    made.ask(c.StartService, window=1)
    return made


def vote(day: Day, run: str = "run-1", window: int = 1, **fields: Any) -> e.SurveyAnswered:
    words = {"survey": "visit", "version": "7", "answers": {"grade": 3}, **fields}
    day.ask(c.AnswerSurvey, window=window, run=run, **words)
    event = day.heard[-1]
    assert isinstance(event, e.SurveyAnswered)
    return event


def test_a_vote_is_bound_to_what_the_queue_master_knows_of_the_window(day: Day) -> None:
    event = vote(day, partial=True)
    ticket = day.see("А001")
    assert (event.ticket, event.window, event.service) == (ticket.id, 1, "registration")
    assert (event.survey, event.version, event.run, event.partial) == ("visit", "7", "run-1", True)
    assert event.answers == {"grade": 3}


def test_more_of_the_same_run_completes_the_vote_and_another_run_is_refused(day: Day) -> None:
    vote(day, partial=True)
    vote(day, answers={"topics": ("seats", "cramped")})
    with pytest.raises(Refused, match="voted-already"):
        vote(day, run="run-2")


def test_the_next_ticket_at_the_window_has_its_own_vote(day: Day) -> None:
    vote(day)
    day.ask(c.Finish, window=1)
    day.take()
    day.ask(c.CallNext, window=1)
    day.ask(c.StartService, window=1)
    assert vote(day, run="run-2").ticket != day.see("А001").id


def test_without_a_ticket_nobody_votes(day: Day) -> None:
    with pytest.raises(Refused, match="no-ticket"):
        vote(day, window=2)
    with pytest.raises(Refused, match="unknown-window"):
        vote(day, window=9)


def test_a_vote_that_was_kept_on_the_tablet_counts_for_the_ticket_that_it_saw(day: Day) -> None:
    touched = day.now
    day.ask(c.Finish, window=1)
    day.pass_time(minutes=20)
    late = c.AnswerSurvey(
        id="late", at=touched, expires=touched + timedelta(hours=24), window=1, ticket="А001", survey="visit",
        version="7", run="run-1", answers={"grade": 1},
    )  # fmt: skip
    (event,) = decide(day.hall, late, day.now, "survey-1").events
    assert isinstance(event, e.SurveyAnswered)
    assert (event.ticket, event.answered_at) == (day.see("А001").id, touched)


def test_a_ticket_that_was_sent_on_still_votes_where_it_was(day: Day) -> None:
    day.ask(c.Transfer, window=1, to_window=2)
    day.ask(c.CallNext, window=2)
    assert vote(day, ticket="А001").window == 1


def test_a_ticket_of_another_window_does_not_vote_here(day: Day) -> None:
    with pytest.raises(Refused, match="not-at-window"):
        vote(day, window=2, ticket="А001")


@pytest.mark.parametrize(
    ("said", "number"), [("a001", "А001"), ("Олена Коваль", None), ("0671234567", None), (None, None)]
)
def test_a_vote_of_yesterday_is_of_no_ticket_of_today_and_keeps_the_number_that_the_tablet_saw(
    day: Day, said: str | None, number: str | None
) -> None:
    touched = day.now
    day.pass_time(days=1)
    late = c.AnswerSurvey(
        id="late", at=touched, expires=touched + timedelta(hours=24, minutes=1), window=1, ticket=said,
        survey="visit", version="7", run="run-1", answers={"grade": 1},
    )  # fmt: skip
    (event,) = decide(day.hall, late, day.now, "survey-1").events
    assert isinstance(event, e.SurveyAnswered)
    assert (event.ticket, event.service, event.window) == (None, None, 1)
    assert (event.number, event.answered_at) == (number, touched)


def test_what_could_lead_to_a_person_is_taken_out_again(day: Day) -> None:
    event = vote(day, comments={"tell-us": "Дзвоніть 067 123-45-67", "empty": "  "})
    assert event.comments == {"tell-us": "Дзвоніть •••", "empty": ""}


def test_an_operator_lets_the_tablet_ask_once_a_visitor_is_there_who_has_not_voted(day: Day) -> None:
    day.ask(c.AskSurvey, window=1)
    asked = day.heard[-1]
    assert isinstance(asked, e.SurveyAsked)
    assert (asked.number, asked.window) == ("А001", 1)
    vote(day)
    with pytest.raises(Refused, match="voted-already"):
        day.ask(c.AskSurvey, window=1)
    with pytest.raises(Refused, match="no-ticket"):
        day.ask(c.AskSurvey, window=2)
