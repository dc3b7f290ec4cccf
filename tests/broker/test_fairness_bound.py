"""No more priority visitors go before an ordinary one than the published bound says; docs/fairness.md proves it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts import commands as c
from broker.contracts.bound import greatest_head_start, reach
from broker.contracts.hall_file import HallFile, Turns
from broker.contracts.ids import ulid
from broker.queuemaster.hall import decide, evolve
from broker.queuemaster.overtaking import reason_between, went_before
from broker.queuemaster.state import CallRecord, Ticket
from tests.broker.halls import PLAN
from tests.broker.test_turn import Day
from tests.broker.witness import could_call

pytestmark = pytest.mark.fast

RATES = st.floats(1.0, 10.0)
WITHIN = st.sampled_from([None, None, timedelta(minutes=3), timedelta(minutes=10)])


@st.composite
def plans(draw: st.DrawFn) -> HallFile:
    """Halls of either policy, with any rates, guarantees, preferences, turns and windows."""
    classes = tuple(msgspec.structs.replace(p, rate=draw(RATES), within=draw(WITHIN)) for p in PLAN.priority)
    policy = msgspec.structs.replace(
        PLAN.policy,
        priority=draw(st.sampled_from(["accumulating", "strict"])),
        guarantee=draw(st.sampled_from([None, timedelta(minutes=8), timedelta(minutes=15)])),
        preference=timedelta(minutes=draw(st.sampled_from([0, 0, 2, 5]))),
    )
    turns = (Turns(lines=("passport", "residence"), ratio=(3, 1)),) if draw(st.booleans()) else ()
    return msgspec.structs.replace(PLAN, priority=classes, policy=policy, turns=turns)


COMES = st.tuples(
    st.sampled_from(["registration", "passport-new", "ready"]),
    st.sampled_from([None, None, "veteran", "pregnant"]),
    st.booleans(),
)
DAYS = st.lists(st.tuples(COMES | st.sampled_from([1, 2, 3, 4]), st.integers(0, 150)), max_size=45)


class Live(Day):
    """A day told without the answers, which cost more than the decisions."""

    def do(self, kind: type[c.Command], **fields: Any) -> None:
        self.count += 1
        command = kind(id=ulid(self.count, bytes(10)), at=self.now, **fields)
        for event in decide(self.hall, command, self.now, "tester").events:
            evolve(self.hall, event)

    def is_due(self, ticket: Ticket) -> bool:
        guarantee = self.hall.plan.guarantee(ticket.priority)
        return ticket.state == "waiting" and guarantee is not None and self.now - ticket.since >= guarantee


def live(plan: HallFile, steps: list[tuple[tuple[str, str | None, bool] | int, int]]) -> Live:
    """Visitors come and windows call, at any moments. Nobody junior may pass one who has waited the guarantee."""
    day = Live()
    day.hall.plan = plan
    for window in (1, 2, 3, 4):
        day.do(c.OpenWindow, window=window)
    for step, seconds in steps:
        day.now += timedelta(seconds=seconds)
        if isinstance(step, int):
            call(day, step)
        else:
            service, priority, needs = step
            day.do(c.TakeTicket, service=service, priority=priority, needs=("step-free",) if needs else ())
    return day


def call(day: Live, number: int) -> None:
    memory = day.hall.memory
    window = memory.windows[number]
    due = [each for each in memory.tickets.values() if day.is_due(each) and could_call(day.hall, each, window)]
    day.do(c.CallNext, window=number)
    if window.ticket is not None:
        place = memory.tickets[window.ticket].place
        assert all(place <= ticket.place for ticket in due), "who has waited the guarantee was passed"
        day.do(c.Finish, window=number)


def head_start(record: CallRecord, ticket: Ticket) -> timedelta:
    """What the window gave the called one over `ticket`."""
    key = (ticket.line, None, bool(ticket.needs), None)
    passed = next(each for each in record.passed if (each.line, each.priority, each.needs, each.window) == key)
    assert record.own
    return timedelta(seconds=record.own.extra - passed.extra)


@settings(max_examples=40, deadline=None)
@given(plan=plans(), steps=DAYS)
def test_who_goes_before_by_priority_came_within_the_bound(
    plan: HallFile, steps: list[tuple[tuple[str, str | None, bool] | int, int]]
) -> None:
    memory = live(plan, steps).hall.memory
    for ticket in memory.tickets.values():
        if ticket.priority is not None or ticket.called_at is None:
            continue
        passed = [record for record in memory.records if went_before(record, ticket)]
        by_priority = [record for record in passed if reason_between(record, ticket)[0] == "priority"]
        for record in by_priority:
            assert record.since - ticket.since <= reach(plan, record.at - ticket.since, head_start(record, ticket))
        within = reach(plan, ticket.called_at - ticket.since)
        came = [
            other
            for other in memory.tickets.values()
            if other.priority is not None and ticket.since <= other.since <= ticket.since + within
        ]
        assert len(by_priority) <= len(came)


@settings(max_examples=40, deadline=None)
@given(rate=st.floats(1.1, 10.0), minutes=st.integers(1, 59), guarantee=st.sampled_from([None, 60]), late=st.booleans())
def test_the_bound_is_tight_to_the_second(rate: float, minutes: int, guarantee: int | None, *, late: bool) -> None:
    """Whoever comes a second before the bound is called first, whoever comes a second after it is not."""
    promised = timedelta(minutes=guarantee) if guarantee else None
    policy = msgspec.structs.replace(PLAN.policy, guarantee=promised, preference=timedelta(0))
    classes = (msgspec.structs.replace(PLAN.priority[0], rate=rate),)
    day, waited = Live(), timedelta(minutes=minutes)
    day.hall.plan = msgspec.structs.replace(PLAN, policy=policy, priority=classes)
    day.do(c.OpenWindow, window=4)
    bound = reach(day.hall.plan, waited)
    comes = bound + timedelta(seconds=1 if late else -1)
    day.do(c.TakeTicket, service="registration")
    day.now += comes
    day.do(c.TakeTicket, service="registration", priority="veteran")
    day.now += waited - comes
    day.do(c.CallNext, window=4)
    first = day.hall.memory.records[0].number
    assert first == ("А001" if late else "А002")


@pytest.mark.parametrize(
    ("policy", "guarantee", "waited", "expected"),
    [
        ("accumulating", None, 30, 18.0),  # (1 - 1/2.5) × 30
        ("accumulating", 20, 60, 12.0),
        ("strict", None, 30, 30.0),
        ("strict", None, 90, 60.0),  # the guarantee of an hour
        ("strict", 20, 90, 20.0),
    ],
)
def test_the_bound_is_the_published_one(policy: str, guarantee: int | None, waited: float, expected: float) -> None:
    plan = msgspec.structs.replace(
        PLAN,
        policy=msgspec.structs.replace(
            PLAN.policy, priority=policy, guarantee=timedelta(minutes=guarantee) if guarantee else None
        ),
    )
    assert reach(plan, timedelta(minutes=waited), timedelta(0)) == timedelta(minutes=expected)


def test_a_class_with_a_short_guarantee_reaches_further() -> None:
    classes = (msgspec.structs.replace(PLAN.priority[0], within=timedelta(minutes=5)),)
    plan = msgspec.structs.replace(PLAN, priority=classes)
    assert reach(plan, timedelta(minutes=30), timedelta(0)) == timedelta(minutes=25)


def test_a_preferred_line_helps_a_priority_by_its_head_start_over_its_rate() -> None:
    assert greatest_head_start(PLAN) == timedelta(minutes=4)
    assert reach(PLAN, timedelta(minutes=30)) == timedelta(minutes=18 + 4 / 2.5)
