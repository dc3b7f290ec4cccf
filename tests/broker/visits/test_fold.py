"""The rows of a day are what its events say, whoever counts them and however."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.visits.fold import DayFold
from broker.visits.rows import Leg
from broker.visits.windows import WindowTimes, milliseconds
from tests.broker.day import Day
from tests.broker.visits.random_day import live, steps

pytestmark = pytest.mark.fast

KYIV = ZoneInfo("Europe/Kyiv")
DAY = "2026-11-23"


def folded(events: list[e.Event]) -> DayFold:
    fold = DayFold(DAY, KYIV)
    for event in events:
        fold.hear(event)
    return fold


def of_today(day: Day) -> list[e.Event]:
    """Up to the day's end; what follows belongs to the next."""
    ends = [place for place, event in enumerate(day.heard) if isinstance(event, e.DayClosed)]
    return day.heard[: ends[0] + 1] if ends else day.heard


# A slow, plain count: each ticket's own events, one after another.


def plainly(events: list[e.Event]) -> dict[str, list[tuple[int | None, int | None, str]]]:
    """By ticket: for each leg how long it waited, how long it was served, and how it ended."""
    of: dict[str, list[e.Event]] = defaultdict(list)
    for event in events:
        if getattr(event, "ticket", None):
            of[event.ticket].append(event)  # type: ignore[attr-defined]
    found = {}
    for ticket, story in of.items():
        legs: list[list[e.Event]] = []
        for event in story:
            if isinstance(event, e.TicketIssued) or not legs:
                legs.append([])
            legs[-1].append(event)
            if isinstance(event, e.TicketTransferred | e.TicketReturned):
                legs.append([event])
        found[ticket] = [_plain_leg(leg) for leg in legs]
    return found


def _plain_leg(leg: list[e.Event]) -> tuple[int | None, int | None, str]:
    begin = leg[0]
    joined = begin.at
    called = next((event.at for event in reversed(leg[1:]) if isinstance(event, e.TicketCalled)), None)
    starts = [event.at for event in leg[1:] if isinstance(event, e.ServiceStarted)]
    held = timedelta()
    away: datetime | None = None
    begun = None
    for event in leg[1:]:
        if isinstance(event, e.ServiceStarted | e.TicketResumed) and begun is None:
            begun = event.at
            away = None if isinstance(event, e.TicketResumed) else away
        if isinstance(event, e.TicketHeld) and begun is not None:
            away = event.at
        if isinstance(event, e.TicketResumed) and away is not None:
            held += event.at - away
            away = None
    ends = {
        e.ServiceFinished: "served",
        e.TicketNoShow: "no-show",
        e.TicketTransferred: "transferred",
        e.TicketCancelled: "cancelled",
    }
    outcome, finished = "", None
    for event in leg[1:]:
        if type(event) in ends and not (outcome == "no-show" and isinstance(event, e.TicketCancelled)):
            outcome, finished = ends[type(event)], event
    served = None
    if outcome == "served" and finished is not None and finished.by != "queue-master":
        assert starts or begun
        served = milliseconds(finished.at) - milliseconds(begun or starts[0]) - round(held / timedelta(milliseconds=1))
    wait = milliseconds(called) - milliseconds(joined) if called else None
    return wait, served, outcome


def as_told(leg: Leg) -> tuple[int | None, int | None, str]:
    wait = None if leg.called is None else leg.called - leg.joined
    served = None
    if leg.outcome == "served" and leg.finished is not None and leg.started is not None:
        served = leg.finished - leg.started - leg.held
    ended = {"unserved": "cancelled"}.get(leg.outcome, leg.outcome)
    return wait, served, ended if ended in ("served", "no-show", "transferred", "cancelled") else ""


@settings(max_examples=150, deadline=None)
@given(steps)
def test_whatever_happens_each_leg_is_what_a_plain_count_of_its_ticket_says(wanted: list[tuple[Any, Any]]):
    events = of_today(live(wanted, to_midnight=True))
    told: dict[str, list[tuple[int | None, int | None, str]]] = defaultdict(list)
    for leg in folded(events).legs:
        told[leg.ticket].append(as_told(leg))
    assert told == plainly(events)


@settings(max_examples=100, deadline=None)
@given(steps)
def test_a_window_serves_within_its_open_time_and_in_two_ways_at_no_moment(wanted: list[tuple[Any, Any]]):
    for to_midnight in (False, True):
        fold = folded(of_today(live(wanted, to_midnight=to_midnight)))
        by_window = defaultdict(list)
        for stretch in fold.stretches:
            assert stretch.begin < stretch.end
            assert stretch.end - stretch.begin <= 3_600_000
            if stretch.kind != "serving":
                by_window[stretch.window].append((stretch.begin, stretch.end))
        for spans in by_window.values():
            spans.sort()
            assert all(first[1] <= second[0] for first, second in pairwise(spans))


