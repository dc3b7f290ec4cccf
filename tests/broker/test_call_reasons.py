"""The hall is told why a call went before others, where a rule makes that public; what is a visitor's own is not told."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from broker.contracts import commands as c
from broker.queuemaster.picture import snapshot
from broker.queuemaster.state import Call
from tests.broker.day import Day

pytestmark = pytest.mark.fast


def told(day: Day) -> object:
    """What everybody hears of the last call."""
    return snapshot(day.hall, day.now, "boot").calls[0].reason


def test_a_call_in_its_turn_has_no_reason() -> None:
    day = Day()
    day.ask(c.OpenWindow, window=1)
    day.take()
    assert day.call(1) == ("А001", "oldest")
    assert told(day) is UNSET


def test_a_no_show_who_came_back_and_a_transfer_are_told() -> None:
    day = Day()
    day.ask(c.OpenWindow, window=1)
    day.ask(c.OpenWindow, window=4)
    day.take()
    day.take()
    day.ask(c.CallNext, window=1)
    day.ask(c.NoShow, window=1)
    day.ask(c.ReturnTicket, ticket="А001")
    assert day.call(1) == ("А001", "returned")
    assert told(day) == "returned"
    day.ask(c.CallNext, window=1)
    day.ask(c.Transfer, window=1, to_service="ready")
    assert day.call(4) == ("А002", "transferred")
    assert told(day) == "transferred"


@pytest.mark.parametrize("reason", ["needs", "operator"])
def test_that_somebody_needs_a_window_or_was_chosen_is_not_the_halls_to_know(reason: str) -> None:
    day = Day()
    call = Call(ticket="t", number="А001", line="residence", window=1, zone="hall-1", at=day.now, reason=reason)
    day.hall.memory.calls = [call]
    assert told(day) is UNSET
