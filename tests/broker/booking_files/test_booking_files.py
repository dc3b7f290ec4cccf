"""Bookings of a file are booked once, with all its mistakes told first; what is given out names nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.booking_files import csv_file, ical_file, reading
from broker.booking_files.wanted import Wanted, command
from broker.contracts import commands as c
from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.words import told
from broker.contracts.replies import Reply
from broker.queuemaster.state import Booking
from tests.broker.booking_halls import BOOKING_PLAN
from tests.broker.desk import Desk
from tests.broker.halls import KYIV, MORNING

pytestmark = pytest.mark.fast

TEN = MORNING + timedelta(hours=2)
CSV = """slot,service,uid,priority,needs,person
2026-11-23 10:00,registration,a-1,,step-free sign,+380501234567
2026-11-23T10:20+02:00,passport-new,a-2,veteran,,
""".replace("10:20", "10:30")
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//other//system//EN
BEGIN:VEVENT
UID:a-1
DTSTART;TZID=Europe/Kyiv:20261123T100000
SUMMARY:Somebody's own words\\, folded
  into a second line
CATEGORIES:registration
X-CHERHA-PERSON:0501234567
END:VEVENT
BEGIN:VEVENT
UID:a-3
STATUS:CANCELLED
DTSTART:20261123T080000Z
CATEGORIES:registration
END:VEVENT
END:VCALENDAR
"""


def book(desk: Desk, wanted: list[Wanted]) -> list[Reply]:
    return [desk.send(command(each, BOOKING_PLAN, desk.now)) for each in wanted]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.again(BOOKING_PLAN)
    return desk


def test_a_csv_file_is_booked_and_a_second_time_nothing_more(desk: Desk) -> None:
    wanted, mistakes = csv_file.read("b.csv", CSV.encode(), BOOKING_PLAN)
    assert mistakes == []
    first = book(desk, wanted)
    assert [reply.status for reply in first] == ["done", "done"]
    assert [reply.booking.slot for reply in first if reply.booking] == [TEN, TEN + timedelta(minutes=30)]
    assert book(desk, wanted) == first
    assert len(desk.master.hall.memory.bookings) == 2


def test_an_icalendar_file_is_booked_without_its_cancelled_events(desk: Desk) -> None:
    wanted, mistakes = ical_file.read("b.ics", ICS.encode(), BOOKING_PLAN)
    assert mistakes == []
    assert [(each.uid, each.slot, each.person) for each in wanted] == [("a-1", TEN, "0501234567")]
    assert [reply.status for reply in book(desk, wanted)] == ["done"]


def test_nothing_of_the_person_is_in_the_id_of_the_command() -> None:
    one, other = (Wanted(2, "a", "registration", TEN, person=person) for person in ("0501234567", "0679998877"))
    assert command(one, BOOKING_PLAN, MORNING).id == command(other, BOOKING_PLAN, MORNING).id


def test_all_mistakes_of_a_csv_file_are_told_at_once_with_their_lines() -> None:
    body = (
        "slot,service,priority\nsoon,registration,\n2026-11-23 10:00,registraton,\n2026-11-23 10:00,ready,veterans\nx\n"
    )
    with pytest.raises(ConfigError) as caught:
        reading.read("b.csv", body.encode(), BOOKING_PLAN)
    mistakes = caught.value.mistakes
    assert [mistake.split(": ", 1)[0] for mistake in mistakes] == [
        "b.csv:2",
        "b.csv:3",
        "b.csv:4",
        "b.csv:4",
        "b.csv:5",
    ]
    assert 'did you mean "registration"?' in mistakes[1]
    assert "cannot be booked" in mistakes[2]
    assert 'did you mean "veteran"?' in mistakes[3]
    assert caught.value.said("uk")[1:3] == [
        'b.csv:3: немає послуги "registraton"; можливо, малося на увазі "registration"?',
        'b.csv:4: послугу "ready" у цьому залі не можна забронювати',
    ]


@pytest.mark.parametrize("name", ["b.xlsx", "b", "csv"])
def test_a_file_of_no_kind_is_refused_in_the_language_of_who_gave_it(name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        reading.read(name, b"", BOOKING_PLAN)
    assert caught.value.said("uk")[0].startswith(f"{name}: назва файлу має закінчуватися")


@pytest.mark.parametrize(
    ("good", "bad", "line", "words"),
    [
        ("CATEGORIES:registration", "CATEGORIES:registraton", 4, 'did you mean "registration"?'),
        ("CATEGORIES:registration", "SUMMARY:x", 4, "CATEGORIES must name one service"),
        ("DTSTART;TZID=Europe/Kyiv:20261123T100000", "DTSTART;VALUE=DATE:20261123", 4, "whole day"),
        ("DTSTART;TZID=Europe/Kyiv:20261123T100000", "DTSTART:2026-11-23", 4, "DTSTART"),
        ("UID:a-1", "RRULE:FREQ=DAILY", 4, "repeats"),
        ("UID:a-1", "what is this", 5, 'has no ":"'),
        ("END:VEVENT\nBEGIN", "BEGIN", 4, "no END:VEVENT"),
        ("BEGIN:VCALENDAR", "Dear colleagues", 1, "no iCalendar file"),
    ],
)
def test_a_mistake_of_an_icalendar_file_is_told_with_its_line(good: str, bad: str, line: int, words: str) -> None:
    _, found = ical_file.read("b.ics", ICS.replace(good, bad, 1).encode(), BOOKING_PLAN)
    mistakes = [told(each) for each in found]
    assert any(mistake.startswith(f"b.ics:{line}:") and words in mistake for mistake in mistakes), mistakes


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(ICS)), st.binary(max_size=8))
def test_any_bytes_are_bookings_or_mistakes(at: int, bite: bytes) -> None:
    for body, read in ((ICS.encode(), ical_file.read), (CSV.encode(), csv_file.read)):
        bitten = body[: at % len(body)] + bite + body[at % len(body) + len(bite) :]
        found, mistakes = read("b", bitten, BOOKING_PLAN)
        assert all(isinstance(each.slot, datetime) and each.slot.tzinfo for each in found)
        assert all(told(mistake).startswith("b:") for mistake in mistakes)


def test_what_is_given_out_has_neither_codes_nor_persons_nor_their_digests(desk: Desk) -> None:
    reply = desk.ask(c.Book, service="registration", slot=TEN, person="0501234567", needs=("step-free",))
    bookings: list[Booking] = list(desk.master.hall.memory.bookings.values())
    out = csv_file.written(bookings, BOOKING_PLAN)
    ics = ical_file.written(bookings, BOOKING_PLAN, MORNING)
    assert out.splitlines()[1].startswith("2026-11-23 10:00,2026-11-23 10:20,registration,booked,uk,,step-free,")
    event = icalendar.Calendar.from_ical(ics).walk("VEVENT")[0]
    assert event["DTSTART"].dt.astimezone(KYIV) == TEN
    assert reply.booking
    for hidden in (reply.booking.code, "0501234567", bookings[0].code_hash, bookings[0].person):
        assert hidden
        assert hidden not in out + ics.decode()


def test_what_is_given_out_can_be_taken_in_by_another_hall(desk: Desk, tmp_path: Path) -> None:
    desk.ask(c.Book, service="registration", slot=TEN)
    body = ical_file.written(desk.master.hall.memory.bookings.values(), BOOKING_PLAN, MORNING)
    wanted, mistakes = ical_file.read("b.ics", body, BOOKING_PLAN)
    assert mistakes == []
    assert [(each.service, each.slot) for each in wanted] == [("registration", TEN)]
