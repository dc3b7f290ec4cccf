"""Every call is explained in plain words, in the operator's language."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

import msgspec
import pytest

from broker.contracts.events import Candidate, Decision, Reason
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
