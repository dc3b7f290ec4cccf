"""A replayed day does what a hall does, told visitor by visitor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec
import pytest

from broker.contracts.hall_file import HallFile, Package
from broker.queuemaster.state import Hall
from broker.replay.outcome import DayResult, Overtaking, Told
from broker.replay.plan import Options, Shift, Visitor
from broker.replay.virtual_day import replay_day
from tests.broker.booking_halls import BOOKING_PLAN
from tests.broker.halls import PLAN

pytestmark = pytest.mark.fast

MONDAY = date(2026, 11, 23)


def clock(text: str) -> timedelta:
    hours, minutes, *seconds = map(int, text.split(":"))
    return timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))


def comes(at: str, minutes: float = 10, service: str = "registration", **more: Any) -> Visitor:
    return msgspec.convert({"arrival": clock(at), "service": service, "minutes": minutes, **more}, Visitor)


def works(window: int, start: str = "08:00", end: str = "18:00") -> Shift:
    return Shift(window=window, start=clock(start), end=clock(end))


def day(visitors: Iterable[Visitor], *shifts: Shift, plan: HallFile = PLAN, walk: float = 30) -> DayResult:
    options = Options(walk=timedelta(seconds=walk))
    return replay_day(Hall(plan), MONDAY, list(visitors), shifts or (works(1),), options)


def shown(moment: datetime | None) -> str | None:
    return moment and f"{moment:%H:%M:%S}"


def times(ticket: Told) -> tuple[str | None, ...]:
    return tuple(shown(moment) for moment in (ticket.called, ticket.started, ticket.finished))


def test_one_visitor_is_called_at_once_walks_and_is_served():
    (told,) = day([comes("08:10:00", 10)]).tickets
    assert times(told) == ("08:10:00", "08:10:30", "08:20:30")
    assert (told.outcome, told.window, told.number, told.ahead) == ("served", 1, "А001", 0)


def test_the_next_is_called_as_soon_as_the_window_is_free():
    first, second = day([comes("08:10:00"), comes("08:11:00", 1)]).tickets
    assert shown(second.called) == shown(first.finished) == "08:20:30"


def test_whoever_comes_before_the_window_opens_waits_for_it():
    (told,) = day([comes("07:30")]).tickets
    assert shown(told.called) == "08:00:00"


def test_one_who_never_comes_frees_the_window_when_the_policy_says_so():
    missing, other = day([comes("08:00", no_show=True), comes("08:01")]).tickets
    assert (missing.outcome, shown(missing.called), missing.started) == ("no-show", "08:00:00", None)
    assert shown(other.called) == "08:02:00"


def test_one_who_never_comes_is_waited_for_even_when_nothing_else_will_happen():
    (told,) = day([comes("17:59", no_show=True)]).tickets
    assert told.outcome == "no-show"


def test_a_window_serves_out_its_last_visitor_and_calls_nobody_after_its_shift():
    first, second = day([comes("17:55", 20), comes("17:56")]).tickets
    assert shown(first.finished) == "18:15:30"
    assert (second.outcome, second.called) == ("unserved", None)


def test_a_window_calls_nobody_in_its_break():
    first, second = day(
        [comes("11:59", 10), comes("12:05")], works(1, "08:00", "12:00"), works(1, "13:00", "18:00")
    ).tickets
    assert shown(first.finished) == "12:09:30"
    assert shown(second.called) == "13:00:00"


def test_the_window_that_is_idle_longest_calls_first():
    told = day([comes("08:00", 5), comes("08:10", 5), comes("08:20", 5)], works(3), works(4)).tickets
    assert [ticket.window for ticket in told] == [3, 4, 3]


def test_a_visitor_who_is_refused_is_told_with_the_reason():
    plan = msgspec.structs.replace(
        PLAN, service=tuple(msgspec.structs.replace(s, modes=("booking",)) for s in PLAN.service)
    )
    (told,) = day([comes("08:00")], plan=plan).tickets
    assert (told.outcome, told.reason, told.number) == ("refused", "booking-only", None)


def test_priority_goes_first_and_whoever_waits_reads_why():
    visitors = [comes("08:00", 10), comes("08:01", 10), comes("08:02", 10, priority="veteran")]
    told = day(visitors).tickets
    assert shown(told[2].called) == "08:10:30"
    assert told[1].overtaken_by == (Overtaking(number="А003", reason="priority"),)


def test_a_later_visitor_of_another_line_is_told_as_such():
    told = day([comes("08:00", 30), comes("08:01"), comes("08:02", service="ready")], works(1), works(2)).tickets
    assert told[1].overtaken_by == (Overtaking(number="М001", reason="other-line"),)


def test_needs_are_served_at_the_accessible_window():
    told = day([comes("08:00", needs=["wheelchair"])], works(1), works(3)).tickets
    assert told[0].window == 3


def test_a_slower_operator_takes_longer_for_the_same_visit():
    options = Options(paces={1: 1.5})
    (told,) = replay_day(Hall(PLAN), MONDAY, [comes("08:00", 10)], [works(1)], options).tickets
    assert times(told) == ("08:00:00", "08:00:30", "08:15:30")


def test_a_listener_hears_each_event_when_it_has_happened_to_the_hall():
    hall, heard = Hall(PLAN), list[tuple[str, int]]()
    replay_day(hall, MONDAY, [comes("08:00")], [works(1)], listen=lambda e: heard.append((type(e).__name__, hall.seq)))
    assert [name for name, _ in heard][:4] == ["DayOpened", "WindowOpened", "TicketIssued", "TicketCalled"]
    assert [seq for _, seq in heard] == list(range(1, len(heard) + 1))


def test_a_walk_longer_than_patience_is_an_error():
    with pytest.raises(ValueError, match="walk"):
        day([comes("08:00")], walk=120)


def test_visitors_out_of_order_are_an_error():
    with pytest.raises(ValueError, match="order"):
        day([comes("08:01"), comes("08:00")])


def test_days_follow_each_other_in_one_hall():
    hall = Hall(PLAN)
    for days in range(3):
        result = replay_day(hall, MONDAY + timedelta(days), [comes("08:00")], [works(1)])
        assert [told.number for told in result.tickets] == ["А001"], "numbers begin anew each day"
    assert not hall.memory.windows
    assert not hall.memory.tickets


def test_the_same_replay_twice_is_the_same_to_the_byte():
    visitors = [
        comes(f"08:{minute:02d}", 7 + minute % 5, priority="veteran" if minute % 7 else None) for minute in range(50)
    ]
    once, again = (msgspec.json.encode(day(visitors, works(1), works(3))) for _ in range(2))
    assert once == again


@pytest.mark.parametrize(("on", "length"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_on_which_the_clocks_change_has_its_own_length(on: date, length: int):
    """Somebody who is served through the change is served as long as ever."""
    visitors = [comes("00:00", 1), comes("02:00", 180), comes("23:59", 0.5)]
    told = replay_day(Hall(PLAN), on, visitors, [works(1, "00:00", "24:00")]).tickets
    assert all(ticket.called for ticket in told)
    assert told[2].arrival - told[0].arrival == timedelta(hours=length, minutes=-1)
    assert told[1].started is not None
    assert told[1].finished is not None
    assert told[1].finished - told[1].started == timedelta(minutes=180)
    assert shown(told[1].finished) == {23: "06:00:30", 25: "04:00:30"}[length]
    assert all(earlier.arrival < later.arrival for earlier, later in pairwise(told))


def test_a_service_that_lasts_past_midnight_ends_with_the_day():
    first, second = day([comes("23:50", 30), comes("23:51")], works(1, "08:00", "24:00")).tickets
    assert (first.outcome, shown(first.finished)) == ("served", "00:00:00")
    assert second.outcome == "unserved"


def booked(at: str, arrival: str, **more: Any) -> Visitor:
    return comes(arrival, **more, booked=clock(at))


def test_waiting_counts_from_the_appointed_time_and_the_record_says_so():
    """09:20 is a slot of the hall file; the walk-in of 09:25 came before the booked one, who has ten minutes."""
    told = day([comes("09:15", 30), comes("09:25"), booked("09:20", "09:27")], plan=BOOKING_PLAN)
    _, walk_in, appointed = told.tickets
    assert shown(appointed.booked) == "09:20:00"
    assert appointed.called is not None
    assert walk_in.called is not None
    assert appointed.called < walk_in.called
    assert walk_in.overtaken_by == (Overtaking(number=appointed.number or "", reason="appointment-due"),)
    assert told.unexplained_overtakes == 0


def test_a_booking_goes_before_a_walk_in_of_the_same_second_for_its_own_reason():
    told = day([comes("09:15", 30), comes("09:25"), booked("09:20", "09:25")], plan=BOOKING_PLAN)
    assert [each.reason for each in told.tickets[1].overtaken_by] == ["appointment-due"]
    assert told.unexplained_overtakes == 0


def test_who_comes_too_early_sits_down_until_the_booking_may_be_used():
    (told,) = day([booked("10:00", "09:00")], plan=BOOKING_PLAN).tickets
    assert shown(told.arrival) == "09:00:00"
    assert shown(told.called) == "09:30:00"
    assert shown(told.booked) == "10:00:00"


def test_who_comes_too_late_waits_as_one_who_did_not_book():
    (told,) = day([booked("09:00", "09:10")], plan=BOOKING_PLAN).tickets
    assert (told.outcome, told.booked, told.not_booked) == ("served", None, "late")


def test_a_booking_that_the_hall_refuses_is_none():
    told = day([booked("09:05", "09:05"), *[booked("10:00", "10:00")] * 4], plan=BOOKING_PLAN).tickets
    assert [ticket.not_booked for ticket in told] == ["no-such-slot", None, None, None, "slot-full"]


def test_where_the_hall_file_has_no_slots_the_day_file_is_believed():
    plan = msgspec.structs.replace(BOOKING_PLAN, slots=())
    (told,) = day([booked("09:05", "09:00")], plan=plan).tickets
    assert (shown(told.booked), told.outcome) == ("09:05:00", "served")


def test_a_service_that_cannot_be_booked_is_served_without():
    (told,) = day([booked("09:05", "09:00")]).tickets
    assert (told.not_booked, told.outcome) == ("walk-in-only", "served")


def test_a_package_is_served_leg_by_leg_under_one_ticket():
    package = Package(id="newborn", name={"uk": "Народження дитини"}, legs=("registration", "ready"))
    plan = msgspec.structs.replace(PLAN, package=(package,))
    told = day([comes("08:00", 20, "newborn"), comes("08:05", 5)], works(3), plan=plan)
    newborn, other = told.tickets
    assert (shown(newborn.called), shown(newborn.started)) == ("08:00:00", "08:00:30")
    assert shown(newborn.finished) == "08:21:00", "two legs of ten minutes, and a walk to each"
    assert shown(other.called) == "08:21:00", "the seniority of the visit is kept"
    assert told.unexplained_overtakes == 0
