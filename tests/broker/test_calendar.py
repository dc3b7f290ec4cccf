"""When the hall receives: hours nest, days end at midnight, the clock is moved twice a year, and only the hall knows its holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from broker.contracts import hours
from broker.contracts.hall_check import parse
from broker.contracts.hall_file import HallFile
from broker.queuemaster.calendar import Calendar
from broker.queuemaster.exceptions import Exceptions
from broker.queuemaster.state import Hall
from broker.queuemaster.wall_clock import Span, comes_to, spans

pytestmark = pytest.mark.fast

KYIV = ZoneInfo("Europe/Kyiv")
GOOD = (Path(__file__).with_name("hall_files") / "good.toml").read_text("utf-8")
MONDAY = date(2026, 11, 23)
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)  # the clock goes from 03:00 to 04:00, and from 04:00 to 03:00


def plan(reception: str, working: str = "24/7", line: str = "", window: str = "", breaks: str = "") -> HallFile:
    """The hall of the contract page with these hours, `line` for the line of residence, `window` for window 1."""
    text = GOOD.replace('"Mo-Fr 08:00-19:00; Sa 08:00-16:00"', f'"{working}"')
    text = text.replace('"Mo-Fr 08:00-18:30; Sa 08:00-15:30"', f'"{reception}"')
    text = text.replace("minutes = 11.0", f'minutes = 11.0\nhours = "{line}"', 1)
    return parse(text.replace("id = 1\n", f'id = 1\nhours = "{window}"\nbreaks = "{breaks}"\n', 1))


def at(day: date, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=KYIV)


def shown(found: tuple[Span, ...]) -> list[str]:
    return [f"{span.start:%H:%M}-{span.end:%H:%M}" for span in found]


def file(*several: str) -> Exceptions:
    """An iCalendar file of events, each its lines with spaces between them."""
    lines = [line for event in several for line in ("BEGIN:VEVENT", *event.split(), "END:VEVENT")]
    return Exceptions("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR"]), KYIV)


def closed(day: str, categories: str = "") -> str:
    """An all-day event."""
    return f"UID:{day}{categories} DTSTART;VALUE=DATE:{day} {categories and 'CATEGORIES:' + categories}"


def special(day: str, start: str, end: str, categories: str = "") -> str:
    """A timed event, as special("20261124", "1000", "1400")."""
    return f"UID:{day}{start} DTSTART:{day}T{start}00 DTEND:{day}T{end}00 {categories and 'CATEGORIES:' + categories}"


def test_the_hall_of_the_contract_page_receives_as_it_says() -> None:
    calendar = Calendar.of(parse(GOOD))
    assert shown(calendar.working(MONDAY)) == ["08:00-19:00"]
    assert shown(calendar.reception(MONDAY)) == ["08:00-18:30"]
    assert calendar.reception(date(2026, 11, 22)) == ()
    assert calendar.opens("residence", at(date(2026, 11, 21), "15:30")) == at(MONDAY, "08:00")


def test_a_span_has_begun_at_its_first_moment_and_is_over_at_its_last() -> None:
    calendar = Calendar.of(plan("Mo-Fr 08:00-18:30"))
    instant = timedelta(microseconds=1)
    assert not calendar.is_open("residence", at(MONDAY, "08:00") - instant)
    assert calendar.is_open("residence", at(MONDAY, "08:00"))
    assert calendar.is_open("residence", at(MONDAY, "18:30") - instant)
    assert not calendar.is_open("residence", at(MONDAY, "18:30"))
    assert calendar.closes("residence", at(MONDAY, "18:30")) is None
    assert calendar.opens("residence", at(MONDAY, "08:00")) == at(MONDAY, "08:00")
    assert calendar.opens("residence", at(MONDAY, "08:00") + instant) == at(date(2026, 11, 24), "08:00")


def test_a_line_has_its_own_hours_within_those_of_the_hall() -> None:
    calendar = Calendar.of(plan("Mo-Fr 08:00-12:00,13:00-18:00; Sa 10:00-14:00", line="Mo-Sa 09:00-15:00"))
    assert shown(calendar.line_spans("residence", MONDAY)) == ["09:00-12:00", "13:00-15:00"]
    assert shown(calendar.line_spans("residence", date(2026, 11, 28))) == ["10:00-14:00"]
    assert shown(calendar.line_spans("passport", MONDAY)) == ["08:00-12:00", "13:00-18:00"]
    assert calendar.last_end("residence", at(MONDAY, "09:30")) == at(MONDAY, "15:00")
    assert calendar.closes("residence", at(MONDAY, "09:30")) == at(MONDAY, "12:00")


def test_a_window_works_through_reception_but_for_its_breaks_or_its_own_hours_while_the_house_is_open() -> None:
    breaks = Calendar.of(plan("Mo-Fr 08:00-18:00", breaks="13:00-13:30"))
    assert shown(breaks.window_spans(1, MONDAY)) == ["08:00-13:00", "13:30-18:00"]
    assert breaks.window_spans(1, date(2026, 11, 22)) == ()
    own = Calendar.of(
        plan("Mo-Fr 08:00-18:00", working="Mo-Fr 08:00-19:00", window="10:00-20:00", breaks="10:00-11:00")
    )
    assert shown(own.window_spans(1, MONDAY)) == ["11:00-19:00"]
    assert shown(own.window_spans(2, MONDAY)) == ["08:00-18:00"]


def test_what_runs_over_midnight_is_cut_there_and_goes_on_as_the_next_day() -> None:
    calendar = Calendar.of(plan("Mo 22:00-06:00"))
    assert shown(calendar.reception(MONDAY)) == ["22:00-00:00"]
    assert shown(calendar.reception(date(2026, 11, 24))) == ["00:00-06:00"]
    assert calendar.closes(None, at(MONDAY, "23:00")) == at(date(2026, 11, 24), "06:00")
    assert calendar.last_end(None, at(MONDAY, "23:00")) == at(date(2026, 11, 24), "00:00"), "tickets are of a day"


def test_a_hall_that_never_closes_does_not_say_when_it_does() -> None:
    calendar = Calendar.of(plan("24/7"))
    assert calendar.closes(None, at(MONDAY, "12:00")) is None
    assert calendar.last_end(None, at(MONDAY, "12:00")) == at(date(2026, 11, 24), "00:00")
    assert calendar.opens_another_day(None, at(MONDAY, "12:00")) == at(date(2026, 11, 24), "00:00")


def test_a_hall_that_never_opens_says_no_day() -> None:
    assert Calendar.of(plan("off")).opens(None, at(MONDAY, "12:00")) is None


def test_a_hall_that_opens_in_more_than_a_year_says_so_when_it_is_less() -> None:
    calendar = Calendar.of(plan("2028 Mar 01 08:00-12:00"))
    assert calendar.opens(None, at(date(2027, 2, 1), "12:00")) is None
    assert calendar.opens(None, at(date(2027, 2, 20), "12:00")) is None
    assert calendar.opens(None, at(date(2027, 3, 15), "12:00")) == at(date(2028, 3, 1), "08:00")


def test_no_holiday_is_known_that_the_hall_has_not_written_down() -> None:
    calendar = Calendar.of(plan("Mo-Su 08:00-17:00"))
    year = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    assert all(shown(calendar.reception(day)) == ["08:00-17:00"] for day in year)


def test_an_all_day_event_closes_the_hall_and_a_timed_one_changes_its_hours() -> None:
    said = plan("Mo-Fr 08:00-17:00", working="Mo-Fr 08:00-18:00")
    calendar = Calendar.of(
        said,
        file(
            closed("20261124"),
            special("20261125", "1000", "1400"),
            special("20261128", "0900", "1100"),
            special("20261128", "1200", "1300"),
        ),
    )
    assert calendar.reception(date(2026, 11, 24)) == calendar.working(date(2026, 11, 24)) == ()
    assert shown(calendar.reception(date(2026, 11, 25))) == ["10:00-14:00"]
    assert shown(calendar.reception(date(2026, 11, 28))) == ["09:00-11:00", "12:00-13:00"], "a Saturday"
    assert shown(calendar.working(date(2026, 11, 28))) == ["09:00-11:00", "12:00-13:00"]
    assert shown(calendar.window_spans(1, date(2026, 11, 25))) == ["10:00-14:00"]
    assert calendar.opens("residence", at(MONDAY, "17:00")) == at(date(2026, 11, 25), "10:00")


def test_an_event_with_categories_is_for_those_lines_and_windows_alone() -> None:
    calendar = Calendar.of(
        plan("Mo-Fr 08:00-17:00"),
        file(closed("20261124", "residence,window-1"), special("20261125", "0900", "1000", "residence")),
    )
    assert calendar.line_spans("residence", date(2026, 11, 24)) == calendar.window_spans(1, date(2026, 11, 24)) == ()
    assert shown(calendar.line_spans("passport", date(2026, 11, 24))) == ["08:00-17:00"]
    assert shown(calendar.window_spans(2, date(2026, 11, 24))) == ["08:00-17:00"]
    assert shown(calendar.line_spans("residence", date(2026, 11, 25))) == ["09:00-10:00"]


def test_a_yearly_event_comes_again_every_year_and_an_excluded_day_does_not() -> None:
    yearly = file("UID:1 DTSTART;VALUE=DATE:20260824 RRULE:FREQ=YEARLY EXDATE;VALUE=DATE:20280824")
    calendar = Calendar.of(plan("24/7"), yearly)
    shut = [year for year in range(2026, 2031) if not calendar.reception(date(year, 8, 24))]
    assert shut == [2026, 2027, 2029, 2030]


def test_of_two_events_that_contradict_each_other_the_closed_one_is_believed() -> None:
    """They are mistakes, and told; but one far in the future may be overlooked."""
    calendar = Calendar.of(plan("24/7"), file(special("20261124", "1000", "1200"), closed("20261124")))
    assert calendar.reception(date(2026, 11, 24)) == ()


def test_an_event_that_was_cancelled_in_the_calendar_program_is_none() -> None:
    calendar = Calendar.of(plan("24/7"), file(closed("20261124") + " STATUS:CANCELLED"))
    assert calendar.reception(date(2026, 11, 24))


def test_hours_written_in_another_zone_are_read_on_the_halls_clock() -> None:
    abroad = file("DTSTART:20261124T080000Z DTEND;TZID=Europe/Warsaw:20261124T120000")
    assert shown(Calendar.of(plan("24/7"), abroad).reception(date(2026, 11, 24))) == ["10:00-13:00"]


def test_a_hall_file_that_names_exceptions_has_no_calendar_without_them() -> None:
    said = parse(GOOD.replace("[policy]", 'exceptions = "exceptions.ics"\n\n[policy]', 1))
    with pytest.raises(ValueError, match="have not been read"):
        _ = Hall(said).calendar
    assert Hall(said, calendar=Calendar.of(said, file(closed("20261123")))).calendar.reception(MONDAY) == ()


@pytest.mark.parametrize(
    ("day", "minutes", "expected"),
    [
        (SPRING, (120, 300), ["02:00+0200", "05:00+0300"]),
        (SPRING, (190, 300), ["04:00+0300", "05:00+0300"]),
        (SPRING, (60, 200), ["01:00+0200", "04:00+0300"]),
        (SPRING, (185, 235), []),
        (AUTUMN, (120, 300), ["02:00+0300", "05:00+0200"]),
        (AUTUMN, (210, 300), ["03:30+0300", "05:00+0200"]),
        (AUTUMN, (120, 210), ["02:00+0300", "03:30+0200"]),
    ],
)
def test_on_the_days_when_the_clock_is_moved(day: date, minutes: hours.Minutes, expected: list[str]) -> None:
    assert [f"{moment:%H:%M%z}" for span in spans(day, [minutes], KYIV) for moment in span] == expected


def test_a_night_through_the_moved_clock_is_as_long_as_it_is() -> None:
    calendar = Calendar.of(plan("24/7"))
    lengths = {
        day: calendar.reception(day)[0].end - calendar.reception(day)[0].start for day in (SPRING, AUTUMN, MONDAY)
    }
    assert [length.total_seconds() / 3600 for length in lengths.values()] == [23, 25, 24]


MINUTES = st.integers(0, 288).map(lambda five: five * 5)
DAYS = st.sampled_from([SPRING, AUTUMN, MONDAY, date(2026, 10, 24), date(2027, 3, 29)])
ZONES = st.sampled_from(["Europe/Kyiv", "America/Havana", "Africa/Cairo", "Asia/Beirut", "Australia/Lord_Howe", "UTC"])


@given(day=DAYS, span=st.tuples(MINUTES, MINUTES))
@settings(max_examples=60)
@example(day=AUTUMN, span=(210, 215))
@example(day=SPRING, span=(180, 240))
def test_a_span_is_what_somebody_sees_who_looks_at_the_clock_all_day(day: date, span: hours.Minutes) -> None:
    """The model: walk the day; open from the first sight of the start to the last sight of anything before the end."""
    seen = []
    moment = datetime.combine(day, datetime.min.time(), UTC) - timedelta(hours=4)
    while moment < datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=26):
        hands = moment.astimezone(KYIV)
        if hands.date() == day:
            seen.append((moment, hands.hour * 60 + hands.minute))
        moment += timedelta(minutes=5)
    begun = [place for place, (_, minute) in enumerate(seen) if minute >= span[0]]
    before_end = [place for place, (_, minute) in enumerate(seen) if minute < span[1]]
    expected = {
        moment
        for place, (moment, _) in enumerate(seen)
        if span[0] < span[1] and begun and before_end and begun[0] <= place <= before_end[-1]
    }
    found = spans(day, [span] if span[0] < span[1] else [], KYIV)
    assert {moment for moment, _ in seen if any(moment in each for each in found)} == expected


@given(zone=ZONES, start=st.dates(date(2020, 1, 1), date(2030, 1, 1)), minute=MINUTES)
@settings(max_examples=150)
def test_days_follow_one_another_without_a_gap_and_the_clock_only_goes_on(zone: str, start: date, minute: int) -> None:
    place = ZoneInfo(zone)
    first, last = comes_to(start, minute, place), comes_to(start, minute, place, last=True)
    assert comes_to(start, 0, place) <= first <= last <= comes_to(start, 1440, place)
    assert comes_to(start, 1440, place) == comes_to(start + timedelta(days=1), 0, place)


DAY_OF_SPANS = st.lists(st.tuples(MINUTES, MINUTES), max_size=4).map(hours.joined)


@given(one=DAY_OF_SPANS, other=DAY_OF_SPANS)
@settings(max_examples=100)
def test_spans_are_joined_cut_and_taken_away_as_sets_of_minutes_are(one: hours.Day, other: hours.Day) -> None:
    def minutes(day: hours.Day) -> set[int]:
        return {minute for start, end in day for minute in range(start, end)}

    assert minutes(hours.both(one, other)) == minutes(one) & minutes(other)
    assert minutes(hours.without(one, other)) == minutes(one) - minutes(other)
    assert minutes(hours.joined([*one, *other])) == minutes(one) | minutes(other)


@given(
    mornings=st.tuples(st.integers(6, 10), st.integers(11, 12)),
    evenings=st.tuples(st.integers(13, 14), st.integers(15, 26)),
    minute=st.integers(0, 14 * 24 * 60),
)
@settings(max_examples=80)
def test_opening_and_closing_agree_with_being_open(
    mornings: tuple[int, int], evenings: tuple[int, int], minute: int
) -> None:
    written = ",".join(f"{a:02}:00-{b:02}:30" for a, b in (mornings, (evenings[0], min(evenings[1], 25))))
    calendar = Calendar.of(plan(f"Mo-Fr {written}"))
    t = at(date(2026, 10, 20), "00:00").astimezone(UTC) + timedelta(minutes=minute)
    opens, closes, edge = calendar.opens(None, t), calendar.closes(None, t), calendar.next_edge(t)
    moment = timedelta(microseconds=1)
    if calendar.is_open(None, t):
        assert closes is not None
        assert closes > t
        assert not calendar.is_open(None, closes)
        assert calendar.is_open(None, closes - moment)
    else:
        assert closes is None
        assert opens is not None
        assert opens >= t
        assert calendar.is_open(None, opens)
        assert not calendar.is_open(None, max(t, opens - moment)) or opens == t
    assert edge is None or edge > t
    if edge is not None:
        assert calendar.is_open(None, edge - moment) == calendar.is_open(None, t), "nothing changes in between"


def test_hours_are_asked_for_once_a_day_however_often_the_hall_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    calendar = Calendar.of(plan("Mo-Fr 08:00-18:00"), file(closed("20261124")))
    calendar.opens(None, at(MONDAY, "18:00"))
    monkeypatch.setattr(calendar, "_line", lambda *_: pytest.fail("asked again"))
    for second in range(100):
        calendar.opens(None, at(MONDAY, "18:00") + timedelta(seconds=second))
        calendar.is_open(None, at(MONDAY, "18:00") + timedelta(seconds=second))
