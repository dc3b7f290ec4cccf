"""One's own day at the console: what was served, how long it took, and who did not come; nobody else's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from broker.contracts import events as e
from office.days import Day, Days
from tests.broker.halls import KYIV

pytestmark = pytest.mark.fast

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=KYIV)


class Told:
    """Events at minutes after nine, at window 5."""

    def __init__(self) -> None:
        self.days, self._seq = Days(), 0

    def happens(self, minute: float, kind: type[e.Event], staff: str | None = None, **fields: Any) -> None:
        self._seq += 1
        about = {"ticket": "t", "number": "А001", "window": 5} | fields
        known = {name: value for name, value in about.items() if name in kind.__struct_fields__}
        at = NINE + timedelta(minutes=minute)
        self.days.hear(kind(seq=self._seq, at=at, by="window-5", staff=staff, **known))


@pytest.fixture
def told() -> Told:
    return Told()


def test_a_day_counts_for_whoever_pressed(told: Told):
    told.happens(0, e.ServiceStarted, "olena")
    told.happens(10, e.ServiceFinished, "olena")
    told.happens(12, e.ServiceStarted, "olena", ticket="u")
    told.happens(18, e.ServiceFinished, "petro", ticket="u")
    assert told.days.of["olena"] == Day(served=1, time=timedelta(minutes=10))
    assert told.days.of["petro"].mean == timedelta(minutes=6)
    assert "maria" not in told.days.of


def test_time_on_hold_is_nobodys_service(told: Told):
    told.happens(0, e.ServiceStarted, "olena")
    told.happens(4, e.TicketHeld, "olena")
    told.happens(30, e.TicketResumed, "olena")
    told.happens(33, e.ServiceFinished, "olena")
    assert told.days.of["olena"].mean == timedelta(minutes=7)


def test_what_the_queue_master_does_by_itself_counts_for_whoever_opened_the_window(told: Told):
    told.happens(0, e.WindowOpened, zone="hall-1", lines=("residence",), operator="olena")
    told.happens(5, e.TicketNoShow)
    told.happens(6, e.TicketTransferred, "olena", service="s", line="l", since=NINE)
    assert told.days.of["olena"] == Day(no_shows=1, sent_on=1)
    told.happens(7, e.WindowClosed)
    told.happens(8, e.TicketNoShow)
    assert told.days.of["olena"].no_shows == 1


def test_each_leg_of_a_visit_is_a_service(told: Told):
    told.happens(0, e.ServiceStarted, "olena")
    told.happens(5, e.LegFinished, "olena", done="s", service="t", line="l", since=NINE)
    told.happens(5, e.LegStarted, "olena", service="t", line="l", decision=e.Decision(policy="strict", candidates=()))
    told.happens(8, e.ServiceFinished, "olena")
    assert told.days.of["olena"] == Day(served=2, time=timedelta(minutes=8))


def test_yesterday_is_over(told: Told):
    told.happens(0, e.ServiceStarted, "olena")
    told.happens(1, e.ServiceFinished, "olena")
    told.happens(2, e.DayOpened, day="2026-11-24")
    assert told.days.of == {}
