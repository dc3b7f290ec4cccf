"""What a replay promises, whatever the hall, the staff and the visitors are."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts import events as e
from broker.contracts.hall_file import HallFile
from broker.queuemaster.state import Hall
from broker.replay.outcome import DayResult, Told
from broker.replay.plan import Options, Shift, Visitor
from broker.replay.staff import joined
from broker.replay.virtual_day import replay_day
from broker.replay.wall_clock import WallClock
from tests.broker.booking_halls import BOOKING_PLAN
from tests.broker.halls import PLAN

pytestmark = pytest.mark.fast

MONDAY = date(2026, 11, 23)
LINES = ("residence", "passport", "pickup")
SERVICES = {"registration": "residence", "passport-new": "passport", "ready": "pickup"}
MINUTE = timedelta(minutes=1)
WALK = timedelta(seconds=20)


@st.composite
def halls(draw: st.DrawFn) -> HallFile:
    """The test hall with other rules and other windows."""
    policy = msgspec.structs.replace(
        PLAN.policy,
        priority=draw(st.sampled_from(["accumulating", "strict"])),
        no_show_after=draw(st.sampled_from([timedelta(seconds=21), 2 * MINUTE])),
        auto_call_after=draw(st.sampled_from([None, timedelta(0), timedelta(seconds=15)])),
        preference=draw(st.sampled_from([timedelta(0), 2 * MINUTE, 30 * MINUTE])),
    )
    served = st.one_of(st.just(("*",)), st.lists(st.sampled_from(LINES), min_size=1, unique=True).map(tuple))
    windows = tuple(
        msgspec.structs.replace(window, lines=draw(served), accessible=draw(st.booleans())) for window in PLAN.window
    )
    base = draw(st.sampled_from([PLAN, BOOKING_PLAN]))
    return msgspec.structs.replace(base, policy=policy, window=windows)


def moments(last: int = 4 * 60) -> st.SearchStrategy[timedelta]:
    return st.integers(0, last).map(lambda minutes: timedelta(hours=8, minutes=minutes))


VISITORS = st.lists(
    st.builds(
        Visitor,
        arrival=moments(),
        service=st.sampled_from(sorted(SERVICES)),
        minutes=st.sampled_from([0.5, 3.0, 10.0, 45.0]),
        booked=st.one_of(st.none(), st.integers(0, 11).map(lambda slot: timedelta(hours=8, minutes=20 * slot))),
        priority=st.sampled_from([None, None, None, "veteran", "pregnant"]),
        no_show=st.sampled_from([False, False, False, False, True]),
        needs=st.sampled_from([(), (), (), ("wheelchair",)]),
    ),
    max_size=40,
).map(lambda those: sorted(those, key=lambda visitor: visitor.arrival))

SHIFTS = st.lists(
    st.tuples(st.integers(1, 4), moments(), moments(10 * 60)).filter(lambda each: each[1] < each[2]), max_size=8
).map(lambda those: joined(Shift(window=w, start=start, end=end) for w, start, end in those))


def frees(ticket: Told, hall: HallFile) -> datetime:
    """When the window that called it was free again, at the latest."""
    assert ticket.called is not None
    return ticket.finished or ticket.called + hall.policy.no_show_after


@settings(max_examples=100)
@given(hall=halls(), days=st.lists(st.tuples(VISITORS, SHIFTS), min_size=1, max_size=2))
def test_any_days_of_any_hall_keep_the_promises(hall: HallFile, days: list[tuple[list[Visitor], tuple[Shift, ...]]]):
    memory = Hall(hall)
    for number, (visitors, shifts) in enumerate(days):
        day = MONDAY + timedelta(number)
        places = Places()
        told = replay_day(memory, day, visitors, shifts, Options(walk=WALK), listen=places.hear)
        clock = WallClock(day, hall.timezone)
        nobody_is_lost_or_doubled(told, visitors, clock)
        each_story_can_be(told, visitors)
        no_window_has_two_visitors(told, hall)
        windows_call_in_their_shifts_alone(told, shifts, clock)
        nobody_waits_beside_a_free_window(told, visitors, shifts, clock, hall)
        equals_are_served_in_order(told, visitors)
        estimates_are_of_the_future(told)
        bookings_count_from_their_slots(told, visitors, clock)
        assert told.unexplained_overtakes == 0
    assert not memory.memory.tickets
    assert not memory.memory.windows


def nobody_is_lost_or_doubled(told: DayResult, visitors: list[Visitor], clock: WallClock) -> None:
    assert [(t.arrival, t.service, t.priority) for t in told.tickets] == [
        (clock.at(v.arrival), v.service, v.priority) for v in visitors
    ]
    numbers = [ticket.number for ticket in told.tickets if ticket.number]
    assert len(numbers) == len(set(numbers))


def each_story_can_be(told: DayResult, visitors: list[Visitor]) -> None:
    for ticket, visitor in zip(told.tickets, visitors, strict=True):
        if ticket.outcome == "refused":
            assert (ticket.number, ticket.called) == (None, None)
            assert ticket.reason
        elif ticket.outcome == "unserved":
            assert ticket.called is None
        elif ticket.outcome == "no-show":
            assert visitor.no_show
            assert (ticket.started, ticket.finished) == (None, None)
        else:
            assert ticket.outcome == "served"
            assert not visitor.no_show
            assert ticket.called
            assert ticket.started == ticket.called + WALK
            assert ticket.finished == ticket.started + timedelta(minutes=visitor.minutes)
        assert ticket.called is None or ticket.called >= ticket.arrival


def no_window_has_two_visitors(told: DayResult, hall: HallFile) -> None:
    for window in hall.windows:
        here = sorted((t.called, frees(t, hall)) for t in told.tickets if t.window == window and t.called)
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(here))


def windows_call_in_their_shifts_alone(told: DayResult, shifts: tuple[Shift, ...], clock: WallClock) -> None:
    for ticket in told.tickets:
        if ticket.called:
            assert any(
                shift.window == ticket.window and clock.at(shift.start) <= ticket.called < clock.at(shift.end)
                for shift in shifts
            )


def nobody_waits_beside_a_free_window(
    told: DayResult, visitors: list[Visitor], shifts: tuple[Shift, ...], clock: WallClock, hall: HallFile
) -> None:
    """Looked at whenever a window becomes free: nobody waits whom it serves. But needs may wait for another window."""
    for shift in shifts:
        begin, end = clock.at(shift.start), clock.at(shift.end)
        serves = hall.served_by(hall.windows[shift.window])
        here = [t for t in told.tickets if t.window == shift.window and t.called]
        could_wait = [
            ticket
            for ticket, visitor in zip(told.tickets, visitors, strict=True)
            if ticket.number and not visitor.needs and not visitor.booked and SERVICES[ticket.service] in serves
        ]
        for moment in (begin, *(frees(t, hall) for t in here)):
            if begin <= moment < end and not any(t.called <= moment < frees(t, hall) for t in here if t.called):
                for ticket in could_wait:
                    assert not (ticket.arrival <= moment and (ticket.called is None or ticket.called > moment))


def equals_are_served_in_order(told: DayResult, visitors: list[Visitor]) -> None:
    """Who wants the same and is alike goes in order of arrival, whatever the rules are."""
    alike: dict[tuple[Any, ...], list[Told]] = {}
    for ticket, visitor in zip(told.tickets, visitors, strict=True):
        if ticket.number and not visitor.booked:
            alike.setdefault((ticket.service, ticket.priority, visitor.needs), []).append(ticket)
    for those in alike.values():
        for earlier, later in combinations(those, 2):
            assert later.called is None or (earlier.called is not None and earlier.called <= later.called)


def bookings_count_from_their_slots(told: DayResult, visitors: list[Visitor], clock: WallClock) -> None:
    for ticket, visitor in zip(told.tickets, visitors, strict=True):
        if visitor.booked is None:
            assert (ticket.booked, ticket.not_booked) == (None, None)
        elif ticket.booked is not None:
            assert ticket.booked == clock.at(visitor.booked)
        elif ticket.number is not None:
            assert ticket.not_booked, "who booked and has none is told why"


class Places:
    """Counts who has taken the places of an hour of the only service that has a quota: 9, a third of them remote."""

    PLACES, REMOTE = 9, 3

    def __init__(self) -> None:
        self.booked: Counter[datetime] = Counter()
        self.missed: Counter[datetime] = Counter()
        self.walk_ins: Counter[datetime] = Counter()
        self.hours: dict[str, datetime] = {}

    def hear(self, fact: e.Event) -> None:
        if isinstance(fact, e.BookingMade) and fact.service == "registration":
            self.hours[fact.booking] = fact.hour
            if fact.by != "import":
                self.booked[fact.hour] += 1
        elif isinstance(fact, e.BookingMissed) and fact.booking in self.hours:
            self.missed[self.hours[fact.booking]] += 1
        elif isinstance(fact, e.TicketIssued) and fact.hour is not None:
            self.walk_ins[fact.hour] += 1
        for hour, booked in self.booked.items():
            assert booked <= self.REMOTE, "no more than the share is booked"
            assert booked - self.missed[hour] + self.walk_ins[hour] <= self.PLACES


def estimates_are_of_the_future(told: DayResult) -> None:
    for ticket in told.tickets:
        if ticket.estimate:
            assert ticket.estimate.earliest <= ticket.estimate.likely <= ticket.estimate.latest
            assert ticket.estimate.earliest >= ticket.arrival
            assert ticket.estimate.latest > ticket.arrival


@settings(max_examples=30)
@given(
    visitors=st.lists(
        st.builds(
            Visitor,
            arrival=st.integers(0, 70).map(lambda minutes: timedelta(hours=7, minutes=50 + minutes)),
            service=st.just("registration"),
            minutes=st.just(2.0),
            booked=st.one_of(st.none(), st.integers(0, 3).map(lambda slot: timedelta(hours=8, minutes=20 * slot))),
        ),
        min_size=12,
        max_size=30,
    )
)
def test_no_hour_is_booked_beyond_its_share_and_nobody_with_a_booking_is_turned_away(visitors: list[Visitor]):
    visitors.sort(key=lambda visitor: visitor.arrival)
    places = Places()
    works = [Shift(window=number, start=timedelta(hours=8), end=timedelta(hours=18)) for number in (1, 2)]
    told = replay_day(Hall(BOOKING_PLAN), MONDAY, visitors, works, Options(walk=WALK), listen=places.hear)
    for ticket, visitor in zip(told.tickets, visitors, strict=True):
        if visitor.booked is not None and ticket.not_booked is None:
            assert ticket.outcome == "served"
    assert told.unexplained_overtakes == 0
