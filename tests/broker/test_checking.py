"""A priority is asserted by a touch and checked by a person; one that is refused leaves no trace of advantage."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts import commands as c
from broker.contracts.replies import TicketView
from tests.broker.test_turn import Day

pytestmark = pytest.mark.fast


@pytest.fixture
def day() -> Day:
    day = Day()
    for window in (3, 4):
        day.ask(c.OpenWindow, window=window)
    return day


def ticket(day: Day, number: str) -> TicketView:
    found = day.ask(c.WhereAmI, ticket=number)
    assert found
    return found


def check(day: Day, number: str, priority: str | None) -> None:
    day.ask(c.SetPriority, ticket=number, priority=priority, evidence="посвідчення")


def test_what_is_asserted_is_shown_as_unchecked_until_a_person_has_seen_it(day: Day) -> None:
    number = day.take(priority="veteran")
    assert ticket(day, number).checked is False
    check(day, number, "veteran")
    assert ticket(day, number).checked is True
    assert ticket(day, day.take()).checked is None


def test_what_is_confirmed_twice_is_one_fact(day: Day) -> None:
    number = day.take(priority="veteran")
    check(day, number, "veteran")
    seq = day.hall.seq
    check(day, number, "veteran")
    check(day, day.take(), None)
    assert day.hall.seq == seq + 1  # the new ticket


def test_who_is_called_by_a_priority_that_is_refused_goes_back_to_the_place_of_arrival(day: Day) -> None:
    for _ in range(3):
        day.take()
        day.pass_time(minutes=1)
    asserted = day.take(priority="veteran")
    day.take()
    day.pass_time(minutes=20)
    assert day.ask(c.CallNext, window=4).number == asserted  # type: ignore[union-attr]
    check(day, asserted, None)
    assert day.hall.memory.windows[4].ticket is None
    assert [day.call(4) for _ in range(5)] == [
        ("А001", "oldest"),
        ("А002", "oldest"),
        ("А003", "oldest"),
        ("А004", "returned"),
        ("А005", "oldest"),
    ]


def test_who_would_have_been_called_anyway_stays_at_the_window(day: Day) -> None:
    asserted = day.take(priority="veteran")
    day.take()
    day.ask(c.CallNext, window=4)
    check(day, asserted, None)
    assert ticket(day, asserted).state == "called"


def test_who_is_served_already_is_served_to_the_end(day: Day) -> None:
    day.take()
    asserted = day.take(priority="veteran")
    day.pass_time(minutes=20)
    day.ask(c.CallNext, window=4)
    day.ask(c.StartService, window=4)
    check(day, asserted, None)
    assert ticket(day, asserted).state == "serving"
    assert ticket(day, asserted).priority is None


def test_a_slower_class_at_the_window_is_weighed_like_a_refusal(day: Day) -> None:
    day.take()
    day.pass_time(minutes=5)
    asserted = day.take(priority="veteran")
    day.pass_time(minutes=5)
    day.ask(c.CallNext, window=4)  # 2.5 × 5 min against 10
    check(day, asserted, "pregnant")  # 1.5 × 5 min
    assert ticket(day, asserted).state == "waiting"


def test_a_call_is_on_record_with_whether_its_priority_was_checked(day: Day) -> None:
    check(day, day.take(priority="veteran"), "veteran")
    day.take(priority="veteran")
    day.call(4)
    day.call(4)
    assert [record.checked for record in day.hall.memory.records] == [True, False]


VISITORS = st.lists(
    st.tuples(
        st.sampled_from(["registration", "passport-new", "ready"]),
        st.sampled_from([None, None, "veteran", "pregnant"]),
        st.integers(0, 300),
    ),
    min_size=2,
    max_size=10,
)


@settings(max_examples=60, deadline=None)
@given(
    visitors=VISITORS,
    who=st.integers(0, 9),
    strict=st.booleans(),
    later=st.lists(st.tuples(st.sampled_from([3, 4]), st.integers(0, 600)), max_size=12),
)
def test_after_a_refusal_the_hall_calls_as_if_nothing_had_been_asserted(
    visitors: list[tuple[str, str | None, int]], who: int, later: list[tuple[int, int]], *, strict: bool
) -> None:
    calls = []
    for asserts in (True, False):
        day = Day(priority="strict" if strict else "accumulating", guarantee=timedelta(minutes=10))
        day.ask(c.OpenWindow, window=3)
        day.ask(c.OpenWindow, window=4)
        numbers: list[str] = []
        for place, (service, priority, seconds) in enumerate(visitors):
            claimed = "veteran" if asserts else None
            numbers.append(day.take(service, priority=claimed if place == who % len(visitors) else priority))
            day.pass_time(seconds=seconds)
        check(day, numbers[who % len(visitors)], None)
        told = []
        for window, seconds in later:
            told.append(day.call(window))
            day.pass_time(seconds=seconds)
        calls.append(told)
    assert calls[0] == calls[1]
