"""Bookings, as those who book and those who come see them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broker.contracts import commands as c
from broker.contracts.booking_code import drawn, shown
from broker.contracts.replies import BookingView, Reply
from tests.broker.booking_halls import BOOKING_PLAN
from tests.broker.desk import Desk
from tests.broker.halls import MORNING

pytestmark = pytest.mark.fast

TEN = MORNING + timedelta(hours=2)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.again(BOOKING_PLAN)
    for window in (1, 2, 3, 4):
        desk.ask(c.OpenWindow, window=window)
    return desk


def book(desk: Desk, **fields: object) -> BookingView:
    reply = desk.ask(c.Book, **({"service": "registration", "slot": TEN} | fields))
    assert reply.booking, reply
    return reply.booking


def check_in(desk: Desk, booking: BookingView) -> Reply:
    return desk.ask(c.CheckIn, booking=booking.code)


def test_who_booked_and_comes_in_time_gets_a_ticket_that_counts_from_the_appointed_time(desk: Desk) -> None:
    booking = book(desk)
    desk.now = TEN - timedelta(minutes=5)
    reply = check_in(desk, booking)
    assert reply.ticket
    assert reply.ticket.booked
    assert desk.master.hall.memory.tickets[reply.ticket.id].since == TEN


def test_checking_in_twice_gives_the_same_ticket(desk: Desk) -> None:
    booking = book(desk)
    desk.now = TEN
    first, second = check_in(desk, booking), check_in(desk, booking)
    assert first.ticket
    assert second.ticket
    assert first.ticket.id == second.ticket.id


def test_who_never_got_the_ticket_of_a_check_in_may_check_in_again_in_the_same_place(desk: Desk) -> None:
    """A dispenser that hears no answer takes the ticket back; the booking must not be spent by that."""
    booking = book(desk)
    desk.now = TEN - timedelta(minutes=5)
    first = check_in(desk, booking)
    assert first.ticket
    assert desk.ask(c.CancelTicket, ticket=first.ticket.id).status == "done"
    second = check_in(desk, booking)
    assert second.ticket
    assert second.ticket.id != first.ticket.id
    assert second.ticket.state == "waiting"
    assert second.ticket.booked
    assert desk.master.hall.memory.tickets[second.ticket.id].since == TEN


def test_a_place_that_was_given_up_and_booked_by_another_is_gone(desk: Desk) -> None:
    desk.now = TEN - timedelta(minutes=25)
    booking = book(desk, service="passport-new")
    ticket = check_in(desk, booking).ticket
    assert ticket
    desk.ask(c.CancelTicket, ticket=ticket.id)
    assert book(desk, service="passport-new").code
    assert refused(check_in(desk, booking)) == "too-late"


def refused(reply: Reply) -> str:
    assert reply.status == "refused", reply
    assert reply.reason
    assert reply.message
    assert all(reply.message.values())
    return reply.reason


def test_a_code_is_read_in_any_alphabet_small_and_without_its_dash(desk: Desk) -> None:
    booking = book(desk)
    assert booking.code
    latin = booking.code.translate(str.maketrans("АЕКМНРСТХ", "AEKMHPCTX")).lower().replace("-", " ")
    desk.now = TEN
    assert desk.ask(c.CheckIn, booking=latin).status == "done"


def test_a_typing_mistake_is_told_from_a_code_that_nobody_has(desk: Desk) -> None:
    booking = book(desk)
    assert booking.code
    other = "2" if booking.code[0] != "2" else "3"
    assert refused(desk.ask(c.CheckIn, booking=other + booking.code[1:])) == "mistyped-code"
    assert refused(desk.ask(c.CheckIn, booking=shown(drawn(7)))) == "unknown-booking"


def test_a_lost_reply_is_told_again_with_its_code_to_the_same_client_alone(desk: Desk) -> None:
    command = c.Book(id="01BOOKING", at=desk.now, service="registration", slot=TEN)
    first = desk.send(command, client="site")
    desk.again(BOOKING_PLAN)
    assert desk.send(command, client="site") == first
    other = desk.send(command, client="curious")
    assert other.booking
    assert other.booking.code is None


def test_code_and_person_lie_nowhere_on_the_disk(desk: Desk) -> None:
    booking = book(desk, person="+38 050 123-45-67")
    desk.now = TEN
    check_in(desk, booking)
    desk.master.checkpoint()
    desk.journal.close()
    assert booking.code
    written = b"".join(path.read_bytes() for path in desk.folder.rglob("*") if path.is_file())
    for secret in (booking.code, booking.code.replace("-", ""), "050 123-45-67", "380501234567"):
        assert secret.encode() not in written


def test_who_tries_codes_has_to_wait_and_others_need_not(desk: Desk) -> None:
    booking = book(desk)
    for number in range(BOOKING_PLAN.policy.wrong_codes):
        assert refused(desk.ask(c.CancelBooking, client="guesser", booking=shown(drawn(number)))) == "unknown-booking"
    assert refused(desk.ask(c.CancelBooking, client="guesser", booking=booking.code)) == "too-many-guesses"
    assert desk.ask(c.CancelBooking, client="dispenser-1", booking=booking.code).status == "done"
    desk.now += BOOKING_PLAN.policy.wrong_codes_pause
    assert refused(desk.ask(c.CancelBooking, client="guesser", booking=booking.code)) == "unknown-booking"


def test_typing_mistakes_are_not_counted_as_guesses(desk: Desk) -> None:
    booking = book(desk)
    for _ in range(2 * BOOKING_PLAN.policy.wrong_codes):
        assert refused(desk.ask(c.CancelBooking, booking="22222223")) == "mistyped-code"
    assert desk.ask(c.CancelBooking, booking=booking.code).status == "done"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"service": "nonsense"}, "unknown-service"),
        ({"service": "ready"}, "walk-in-only"),
        ({"priority": "nobody"}, "unknown-priority"),
        ({"slot": MORNING}, "slot-past"),
        ({"slot": MORNING - timedelta(days=400)}, "slot-past"),
        ({"slot": MORNING + timedelta(days=22)}, "too-far-ahead"),
        ({"slot": datetime.max.replace(tzinfo=UTC)}, "too-far-ahead"),
        ({"slot": datetime.min.replace(tzinfo=UTC)}, "slot-past"),
        ({"slot": TEN + timedelta(minutes=1)}, "no-such-slot"),
    ],
)
def test_a_booking_that_cannot_be_is_refused_with_the_reason(
    desk: Desk, fields: dict[str, object], reason: str
) -> None:
    assert refused(desk.ask(c.Book, **({"service": "registration", "slot": TEN} | fields))) == reason


def test_one_may_book_for_every_day_up_to_the_horizon(desk: Desk) -> None:
    last = desk.ask(c.Book, service="registration", slot=MORNING + timedelta(days=21, hours=12))
    assert last.status == "done"


def test_a_full_slot_is_refused_and_the_next_free_ones_are_offered(desk: Desk) -> None:
    book(desk, service="passport-new")
    reply = desk.ask(c.Book, service="passport-new", slot=TEN)
    assert refused(reply) == "slot-full"
    assert reply.slots
    assert all(slot.free for slot in reply.slots)
    assert TEN not in [slot.slot for slot in reply.slots]
    assert desk.ask(c.Book, service="passport-new", slot=reply.slots[0].slot).status == "done"


def test_who_wants_a_ticket_where_all_book_is_offered_the_next_free_slots(desk: Desk) -> None:
    reply = desk.ask(c.TakeTicket, service="passport-new")
    assert refused(reply) == "booking-only"
    assert reply.slots


def test_slots_of_a_day_are_listed_with_what_is_left(desk: Desk) -> None:
    book(desk, service="passport-new")
    reply = desk.ask(c.ListSlots, service="passport-new", day="2026-11-23")
    assert reply.slots
    assert {slot.slot: slot.free for slot in reply.slots}[TEN] == 0
    assert all(slot.slot > desk.now for slot in reply.slots)
    assert desk.ask(c.ListSlots, service="passport-new", day="2027-11-23").slots == ()
    assert desk.ask(c.ListSlots, service="passport-new", day="2026-02-30").field == "$.day"


def test_cancelling_frees_the_slot_and_the_code_is_worth_nothing(desk: Desk) -> None:
    booking = book(desk, service="passport-new")
    assert desk.ask(c.CancelBooking, booking=booking.code).status == "done"
    assert refused(desk.ask(c.CheckIn, booking=booking.code)) == "unknown-booking"
    assert book(desk, service="passport-new").code != booking.code


def test_moving_keeps_the_code_and_frees_the_slot(desk: Desk) -> None:
    booking = book(desk, service="passport-new")
    later = TEN + timedelta(days=1)
    moved = desk.ask(c.MoveBooking, booking=booking.code, slot=later)
    assert moved.booking
    assert moved.booking.slot == later
    assert book(desk, service="passport-new").slot == TEN
    desk.now = later
    assert check_in(desk, booking).status == "done"


def test_moved_by_its_id_to_another_day_a_booking_gets_a_new_code(desk: Desk) -> None:
    booking = book(desk)
    moved = desk.ask(c.MoveBooking, booking=booking.id, slot=TEN + timedelta(days=1)).booking
    assert moved
    assert moved.code
    assert moved.code != booking.code
    assert refused(desk.ask(c.CancelBooking, booking=booking.code)) == "unknown-booking"
    assert desk.ask(c.CancelBooking, booking=moved.code).status == "done"


def test_one_person_has_at_most_four_bookings_over_all_days(desk: Desk) -> None:
    phones = ["0501234567", "+38 050 123 45 67", "(050) 123-45-67", "00380501234567", "380501234567"]
    for day, phone in enumerate(phones[:4]):
        book(desk, slot=TEN + timedelta(days=day), person=phone)
    over = {"service": "registration", "slot": TEN + timedelta(days=9)}
    assert refused(desk.ask(c.Book, person=phones[4], **over)) == "too-many-bookings"
    assert desk.ask(c.Book, person="0671112233", **over).status == "done"


def test_to_move_to_another_day_the_person_is_asked_for_again(desk: Desk) -> None:
    booking = book(desk, person="0501234567")
    tomorrow = {"booking": booking.code, "slot": TEN + timedelta(days=1)}
    assert refused(desk.ask(c.MoveBooking, **tomorrow)) == "person-needed"
    assert refused(desk.ask(c.MoveBooking, person="0671112233", **tomorrow)) == "not-your-booking"
    assert desk.ask(c.MoveBooking, person="+380501234567", **tomorrow).status == "done"


def test_who_is_too_early_is_told_when_to_come(desk: Desk) -> None:
    booking = book(desk)
    desk.now = TEN - timedelta(minutes=31)
    reply = check_in(desk, booking)
    assert refused(reply) == "too-early"
    assert reply.message
    assert "09:30" in reply.message["uk"]


def test_who_comes_on_another_day_is_told_the_day(desk: Desk) -> None:
    booking = book(desk, slot=TEN + timedelta(days=3))
    reply = check_in(desk, booking)
    assert refused(reply) == "other-day"
    assert reply.message
    assert "26.11.2026 о 10:00" in reply.message["uk"]


def test_who_is_late_waits_in_the_ordinary_queue_from_now_and_is_told_so(desk: Desk) -> None:
    booking = book(desk)
    desk.now = TEN + timedelta(minutes=11)
    reply = check_in(desk, booking)
    assert reply.ticket
    assert not reply.ticket.booked
    assert desk.master.hall.memory.tickets[reply.ticket.id].since == desk.now
    assert reply.message
    assert "загальній черзі" in reply.message["uk"]


def test_who_is_late_where_all_book_is_offered_other_slots(desk: Desk) -> None:
    booking = book(desk, service="passport-new")
    desk.now = TEN + timedelta(minutes=10)  # the place is kept until then, and not then
    reply = check_in(desk, booking)
    assert refused(reply) == "too-late"
    assert reply.slots


def test_who_never_comes_has_missed_the_booking_and_the_person_may_book_again(desk: Desk) -> None:
    for day in range(4):
        book(desk, slot=TEN + timedelta(days=day), person="0501234567")
    desk.now = TEN + timedelta(minutes=10)
    desk.wait()
    states = [booking.state for booking in desk.master.hall.memory.bookings.values()]
    assert states == ["missed", "booked", "booked", "booked"]
    book(desk, slot=TEN + timedelta(days=8), person="0501234567")


def test_an_alarm_at_the_appointed_time_makes_nobody_late(desk: Desk) -> None:
    booking = book(desk)
    desk.now = TEN - timedelta(minutes=5)
    desk.ask(c.SuspendHall, why="air-raid")
    desk.now = TEN + timedelta(hours=1)
    assert refused(check_in(desk, booking)) == "hall-suspended"
    desk.ask(c.ResumeHall)
    desk.now += timedelta(minutes=9)
    reply = check_in(desk, booking)
    assert reply.ticket
    assert reply.ticket.booked


def test_a_booked_visitor_goes_before_whoever_came_earlier_and_they_are_told_why(desk: Desk) -> None:
    booking = book(desk)
    desk.now = TEN + timedelta(minutes=1)
    walk_in = desk.ask(c.TakeTicket, service="registration").ticket
    desk.now += timedelta(minutes=4)
    check_in(desk, booking)
    desk.now += timedelta(minutes=5)
    called = desk.ask(c.CallNext, window=1).ticket
    assert called
    assert (called.booked, called.reason) == (True, "appointment-due")
    assert walk_in
    told = desk.ask(c.Explain, ticket=walk_in.number).overtaken_by or ()
    assert [(each.number, each.reason) for each in told] == [(called.number, "appointment-due")]
    assert desk.master.picture(desk.now, "epoch").calls[0].booked


def test_a_booked_visitor_who_does_not_come_to_the_window_is_a_no_show_as_others_are(desk: Desk) -> None:
    booking = book(desk)
    desk.now = TEN
    check_in(desk, booking)
    desk.ask(c.CallNext, window=1)
    desk.now += BOOKING_PLAN.policy.no_show_after
    desk.wait()
    assert [ticket.state for ticket in desk.master.hall.memory.tickets.values()] == ["no-show"]


def test_bookings_of_days_to_come_outlive_the_day_and_those_of_the_day_do_not(desk: Desk) -> None:
    book(desk)
    later = book(desk, slot=TEN + timedelta(days=2))
    desk.now = MORNING + timedelta(days=1)
    desk.wait()
    assert list(desk.master.hall.memory.bookings) == [later.id]
    before = desk.memory()
    desk.again(BOOKING_PLAN)
    assert desk.memory() == before
    desk.now = TEN + timedelta(days=2)
    assert check_in(desk, later).ticket
