"""Whose turn it is, told as a hall would tell it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.queuemaster.deadlines import next_wake
from broker.queuemaster.formula import Load
from broker.queuemaster.numbering import next_number
from broker.queuemaster.state import Sequence
from tests.broker.day import Day

pytestmark = pytest.mark.fast


@pytest.fixture
def day() -> Day:
    day = Day()
    for window in (1, 2, 3, 4):
        day.ask(c.OpenWindow, window=window)
    return day


def test_who_came_first_goes_first(day: Day) -> None:
    day.take()
    day.take()
    assert [day.call(4), day.call(4), day.call(4)] == [("А001", "oldest"), ("А002", "oldest"), None]


def test_a_priority_wait_counts_faster_but_does_not_shut_others_out(day: Day) -> None:
    day.take()
    day.pass_time(minutes=10)
    day.take(priority="veteran")
    day.pass_time(minutes=5)
    assert day.call(4) == ("А001", "oldest")  # 15 min against 2.5 × 5
    day.take()
    day.pass_time(minutes=1)
    assert day.call(4) == ("А002", "oldest")
    assert day.call(4) == ("А003", "oldest")


def test_a_priority_that_overtakes_says_so(day: Day) -> None:
    day.take()
    day.pass_time(minutes=1)
    day.take(priority="veteran")
    day.pass_time(minutes=5)
    assert day.call(4) == ("А002", "priority")  # 2.5 × 5 min against 6


def test_strict_priority_goes_first_however_short_its_wait() -> None:
    day = Day(priority="strict")
    day.ask(c.OpenWindow, window=4)
    day.take()
    day.pass_time(minutes=59)
    day.take(priority="pregnant")
    day.take(priority="veteran")
    assert [day.call(4), day.call(4), day.call(4)] == [
        ("А003", "priority"),
        ("А002", "priority"),
        ("А001", "oldest"),
    ]


def test_a_window_prefers_its_first_line_within_the_preference(day: Day) -> None:
    day.take("passport-new")
    day.pass_time(seconds=90)
    day.take("registration")
    assert day.call(1) == ("А001", "other-line")  # 90 s older is less than 2 min
    day.pass_time(seconds=60)
    day.take("registration")
    assert day.call(1) == ("К001", "oldest")  # 150 s older is more


def test_needs_are_met_at_an_accessible_window_alone(day: Day) -> None:
    day.take(needs=("wheelchair",))
    assert day.call(1) is None
    assert day.call(3) == ("А001", "oldest")


def test_needs_do_not_strand_a_visitor_when_no_accessible_window_works(day: Day) -> None:
    day.ask(c.CloseWindow, window=3)
    day.take(needs=("wheelchair",))
    assert day.call(1) == ("А001", "oldest")


def test_a_no_show_who_came_back_has_its_place_again(day: Day) -> None:
    day.take()
    day.take()
    day.ask(c.CallNext, window=1)
    day.ask(c.NoShow, window=1)
    day.ask(c.ReturnTicket, ticket="A001")  # in Latin letters
    assert day.call(1) == ("А001", "returned")


def test_a_transfer_keeps_its_seniority_unless_told_otherwise(day: Day) -> None:
    day.take()
    day.pass_time(minutes=1)
    day.take("ready")
    day.ask(c.CallNext, window=1)
    day.ask(c.Transfer, window=1, to_service="ready")
    assert day.call(4) == ("А001", "transferred")


def test_a_transfer_to_a_window_waits_for_it_until_it_closes(day: Day) -> None:
    day.take()
    day.ask(c.CallNext, window=1)
    day.ask(c.Transfer, window=1, to_window=2)
    assert day.call(4) is None
    assert day.call(2) == ("А001", "transferred")
    day.take()
    day.ask(c.CallNext, window=1)
    day.ask(c.Transfer, window=1, to_window=2)
    day.ask(c.CloseWindow, window=2)
    assert day.call(4) == ("А002", "transferred")


def test_out_of_turn_needs_a_reason_and_keeps_it(day: Day) -> None:
    day.take()
    day.take()
    ticket = day.ask(c.CallTicket, window=1, ticket="А002", why="мати з немовлям")
    assert ticket
    assert ticket.reason == "operator"
    assert ticket.decision
    assert (ticket.decision.why, ticket.decision.candidates[0].number) == ("мати з немовлям", "А001")


def test_who_does_not_come_in_time_is_a_no_show_after_the_last_call(day: Day) -> None:
    day.take()
    day.ask(c.CallNext, window=1)
    assert not day.pass_time(seconds=100)
    day.ask(c.Recall, window=1)
    assert not day.pass_time(seconds=119)
    assert next_wake(day.hall, day.now) == day.now + timedelta(seconds=1)
    assert [type(event) for event in day.pass_time(seconds=1)] == [e.TicketNoShow]


def test_a_free_window_calls_by_itself_after_the_pause() -> None:
    day = Day(auto_call_after=timedelta(seconds=15))
    day.ask(c.OpenWindow, window=1)
    day.take()
    assert not day.pass_time(seconds=14)
    called = day.pass_time(seconds=1)
    assert [type(event) for event in called] == [e.TicketCalled]
    assert called[0].by == "queue-master"


@pytest.mark.parametrize("why", ["air-raid", "registers-down"])
def test_nobody_is_called_while_the_hall_is_suspended_and_all_keep_their_place(day: Day, why: str) -> None:
    day.take()
    day.ask(c.SuspendHall, why=why)
    for kind, fields in ((c.CallNext, {"window": 1}), (c.TakeTicket, {"service": "registration"})):
        with pytest.raises(Refused) as refusal:
            day.ask(kind, **fields)
        assert refusal.value.reason == "hall-suspended"
    day.ask(c.ResumeHall)
    assert day.call(1) == ("А001", "oldest")


def test_who_is_in_the_shelter_is_no_no_show(day: Day) -> None:
    day.take()
    day.ask(c.CallNext, window=1)
    day.ask(c.SuspendHall, why="air-raid")
    assert not day.pass_time(minutes=40)
    assert next_wake(day.hall, day.now) > day.now + timedelta(hours=1)
    day.ask(c.ResumeHall)
    assert not day.pass_time(seconds=119)
    assert [type(event) for event in day.pass_time(seconds=1)] == [e.TicketNoShow]


def test_after_an_alarm_windows_do_not_call_before_their_operators_are_back() -> None:
    day = Day(auto_call_after=timedelta(seconds=15))
    day.ask(c.OpenWindow, window=1)
    day.ask(c.SuspendHall, why="air-raid")
    day.pass_time(minutes=40)
    day.ask(c.ResumeHall)
    day.take()
    assert not day.pass_time(seconds=14)
    assert [type(event) for event in day.pass_time(seconds=1)] == [e.TicketCalled]


def test_no_time_is_promised_during_an_alarm(day: Day) -> None:
    day.take()
    day.ask(c.SuspendHall, why="air-raid")
    ticket = day.ask(c.WhereAmI, ticket="А001")
    assert ticket
    assert ticket.estimate is None


def test_a_visitor_with_needs_who_is_sent_to_a_window_is_called_there(day: Day) -> None:
    day.take(needs=("wheelchair",))
    day.ask(c.CallNext, window=3)
    day.ask(c.Transfer, window=3, to_window=1)
    assert day.call(3) is None
    assert day.call(1) == ("А001", "transferred")


def test_a_line_named_twice_counts_once(day: Day) -> None:
    day.ask(c.OpenWindow, window=1, lines=("passport", "passport"))
    assert day.hall.memory.windows[1].lines == ("passport",)


def test_a_suspended_line_waits_while_the_others_go_on(day: Day) -> None:
    day.take("registration")
    day.take("passport-new")
    day.ask(c.SuspendHall, why="registers-down", lines=("residence",))
    assert day.call(1) == ("К001", "oldest")
    assert day.call(1) is None


def test_a_new_day_begins_from_one_and_ends_the_old(day: Day) -> None:
    day.take()
    heard = day.pass_time(hours=17)
    assert [type(event) for event in heard] == [e.TicketCancelled, e.DayClosed, e.DayOpened]
    assert day.take() == "А001"


def test_a_slip_of_yesterday_is_kept_but_not_called(day: Day) -> None:
    day.ask(c.LeaseNumbers, lines=("residence",))
    lease = next(iter(day.hall.memory.leases.values()))
    printed_at = day.now
    day.pass_time(hours=17)
    day.take()
    ticket = day.ask(c.TakeTicket, service="registration", number="А001", lease=lease.id, issued_at=printed_at)
    assert ticket
    assert ticket.state == "cancelled"
    assert day.call(4) == ("А001", "oldest")  # today's
    assert day.call(4) is None


def test_a_slip_of_yesterday_leaves_the_number_to_today(day: Day) -> None:
    day.ask(c.LeaseNumbers, lines=("residence",))
    lease = next(iter(day.hall.memory.leases.values()))
    printed_at = day.now
    day.pass_time(hours=17)
    day.ask(c.TakeTicket, service="registration", number="А001", lease=lease.id, issued_at=printed_at)
    day.take()
    ticket = day.ask(c.WhereAmI, ticket="А001")
    assert ticket
    assert ticket.state == "waiting"


def test_a_slip_without_a_number_is_refused(day: Day) -> None:
    fields = {"number": "zz", "lease": "gone", "issued_at": day.now - timedelta(days=1)}
    with pytest.raises(Refused) as refusal:
        day.ask(c.TakeTicket, service="registration", **fields)
    assert refusal.value.reason == "number-outside-lease"


def test_offline_slips_join_in_the_order_in_which_they_were_printed(day: Day) -> None:
    day.ask(c.LeaseNumbers, lines=("residence",))
    lease = next(iter(day.hall.memory.leases.values()))
    day.pass_time(minutes=1)
    printed_at = day.now
    day.pass_time(minutes=1)
    assert day.take() == "А001"  # the leased block of five is at the end of the round
    day.ask(c.TakeTicket, service="registration", number="A996", lease=lease.id, issued_at=printed_at)
    assert [day.call(4), day.call(4)] == [("А996", "oldest"), ("А001", "oldest")]


def test_blocks_lie_one_below_the_other_and_ordinary_numbers_pass_them_over(day: Day) -> None:
    for _ in range(2):
        day.ask(c.LeaseNumbers, lines=("residence",))
    assert [(lease.first, lease.last) for lease in day.hall.memory.leases.values()] == [(995, 999), (990, 994)]
    day.hall.memory.sequences["А"] = Sequence(last=988)
    assert [day.take(), day.take()] == ["А989", "А1000"]
    day.ask(c.LeaseNumbers, lines=("residence",))
    assert list(day.hall.memory.leases.values())[-1].first == 1001
    assert day.take() == "А1006"


def test_a_block_that_adjoins_the_ordinary_numbers_is_passed_over_too(day: Day) -> None:
    day.hall.memory.sequences["А"] = Sequence(last=994)
    day.ask(c.LeaseNumbers, lines=("residence",))
    day.ask(c.LeaseNumbers, lines=("residence",))
    assert [(lease.first, lease.last) for lease in day.hall.memory.leases.values()] == [(995, 999), (1000, 1004)]
    assert day.take() == "А1005"


def test_after_999_a_served_number_comes_again_and_a_cancelled_one_never(day: Day) -> None:
    day.take()
    day.take()
    day.call(4)
    day.ask(c.CancelTicket, ticket="А002")
    day.hall.memory.sequences["А"] = Sequence(last=999)
    assert day.take() == "А001"
    assert next_number(day.hall, "residence") == "А1000"
    assert day.take() == "А1000"
    assert day.take() == "А1001"


def test_the_second_round_passes_by_numbers_that_never_come_free(day: Day) -> None:
    for _ in range(3):
        day.take()
    day.ask(c.CancelTicket, ticket="А001")
    day.call(4)
    day.hall.memory.sequences["А"] = Sequence(last=999)
    assert day.take() == "А002"
    assert day.take() == "А1000"  # А003 still waits


def test_ten_thousand_visitors_of_one_line_get_their_numbers(day: Day) -> None:
    day.hall.memory.sequences["А"] = Sequence(last=9999, second_round=1000)
    assert [day.take(), day.take()] == ["А10000", "А10001"]


def test_ahead_counts_those_who_will_be_called_before(day: Day) -> None:
    day.take()
    day.take()
    ticket = day.ask(c.TakeTicket, service="registration")
    assert ticket
    assert ticket.ahead == 2
    other = day.ask(c.TakeTicket, service="ready")
    assert other
    assert other.ahead == 0


def test_the_range_holds_the_likely_moment_and_grows_with_those_ahead(day: Day) -> None:
    widths = []
    for ahead in range(30):
        estimate = Load(day.hall, day.now).range("residence")
        assert estimate
        assert estimate.earliest <= estimate.likely <= estimate.latest
        assert estimate.latest > day.now
        widths.append(estimate.latest - estimate.earliest)
        assert day.hall.rows.in_line.get("residence", 0) == ahead
        day.take()
    assert widths[0] < widths[10] < widths[29]


def test_no_time_is_promised_while_nobody_serves_the_line() -> None:
    day = Day()
    ticket = day.ask(c.TakeTicket, service="registration")
    assert ticket
    assert ticket.estimate is None
