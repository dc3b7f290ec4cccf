"""Every call is explained in plain words, in the operator's language."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import get_args

import msgspec
import pytest

from broker.contracts.events import Candidate, Decision, Reason, Turn
from office.desk import Card
from office.why import why
from office.words import PHRASES, Words
from tests.broker.halls import KYIV, MORNING, PLAN

pytestmark = pytest.mark.fast

UK, EN = Words("uk", KYIV), Words("en", KYIV)
A042 = Candidate(number="А042", line="residence", score=1500.0, priority="veteran")
K007 = Candidate(number="К007", line="passport", score=610.0)


def card(
    reason: Reason, *, policy: str = "accumulating", candidates: tuple[Candidate, ...] = (A042, K007), **more: str
):
    decision = Decision(policy=policy, candidates=candidates, why=more.pop("why", None))
    at: datetime = MORNING
    return Card("1", "А042", at, at, line="residence", reason=reason, decision=decision, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("reason", get_args(Reason))
@pytest.mark.parametrize("language", PHRASES.languages)
def test_every_reason_of_the_closed_list_is_said(reason: Reason, language: str):
    said = why(card(reason, why="мати з немовлям"), PLAN, Words(language, KYIV))
    assert said is not None
    assert len(said.sentence) > 20
    assert "{" not in said.sentence


def test_a_priority_is_named_with_how_much_faster_it_counts():
    said = why(card("priority", priority="veteran"), PLAN, EN)
    assert said is not None
    assert said.sentence == "Priority “Defenders”: each minute of waiting counts as 2.5."


def test_who_came_close_is_told_with_both_counts():
    said = why(card("priority", priority="veteran"), PLAN, UK)
    assert said is not None
    assert said.second == "Наступним був К007: 10 хв 10 с проти 25 хв."
    assert [(r.number, r.line, r.chosen) for r in said.rivals] == [
        ("А042", "Місце проживання", True),
        ("К007", "Паспорт", False),
    ]


def test_one_who_waited_alone_has_nobody_after():
    said = why(card("oldest", candidates=(A042,)), PLAN, EN)
    assert said is not None
    assert said.second == "Nobody else was waiting for your window."


def test_strict_scores_rank_and_are_not_shown_as_time():
    said = why(card("priority", policy="strict", priority="veteran"), PLAN, UK)
    assert said is not None
    assert said.second == "Наступним був К007."
    assert all(rival.score == "" for rival in said.rivals)


def test_a_call_out_of_turn_tells_the_operators_own_words():
    said = why(card("operator", why="мати з немовлям"), PLAN, UK)
    assert said is not None
    assert said.sentence == "Викликано поза чергою: мати з немовлям"


def test_a_ticket_that_was_not_called_has_no_why():
    assert why(Card("1", "А042", MORNING, MORNING), PLAN, UK) is None


def test_a_line_that_the_hall_file_has_lost_is_said_by_its_id():
    plan = msgspec.structs.replace(PLAN, line=())
    said = why(card("other-line"), plan, EN)
    assert said is not None
    assert "residence" in said.sentence


def test_a_turn_is_said_and_no_score_is_held_against_it():
    turn = Turn(lines=("passport", "residence"), ratio=(2, 1), line="residence", start=0, next=2)
    at: datetime = MORNING
    decision = Decision(policy="accumulating", candidates=(K007, A042), turn=turn)
    said = why(Card("1", "А042", at, at, line="residence", reason="other-line", decision=decision), PLAN, EN)
    assert said is not None
    assert said.sentence == "Your window takes its lines in turn, and it is the turn of “Residence”."
    assert "К007" in said.second
    assert "min" not in said.second


def test_a_guarantee_that_has_passed_is_said_with_its_time():
    due = msgspec.structs.replace(A042, guarantee=900.0, score=960.0)
    decision = Decision(policy="accumulating", candidates=(due, K007))
    called = MORNING + timedelta(minutes=16)
    card = Card("1", "А042", MORNING, MORNING, line="residence", priority="veteran", reason="priority")
    card.decision, card.called_at = decision, called
    said = why(card, PLAN, UK)
    assert said is not None
    assert said.sentence == (
        "Першочергове обслуговування, «Захисники»: зал гарантує виклик за 15 хв очікування, і цей час минув."
    )
    assert said.second == "Наступним був К007."
