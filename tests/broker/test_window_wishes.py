"""What an operator adds to a visit: how it ended, a note for whoever is next, and whether the window calls by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from tests.broker.day import Day

pytestmark = pytest.mark.fast


def served(day: Day) -> None:
    day.ask(c.OpenWindow, window=1)
    day.ask(c.TakeTicket, service="registration")
    day.ask(c.CallNext, window=1)


def test_a_finish_says_how_it_ended_and_need_not():
    day = Day()
    served(day)
    day.ask(c.Finish, window=1, outcome="papers-missing")
    finished = day.heard[-1]
    assert isinstance(finished, e.ServiceFinished)
    assert finished.outcome == "papers-missing"
    day.ask(c.TakeTicket, service="registration")
    day.ask(c.CallNext, window=1)
    day.ask(c.Finish, window=1)
    assert day.heard[-1].outcome is None  # type: ignore[attr-defined]


def test_the_end_of_a_leg_says_how_it_ended_too():
    day = Day()
    served(day)
    day.ask(c.Finish, window=1, next_service="ready", stay=False, outcome="advice")
    leg = day.heard[-1]
    assert isinstance(leg, e.LegFinished)
    assert leg.outcome == "advice"


def test_a_note_is_a_fact_without_what_leads_to_a_person():
    day = Day()
    served(day)
    day.ask(c.NoteTicket, ticket="А001", text="Бракує довідки, тел. 067 123 45 67")
    noted = day.heard[-1]
    assert isinstance(noted, e.TicketNoted)
    assert (noted.number, noted.text) == ("А001", "Бракує довідки, тел. •••")
    with pytest.raises(Refused) as refused:
        day.ask(c.NoteTicket, ticket="А099", text="нікого")
    assert refused.value.reason == "unknown-ticket"


def test_a_window_that_calls_by_hand_is_left_to_its_operator_until_it_is_automatic_again():
    day = Day(auto_call_after=timedelta(seconds=15))
    day.ask(c.OpenWindow, window=1, automatic=False)
    day.ask(c.TakeTicket, service="registration")
    day.pass_time(minutes=1)
    assert not any(isinstance(event, e.TicketCalled) for event in day.heard)
    day.ask(c.PauseWindow, window=1)
    day.ask(c.OpenWindow, window=1)
    assert day.heard[-1].automatic is False, "a pause changes nothing of it"  # type: ignore[attr-defined]
    day.ask(c.OpenWindow, window=1, automatic=True)
    day.pass_time(seconds=16)
    assert isinstance(day.heard[-1], e.TicketCalled)


def test_asking_for_what_is_already_so_changes_nothing():
    day = Day(auto_call_after=timedelta(seconds=15))
    day.ask(c.OpenWindow, window=1, automatic=False)
    before = len(day.heard)
    day.ask(c.OpenWindow, window=1, automatic=False)
    day.ask(c.OpenWindow, window=1)
    assert len(day.heard) == before
