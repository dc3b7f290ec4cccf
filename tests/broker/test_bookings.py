"""Bookings, as those who book and those who come see them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from broker.contracts import commands as c
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
