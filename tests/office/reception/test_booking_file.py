"""A file of bookings from a browser's side, with the real decisions of the queue-master on a bus in memory."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import requests

from broker.booking_files.reading import read
from broker.booking_files.wanted import command
from broker.bus.memory import MemoryBroker
from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.phrases import FIRST
from broker.contracts.replies import BookingView, Reply
from office.reception.booking_file.face import PHRASES, bookable, example
from office.reception.booking_file.wishes import MOST_BYTES
from office.reception.bookings import Bookings
from office.words import Words
from tests.broker.booking_halls import BOOKING_PLAN as HALL
from tests.office.hall_in_memory import HallInMemory, delivering
from tests.office.serving import made_up_staff, serving, token_of

pytestmark = pytest.mark.fast

PHONE = "+380671234567"
MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)


def working_day(hall: HallInMemory) -> date:
    """The next day but one on which a service can be booked."""
    day = hall.now.date() + timedelta(days=2)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


@dataclass
class Office:
    hall: HallInMemory
    address: str
    browser: requests.Session

    def post(self, what: str, text: str | bytes, name: str = "bookings.csv", lang: str = "en", **more: Any) -> Any:
        body = base64.b64encode(text if isinstance(text, bytes) else text.encode()).decode()
        sent = {"content-type": "application/json", "x-cherha": "press"}
        address = f"{self.address}/reception/bookings/{what}?lang={lang}"
        wish = json.dumps({"name": name, "body": body, **more})
        answer = self.browser.post(address, data=wish, headers=sent, timeout=30)
        return answer.json() if answer.headers["content-type"] == "application/json" else answer.status_code

    def look(self, text: str | bytes, **more: Any) -> Any:
        return self.post("look", text, **more)

    def book(self, text: str, *lines: int) -> Any:
        return self.post("book", text, lines=lines)

    def made(self) -> list[e.BookingMade]:
        return [event for event in self.hall.events if isinstance(event, e.BookingMade)]


@pytest.fixture
def office() -> Iterator[Office]:
    broker = MemoryBroker()
    hall = HallInMemory(broker.client("queue-master", HALL.hall.id), HALL)
    with (
        delivering(broker),
        made_up_staff() as keeper,
        serving(HALL, lambda name: broker.client(name, HALL.hall.id), keeper=keeper) as (address, _),
        requests.Session() as browser,
    ):
        browser.cookies.update(token_of(keeper, "iryna"))
        yield Office(hall, address, browser)


def sheet(day: date, *rows: str) -> str:
    return "\n".join(["slot,service,uid,person", *(f"{day} {row}" for row in rows), ""])


def test_a_file_is_looked_at_first_and_what_was_shown_is_booked(office: Office):
    day = working_day(office.hall)
    text = sheet(
        day,
        f"10:00,passport-new,a,{PHONE}",
        "10:00,passport-new,b,",
        "10:10,passport-new,c,",
        "10:30,passport-new,a2,",
        "10:30,passport-new,a2,",
    )
    seen = office.look(text)
    assert [(row["line"], row["state"]) for row in seen["rows"]] == [
        (2, "new"),
        (3, "full"),
        (4, "no-slot"),
        (5, "new"),
        (6, "same"),
    ]
    assert seen["message"] == "to be booked: 2 · booked already: 1 · cannot be: 2"
    assert not office.made()
    told = office.book(text, 2, 5)
    assert [(row["line"], row["status"]) for row in told["rows"]] == [(2, "done"), (5, "done")]
    assert all(row["code"] for row in told["rows"])
    assert [event.staff for event in office.made()] == ["iryna", "iryna"]


def test_the_same_file_again_books_nothing_and_tells_the_same_codes(office: Office):
    text = sheet(working_day(office.hall), "10:00,passport-new,a,", "10:30,passport-new,b,")
    first = office.book(text, 2, 3)
    assert office.book(text, 2, 3) == first
    assert [row["state"] for row in office.look(text)["rows"]] == ["already", "already"]
    assert len(office.made()) == 2


def test_a_page_and_the_command_make_one_booking(office: Office):
    text = sheet(working_day(office.hall), "10:00,passport-new,a,")
    (wanted,) = read("bookings.csv", text.encode(), HALL)
    office.book(text, 2)
    (made,) = office.made()
    assert made.booking == command(wanted, HALL, office.hall.now).id


def test_all_mistakes_are_told_at_once_in_the_readers_language(office: Office):
    text = "slot,service,uid\n24 листопада,passport-new,a\n2026-11-24 09:00,pasport-new,b\n2026-11-24 09:00\n"
    english, ukrainian = office.look(text), office.look(text, lang="uk")
    assert english["status"] == ukrainian["status"] == "mistakes"
    assert (
        [each["line"] for each in english["mistakes"]] == [each["line"] for each in ukrainian["mistakes"]] == [2, 3, 4]
    )
    assert "passport-new" in english["mistakes"][1]["what"]
    assert english["mistakes"][0]["what"] != ukrainian["mistakes"][0]["what"]
    assert office.book(text, 3)["status"] == "mistakes"
    assert not office.made()


def test_what_is_no_file_of_bookings_is_told_so(office: Office):
    assert office.look("a,b", name="bookings.xlsx")["status"] == "mistakes"
    assert office.look(b"\xff\xfe\x00")["status"] == "mistakes"
    assert office.look("", name="../../etc/passwd")["status"] == "mistakes"
    assert office.look("slot,service\n")["rows"] == []


def test_the_queue_master_has_the_last_word(office: Office):
    text = sheet(working_day(office.hall), "10:00,passport-new,a,", "10:30,passport-new,b,")
    assert [row["state"] for row in office.look(text)["rows"]] == ["new", "new"]
    slot = read("bookings.csv", text.encode(), HALL)[0].slot
    office.hall.do(c.Book, service="passport-new", slot=slot)  # somebody was faster
    told = office.book(text, 2, 3)
    assert [(row["status"], bool(row["code"])) for row in told["rows"]] == [("refused", False), ("done", True)]
    assert "all places are booked" in told["rows"][0]["words"]


def test_without_the_queue_master_nothing_is_claimed(office: Office, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("office.window_links.PATIENCE", 0.05)
    monkeypatch.setattr("office.window_links.asked.__defaults__", (0.05,))
    text = sheet(working_day(office.hall), "10:00,passport-new,a,")
    office.hall.deaf = True
    assert office.look(text)["status"] == "no-answer"
    told = office.book(text, 2)
    assert (told["status"], told["rows"]) == ("no-answer", [])


def test_a_file_that_is_too_large_is_not_read(office: Office):
    assert office.look("x" * (MOST_BYTES + 1))["status"] == "invalid"
    assert office.look("x" * (4 * MOST_BYTES)) == 413
    many = sheet(working_day(office.hall), *(f"10:00,passport-new,{place}," for place in range(1001)))
    assert office.look(many)["status"] == "refused"


class AskedLive:
    """Counts how often the queue-master was asked for the bookings of today."""

    def __init__(self) -> None:
        self.asked = self.told = 0
        self.bookings: tuple[BookingView, ...] = ()

    def clock(self) -> datetime:
        return MORNING

    async def ask(self, command: c.ListBookings) -> Reply:
        self.asked += 1
        return Reply(id=command.id, status="done", bookings=() if command.after else self.bookings)

    def tell(self) -> None:
        self.told += 1


def test_todays_bookings_are_asked_for_anew_as_soon_as_one_was_made(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("office.reception.bookings.SOON", 0.0)
    live = AskedLive()
    today = Bookings(live)  # type: ignore[arg-type]
    asyncio.run(today.look())
    asyncio.run(today.look())
    assert (live.asked, live.told) == (1, 0)
    slot = {"slot": MORNING, "until": MORNING, "day": "2026-11-23"}
    live.bookings = (
        BookingView(id="a", service="passport-new", check_in_from=MORNING, check_in_until=MORNING, **slot),
    )
    today.hear(
        e.BookingMade(
            seq=1,
            at=MORNING,
            by="x",
            booking="a",
            service="passport-new",
            hour=MORNING,
            code_hash="",
            command="x",
            **slot,
        )
    )
    asyncio.run(today.look())
    assert (today.today, live.told) == (live.bookings, 1)


def test_nobody_of_a_file_stands_in_a_log(office: Office, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    text = sheet(working_day(office.hall), f"10:00,passport-new,Petrenko,{PHONE}")
    office.look(text)
    office.book(text, 2)
    assert len(office.made()) == 1
    assert PHONE not in caplog.text
    assert "Petrenko" not in caplog.text
    assert all(PHONE not in str(event) and "Petrenko" not in str(event) for event in office.hall.events)


def test_the_example_is_a_file_without_mistakes(office: Office):
    text = example(HALL, office.hall.now)
    assert len(read("bookings.csv", text.encode(), HALL)) == 2
    assert [each.id for each in bookable(HALL, Words(FIRST, HALL.timezone, PHRASES))] == [
        "registration",
        "passport-new",
    ]
    got = office.browser.get(f"{office.address}/reception/bookings/example.csv", timeout=10)
    assert got.text.startswith("slot,service")