@settings(max_examples=60, deadline=None)
@given(steps)
def test_the_same_events_give_the_same_bytes(wanted: list[tuple[Any, Any]]):
    events = of_today(live(wanted, to_midnight=True))
    first, second = folded(events), folded(events)
    for name in ("legs", "stretches", "closings"):
        assert msgspec.json.encode(getattr(first, name)) == msgspec.json.encode(getattr(second, name))


def test_a_small_day_counted_by_hand():
    """Three come at 8:00. А001 waits 4 min and is served 10 min, of which 3 are set aside; А002 is a no-show; А003 was
    called out of turn before А002, and is transferred.
    """
    day = Day()
    day.ask(c.OpenWindow, window=1, operator="o-kovalenko")
    for _ in range(3):
        day.take()
    day.pass_time(minutes=4)
    day.ask(c.CallNext, window=1)
    day.pass_time(minutes=1)
    day.ask(c.StartService, window=1)
    day.pass_time(minutes=2)
    day.ask(c.Hold, window=1)
    day.pass_time(minutes=3)
    day.ask(c.Resume, window=1, ticket="А001")
    day.pass_time(minutes=5)
    day.ask(c.Finish, window=1)
    day.ask(c.CallTicket, window=1, ticket="А003", why="з немовлям")
    day.ask(c.StartService, window=1)
    day.ask(c.Transfer, window=1, to_line="passport")
    day.ask(c.CallNext, window=1)
    day.pass_time(minutes=2)
    fold = folded(day.heard)
    minutes = [
        (
            leg.number,
            leg.place,
            leg.began,
            (leg.called - leg.joined) / 60_000 if leg.called else None,
            (leg.finished - leg.started - leg.held) / 60_000 if leg.finished and leg.started else None,
            leg.outcome,
            leg.reason,
            leg.passed,
        )
        for leg in fold.legs
    ]
    assert minutes == [
        ("А001", 0, "issued", 4.0, 7.0, "served", "oldest", 0),
        ("А002", 0, "issued", 15.0, None, "no-show", "oldest", 0),
        ("А003", 0, "issued", 15.0, 0.0, "transferred", "operator", 1),
        ("А003", 1, "transferred", None, None, "waiting", None, 0),
    ]
    assert sum(s.end - s.begin for s in fold.stretches if s.kind == "open") == 17 * 60_000
    assert sum(s.end - s.begin for s in fold.stretches if s.kind == "serving") == 7 * 60_000
    assert {leg.operator for leg in fold.legs[:3]} == {"o-kovalenko"}


def test_who_waited_when_a_window_closed_for_the_day():
    day = Day()
    day.ask(c.OpenWindow, window=1, operator="o-kovalenko")
    day.ask(c.OpenWindow, window=2)
    for _ in range(3):
        day.take()
    day.pass_time(minutes=1)
    day.ask(c.CloseWindow, window=1)
    assert [(one.window, one.operator, one.waiting) for one in folded(day.heard).closings] == [(1, "o-kovalenko", 3)]
    day.ask(c.OpenWindow, window=1)
    assert folded(day.heard).closings == []


def test_names_are_not_told_where_they_are_made_up():
    day = Day()
    day.ask(c.OpenWindow, window=1, operator="operator-1")
    day.take()
    day.ask(c.CallNext, window=1)
    day.pass_time(minutes=2)
    fold = DayFold(DAY, KYIV, names=False)
    for event in day.heard:
        fold.hear(event)
    assert [leg.operator for leg in fold.legs] == [None]
    assert {stretch.operator for stretch in fold.stretches} == {None}


def test_hours_are_cut_by_the_hall_s_clock_when_an_hour_is_there_twice():
    times = WindowTimes("2026-10-25", KYIV)
    begin = datetime(2026, 10, 25, 2, 30, tzinfo=KYIV)
    times.opens(1, None, ("residence",), begin)
    end = datetime(2026, 10, 25, 4, 30, tzinfo=KYIV)  # the clocks went back at four: it is three hours later
    times.closes(1, end, forgotten=False)
    stretches = times.stretches(None)
    assert [stretch.hour for stretch in stretches] == [2, 3, 3, 4]
    assert sum(stretch.end - stretch.begin for stretch in stretches) == 3 * 3_600_000
