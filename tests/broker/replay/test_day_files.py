"""Day files and staff files: every mistake at once, each with its place and what to do."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from broker.contracts.mistakes.words import told
from broker.queuemaster.calendar import Calendar
from broker.replay import day_file, staff
from broker.replay.dates import FIRST_MONDAY, dates
from broker.replay.plan import Shift, Visitor
from tests.broker.halls import PLAN

pytestmark = pytest.mark.fast

HEADER = "arrival,service,minutes,priority,booked,no_show,needs\n"


def mistakes(text: str | bytes) -> list[str]:
    body = text if isinstance(text, bytes) else text.encode()
    return [told(each) for each in day_file.read("day.csv", body, PLAN)[1]]


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def test_a_day_file_is_read_as_the_contract_writes_it():
    body = HEADER + "08:00:12,registration,10.5,,,0,\n09:30,ready,3,veteran,09:45,1,wheelchair\n"
    visitors, wrong = day_file.read("day.csv", body.encode(), PLAN)
    assert not wrong
    assert visitors == (
        Visitor(arrival=timedelta(hours=8, seconds=12), service="registration", minutes=10.5),
        Visitor(
            arrival=hours(9.5),
            service="ready",
            minutes=3.0,
            priority="veteran",
            booked=hours(9.75),
            no_show=True,
            needs=("wheelchair",),
        ),
    )


def test_columns_may_stand_in_any_order_and_only_three_must_be_there():
    visitors, wrong = day_file.read("day.csv", b"\xef\xbb\xbfminutes,arrival,service\r\n4,08:00,ready\r\n\r\n", PLAN)
    assert not wrong
    assert visitors == (Visitor(arrival=hours(8), service="ready", minutes=4.0),)


def test_every_mistake_of_a_day_file_is_told_at_once():
    rows = (
        "08:00:00,registraton,10,,,0,",
        "07:59:00,registration,10,,,0,",
        "25:00,registration,10,,,0,",
        "08:01:00,registration,-3,,,0,",
        "08:01:00,registration,0,,,0,",
        "08:01:00,registration,nan,,,0,",
        "08:02:00,registration,5,veterans,,0,",
        "08:03:00,registration,5,,8.30,0,",
        "08:04:00,registration,5,,,yes,",
        "08:05:00,registration,5,,,0,Крісло",
        "08:06:00,registration,5",
        "08:06:00,,5,,,0,",
    )
    told = mistakes(HEADER + "\n".join(rows))
    for place, (said, what) in enumerate(
        zip(
            told,
            (
                'there is no service "registraton" in the hall file; did you mean "registration"?',
                "arrival 07:59:00 is earlier than that of line 2; sort the file by arrival",
                'arrival is "25:00"; it is a time of day, as 08:00:12',
                'minutes is "-3"; it must be a number greater than 0',
                'minutes is "0"',
                'minutes is "nan"',
                'there is no priority "veterans" in the hall file; did you mean "veteran"?',
                'booked is "8.30"; it is a time of day',
                'no_show is "yes"; write 1',
                '"Крісло" in needs',
                "3 values, but the header names 7",
                "the service is missing",
            ),
            strict=True,
        )
    ):
        assert said.startswith(f"day.csv:{place + 2}: "), said
        assert what in said


def test_one_line_may_have_several_mistakes():
    assert len(mistakes(HEADER + "8,nothing,x,vip,noon,2,?\n")) == 7


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "day.csv:1: the header is missing; the first line is arrival,service,minutes"),
        ("08:00:12,registration,10.5,,,0,\n", "day.csv:1: the header is missing"),
        ("arrival;service;minutes\n", "the header is missing; the first line is arrival,service,minutes,priority,"),
        ("arrival;service;minutes\n", "values are separated by commas"),
        ("arrival,servise,minutes\n08:00,ready,1", 'day.csv:1: unknown column "servise"; did you mean "service"?'),
        ("arrival,minutes\n", "day.csv:1: the header lacks service"),
        ("arrival,service,minutes,minutes\n", 'day.csv:1: the column "minutes" stands here twice'),
        ("\n\narrival,service\n", "day.csv:3: the header lacks minutes"),
        (b"arrival,service,minutes\n08:00,ready,1\n08:01,\xff\xfe,1\n", "day.csv:3: this line is not UTF-8 text"),
        ('arrival,service,minutes\n08:00,"ready,1\n', "day.csv:2: this line is no CSV"),
    ],
)
def test_a_file_that_is_no_day_file_says_why(text: str | bytes, told: str):
    assert any(told in mistake for mistake in mistakes(text)), mistakes(text)


def test_a_staff_file_has_shifts_and_breaks():
    body = b"window,from,to\n1,08:00,12:00\n1,12:00,12:30\n1,13:00,24:00\n3,09:00,10:00\n"
    shifts, wrong = staff.read("staff.csv", body, PLAN)
    assert not wrong
    assert shifts == (
        Shift(window=1, start=hours(8), end=hours(12.5)),  # nobody gets up between two that touch
        Shift(window=1, start=hours(13), end=hours(24)),
        Shift(window=3, start=hours(9), end=hours(10)),
    )


def test_every_mistake_of_a_staff_file_is_told_at_once():
    body = b"window,from,to\n9,08:00,12:00\nx,08:00,12:00\n1,12:00,12:00\n1,8,9\n1,10:00,12:00\n1,11:00,13:00\n"
    _, found = staff.read("staff.csv", body, PLAN)
    wrong = [told(each) for each in found]
    assert [mistake.split(": ")[0] for mistake in wrong] == [f"staff.csv:{n}" for n in (2, 3, 4, 5, 5, 7)]
    assert "there is no window 9 in the hall file" in wrong[0]
    assert "from 12:00 is not before to 12:00" in wrong[2]
    assert "works at that time already by line 6" in wrong[5]


def test_the_date_of_a_day_is_in_its_file_name_or_the_next_working_day():
    weekdays = lambda day: day.weekday() < 5  # noqa: E731
    assert dates(["a.csv", "b.csv"], weekdays) == ([FIRST_MONDAY, FIRST_MONDAY + timedelta(1)], [])
    names = ["/2020-01-01/hall-2026-11-27.csv", "next.csv", "2026-12-24.csv"]
    assert dates(names, weekdays) == ([date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 24)], [])


def test_days_that_are_no_days_or_go_back_are_mistakes():
    _, found = dates(["2026-02-30.csv", "2026-11-24.csv", "2026-11-23.csv"], lambda _: True)
    wrong = [told(each) for each in found]
    assert len(wrong) == 2
    assert 'there is no day "2026-02-30"' in wrong[0]
    assert "2026-11-23 is not after 2026-11-24" in wrong[1]


def test_without_a_staff_file_windows_work_as_the_hall_file_says():
    hall = msgspec.structs.replace(PLAN.hall, reception="Mo-Fr 08:00-18:00; Sa 09:00-12:00", working="24/7")
    window = msgspec.structs.replace(PLAN.window[0], breaks="Mo-Fr 12:00-12:30")
    plan = msgspec.structs.replace(PLAN, hall=hall, window=(window, PLAN.window[1]))
    calendar = Calendar.of(plan)
    assert staff.by_calendar(calendar, plan.windows, FIRST_MONDAY) == (
        Shift(window=1, start=hours(8), end=hours(12)),
        Shift(window=1, start=hours(12.5), end=hours(18)),
        Shift(window=2, start=hours(8), end=hours(18)),
    )
    assert staff.by_calendar(calendar, plan.windows, FIRST_MONDAY + timedelta(6)) == ()


def test_a_day_file_and_a_staff_file_are_found_fault_with_in_ukrainian_too() -> None:
    _, days = day_file.read("day.csv", (HEADER + '8,nothing,x,vip,noon,2,?\n"08:00\n').encode(), PLAN)
    _, shifts = staff.read("staff.csv", b"window,from,to\n9,08:00,12:00\n", PLAN)
    words = [told(each, "uk") for each in (*days, *shifts)]
    assert 'day.csv:2: minutes має значення "x"; має бути число, більше за 0, щонайбільше 1440' in words
    assert "day.csv:3: цей рядок — не CSV: бракує лапок у кінці значення" in words
    assert words[-1].startswith("staff.csv:2: у файлі залу немає вікна 9; ")
