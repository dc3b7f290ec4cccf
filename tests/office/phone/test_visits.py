"""A page of a ticket shows what became of it, and nothing of anybody else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from broker.contracts import events as facts
from broker.contracts.decision import Decision, Estimate
from office.phone.face import PHRASES, Counted, Face, Surroundings, face
from office.phone.visits import Visits
from office.words import Words
from tests.broker.halls import KYIV, PLAN

pytestmark = pytest.mark.fast

NOW = datetime(2026, 11, 23, 10, 40, tzinfo=KYIV)
HALL = msgspec.structs.replace(
    PLAN,
    policy=msgspec.structs.replace(PLAN.policy, give_way=2),
    phone=msgspec.structs.replace(PLAN.phone, survey="https://example.gov.ua/survey"),
)
EN = Words("en", PLAN.timezone, PHRASES)
T = "01M83FTXRRZ541WNG4JBC9MZVR"


class Life:
    """One ticket, step by step, and its page after each."""

    def __init__(self) -> None:
        self.visits, self.seq = Visits(), 0
        self.counted = Counted()
        told = Estimate(earliest=NOW + timedelta(minutes=1), likely=NOW, latest=NOW + timedelta(minutes=13))
        self.happen(facts.TicketIssued, service="registration", line="residence", since=NOW, ahead=7, estimate=told)

    def happen(self, kind: type[Any], **fields: Any) -> Face:
        self.seq += 1
        self.visits.hear(kind(seq=self.seq, at=NOW, by="tester", ticket=T, number="А042", **fields))
        return self.page()

    def page(self, say: Words = EN) -> Face:
        return face(self.visits.by_id.get(T), self.counted, Surroundings(HALL, None, "ok", NOW), say)

    def called(self, window: int = 3) -> Face:
        more: dict[str, Any] = {"zone": "hall-1", "line": "residence", "languages": ("uk",), "reason": "oldest"}
        return self.happen(facts.TicketCalled, window=window, decision=Decision(policy="strict", candidates=()), **more)


def test_a_waiting_ticket_shows_the_place_the_range_and_what_the_slip_said():
    life = Life()
    life.counted = Counted(7, NOW, Estimate(earliest=NOW, likely=NOW, latest=NOW + timedelta(minutes=14)), NOW)
    page = life.page()
    assert (page.state, page.ahead, page.range) == ("waiting", "7 visitors", "10:40–10:55")
    assert page.told == "Your ticket said: 10:40–10:55"
    assert page.where == "Hall 1"
    assert page.give_way == "Let 2 visitors pass"
    assert page.leave


@pytest.mark.parametrize(("ahead", "state"), [(None, "waiting"), (3, "waiting"), (2, "near"), (0, "next")])
def test_who_is_near_is_asked_to_come_back(ahead: int | None, state: str):
    life = Life()
    life.counted = Counted(ahead, NOW)
    assert life.page().state == state


def test_each_call_and_recall_rings_once_and_says_where_to_go():
    life = Life()
    first = life.called()
    assert (first.heading, first.ahead, first.give_way) == ("Go to window 3", "", "")
    more: dict[str, Any] = {"zone": "hall-1", "line": "residence", "languages": ("uk",), "times": 2}
    again = life.happen(facts.TicketRecalled, window=3, **more)
    assert len({first.call, again.call, ""}) == 3
    assert "again" in again.detail


def test_the_end_of_a_visit_thanks_and_asks_how_it_was():
    life = Life()
    life.called()
    life.happen(facts.ServiceStarted, window=3)
    page = life.happen(facts.ServiceFinished, window=3)
    assert (page.state, page.over, page.survey) == ("done", True, "https://example.gov.ua/survey")
    assert not page.leave


def test_giving_way_uses_up_what_the_hall_allows():
    life = Life()
    for left in (1, 0):
        page = life.happen(facts.TicketGaveWay, since=NOW)
        assert bool(page.give_way) == bool(left)
        assert page.told == "", "what the slip said is not true any more, by the visitor's own wish"


def test_the_day_is_over_and_its_pages_say_so():
    life = Life()
    life.visits.hear(facts.DayClosed(seq=9, at=NOW, by="queue-master", day="2026-11-23"))
    assert life.page().state == "unknown"
    assert T in life.visits.changed


def test_every_state_of_a_ticket_has_words_in_both_languages():
    states = ("waiting", "near", "next", "called", "serving", "held", "no-show", "done", "cancelled")
    for language in PHRASES.languages:
        assert {f"state.{state}" for state in states} <= PHRASES.keys(language)
    assert PHRASES.keys("uk") - {"ahead.few", "action.give_way.few"} <= PHRASES.keys("en")
