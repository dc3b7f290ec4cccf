"""Limits of tickets a day, for all and for one person, and places shared between booking and coming."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from broker.contracts import commands as c
from broker.contracts.hall_check import parse
from broker.contracts.hall_file import HallFile
from broker.contracts.replies import Reply
from broker.queuemaster import quota
from broker.queuemaster.limits import same_person
from tests.broker.booking_halls import BOOKING_TOML
from tests.broker.desk import Desk
from tests.broker.halls import MORNING

pytestmark = pytest.mark.fast

TEN = MORNING + timedelta(hours=2)


def plan(service: str = "", *, priority: str = "", share: str = '"1/3"', reception: str = "24/7") -> HallFile:
    toml = BOOKING_TOML.replace('remote_share = "1/3"', f"remote_share = {share}\n{service}")
    toml = toml.replace('timezone = "Europe/Kyiv"', f'timezone = "Europe/Kyiv"\nreception = "{reception}"')
    return parse(toml.replace("rate = 2.5", f"rate = 2.5\n{priority}"))


def desk_of(folder: Path, hall: HallFile) -> Desk:
    desk = Desk(folder)
    desk.again(hall)
    desk.ask(c.OpenWindow, window=1)
    return desk


def take(desk: Desk, **fields: object) -> Reply:
    return desk.ask(c.TakeTicket, **({"service": "registration"} | fields))


def test_a_service_gives_no_more_tickets_a_day_than_its_limit_and_a_cancelled_one_is_free_again(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, plan("per_day = 2"))
    first = take(desk).ticket
    take(desk)
    assert take(desk).reason == "day-limit"
    assert first
    desk.ask(c.CancelTicket, ticket=first.id)
    assert take(desk).status == "done"
    desk.now += timedelta(days=1)
    assert take(desk).status == "done"


def test_bookings_of_today_count_for_the_limit_of_the_day(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, plan("per_day = 2"))
    desk.ask(c.Book, service="registration", slot=TEN)
    assert take(desk).status == "done"
    assert take(desk).reason == "day-limit"
    assert desk.ask(c.Book, service="registration", slot=TEN).reason == "day-limit"
    assert desk.ask(c.Book, service="registration", slot=TEN + timedelta(days=1)).status == "done"


def test_a_person_has_no_more_tickets_of_a_service_a_day_than_the_limit_however_the_phone_is_written(
    tmp_path: Path,
) -> None:
    desk = desk_of(tmp_path, plan("per_person = 1"))
    assert take(desk, person="050 123-45-67").status == "done"
    assert take(desk, person="+38 (050) 123 45 67").reason == "person-limit"
    assert take(desk, person="067 123-45-67").status == "done"
    assert take(desk, person="0501234567", service="ready").status == "done"
    assert take(desk).status == "done", "who is not told cannot be counted"
    desk.now += timedelta(days=1)
    assert take(desk, person="0501234567").status == "done"


def test_a_booking_counts_for_the_person_who_made_it(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, plan("per_person = 1"))
    booked = desk.ask(c.Book, service="registration", slot=TEN, person="0501234567").booking
    assert booked
    assert take(desk, person="0501234567").reason == "person-limit"
    desk.now = TEN
    assert desk.ask(c.CheckIn, booking=booked.code).status == "done"
    assert take(desk, person="0501234567").reason == "person-limit"


def test_a_service_may_ask_for_a_person(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, plan("per_person = 1\nask_person = true"))
    assert take(desk).reason == "person-needed"
    assert take(desk, person="a token of the reception").status == "done"


def test_a_priority_holds_once_a_day_for_one_service_and_a_refused_one_was_not_used(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, plan(priority="per_person = 1"))
    first = take(desk, person="0501234567", priority="veteran").ticket
    again = take(desk, person="0501234567", priority="veteran")
    assert again.reason == "priority-limit"
    assert again.message
    assert "Захисники" in again.message["uk"]
    assert take(desk, person="0501234567", priority="veteran", service="ready").status == "done"
    plain = take(desk, person="0501234567").ticket
    assert first
    assert plain
    asked = {"ticket": plain.id, "priority": "veteran", "evidence": "посвідчення"}
    assert desk.ask(c.SetPriority, **asked).reason == "priority-limit"
    desk.ask(c.SetPriority, ticket=first.id, priority=None, evidence="немає документа")
    assert desk.ask(c.SetPriority, **asked).status == "done"


def test_a_booking_with_a_priority_uses_it_until_it_is_given_up(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, plan(priority="per_person = 1"))
    claim = {"service": "registration", "person": "0501234567", "priority": "veteran"}
    first = desk.ask(c.Book, slot=TEN, **claim).booking
    assert first
    assert desk.ask(c.Book, slot=TEN, **claim).reason == "priority-limit"
    assert take(desk, person="0501234567", priority="veteran").reason == "priority-limit"
    assert desk.ask(c.Book, slot=TEN + timedelta(days=1), **claim).status == "done", "another day"
    desk.ask(c.CancelBooking, booking=first.code)
    again = desk.ask(c.Book, slot=TEN, **claim).booking
    assert again
    desk.now = TEN
    assert desk.ask(c.CheckIn, booking=again.code).status == "done"
    assert take(desk, person="0501234567", priority="veteran").reason == "priority-limit"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0501234567", "+380501234567"),
        ("(050) 123-45-67", "00380501234567"),
        ("A  Token ", "a token"),
        ("TОКЕН".lower(), "TОКЕН"),
    ],
)
def test_one_person_is_written_in_many_ways(one: str, other: str) -> None:
    assert same_person(one) == same_person(other)


def test_a_share_is_reckoned_as_it_is_written() -> None:
    third = plan().services["registration"]
    assert quota.share(third) == Fraction(1, 3)
    assert quota.share(plan(share="0.3333").services["registration"]) == Fraction(3333, 10000)
    assert quota.share(plan(share="0.1").services["registration"]) == Fraction(1, 10)


def test_a_third_of_nine_is_three_and_0_3333_of_nine_is_two(tmp_path: Path) -> None:
    """Nine places an hour: three slots of three."""
    for share, booked in (('"1/3"', 3), ("0.3333", 2)):
        desk = desk_of(tmp_path / share.strip('"').replace("/", "-"), plan(share=share))
        slots = [TEN + timedelta(minutes=20 * n) for n in range(3)] * 3
        replies = [desk.ask(c.Book, service="registration", slot=slot) for slot in slots]
        assert [reply.status for reply in replies].count("done") == booked
        assert {reply.reason for reply in replies[booked:]} == {"slot-full"}


def test_places_kept_for_bookings_go_to_walk_ins_when_they_are_released(tmp_path: Path) -> None:
    """Reception of one hour, nine places: six for walk-ins at once, three more when nobody booked them."""
    hall = parse(
        BOOKING_TOML.replace(
            'timezone = "Europe/Kyiv"', 'timezone = "Europe/Kyiv"\nreception = "Mo 10:00-11:00"'
        ).replace("lease_size = 5", 'lease_size = 5\nissue_before = "3 h"')
    )
    desk = desk_of(tmp_path, hall)
    assert desk.ask(c.Book, service="registration", slot=TEN).status == "done"
    assert [take(desk).status for _ in range(6)] == ["done"] * 6
    reply = take(desk)
    assert reply.reason == "no-places-yet"
    assert reply.message
    assert "09:30" in reply.message["uk"]
    desk.now = TEN - timedelta(minutes=30)
    assert [take(desk).reason for _ in range(3)] == [None, None, "no-places"]
    assert desk.ask(c.Book, service="registration", slot=TEN).reason == "slot-full", "walk-ins have them now"


def test_a_missed_booking_gives_its_place_to_a_walk_in(tmp_path: Path) -> None:
    hall = parse(
        BOOKING_TOML.replace('timezone = "Europe/Kyiv"', 'timezone = "Europe/Kyiv"\nreception = "Mo 10:00-11:00"')
    )
    desk = desk_of(tmp_path, hall)
    desk.ask(c.Book, service="registration", slot=TEN)
    desk.now = TEN + timedelta(minutes=5)
    assert [take(desk).reason for _ in range(9)] == [None] * 8 + ["no-places"]
    desk.now = TEN + timedelta(minutes=10)
    assert take(desk).status == "done"


def test_places_an_hour_may_be_named_without_slots(tmp_path: Path) -> None:
    hall = plan("per_hour = 12", reception="Mo 10:00-11:30")
    desk = desk_of(tmp_path, hall)
    hours = quota.hours(desk.master.hall, "registration", TEN.date())
    assert [(f"{h.start:%H:%M}", h.places, h.remote) for h in hours] == [("10:00", 12, 4), ("11:00", 6, 2)]


def test_who_is_late_and_comes_after_reception_is_told_that_it_is_over(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, plan(reception="Mo 10:00-10:20"))
    booking = desk.ask(c.Book, service="registration", slot=TEN).booking
    assert booking
    desk.now = TEN + timedelta(minutes=21)
    assert desk.ask(c.CheckIn, booking=booking.code).reason == "line-closed"
