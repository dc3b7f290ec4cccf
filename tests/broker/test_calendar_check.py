"""Two calendars that contradict each other, hours that cannot be read, a broken iCalendar line: all told at once, with place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import load as load_alone
from broker.queuemaster import calendar_check
from broker.queuemaster.exceptions import Exceptions
from broker.queuemaster.plan_and_calendar import load
from provisioning.command import main
from tests.broker.test_calendar import GOOD, KYIV, closed, special

pytestmark = pytest.mark.fast

GOOD_HALL = GOOD.replace("[policy]", 'exceptions = "exceptions.ics"\n\n[policy]', 1)


def written(folder: Path, hall: str = GOOD_HALL, *events: str) -> Path:
    """A hall file with the iCalendar file beside it: each event its lines with spaces between them."""
    lines = [line for event in events for line in ("BEGIN:VEVENT", *event.split(), "END:VEVENT")]
    path = folder / "hall.toml"
    path.write_text(hall, "utf-8")
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//hall//uk", *lines, "END:VCALENDAR", ""])
    (folder / "exceptions.ics").write_text(text, "utf-8")
    return path


def told(path: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(path)
    return [mistake.removeprefix(f"{path.parent}/") for mistake in caught.value.mistakes]


def test_a_hall_and_its_exceptions_are_read_together(tmp_path: Path) -> None:
    _, calendar = load(written(tmp_path, GOOD_HALL, closed("20261224"), special("20261226", "1000", "1200")))
    assert calendar.reception(date(2026, 12, 24)) == ()
    assert [f"{span.start:%H:%M}" for span in calendar.reception(date(2026, 12, 26))] == ["10:00"]


def test_a_board_reads_the_hall_file_without_the_exceptions(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "exceptions.ics").unlink()
    assert load_alone(path).hall.exceptions == "exceptions.ics"
    assert told(path) == [f"exceptions.ics: the exceptions of {path} cannot be read: No such file or directory"]


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ('"Mo-Fr 08:00-19:00;', '"Mo-Fr 08.00-19.00;', '"08.00-19.00; Sa 08:00-16:00" cannot be read'),
        (
            '"Mo-Fr 08:00-18:30;',
            '"Mo-Fr 08:00-19:30;',
            "goes beyond the house's working hours on Friday 2027-01-01: 19:00",
        ),
        ('"Mo-Fr 08:00-18:30;', '"Mo-Fr 08:00-18:30; PH off;', "no holidays are known here"),
        ('"Mo-Fr 08:00-18:30;', '"Mo-Fr 08:00+;', '"08:00+" does not say when it ends'),
        ('"Mo-Fr 08:00-18:30;', '"Mo-Fr sunrise-18:30;', "no time of a clock"),
        (
            "minutes = 11.0",
            'minutes = 11.0\nhours = "Su 10:00-12:00"',
            "beyond the hall's reception on Sunday 2027-01-03",
        ),
        ("minutes = 11.0", 'minutes = 11.0\nhours = "Mo-Fr 8"', "cannot be read"),
        ("minutes = 11.0", 'minutes = 11.0\nhours = "09:00-12:00"', None),
        ("minutes = 11.0", 'minutes = 11.0\nhours = "2030 Dec 31 08:00-23:00"', "on Tuesday 2030-12-31: 18:30-23:00"),
        ("id = 1\n", 'id = 1\nhours = "Mo-Fr 08:00-19:00"\n', None),
        ("id = 1\n", 'id = 1\nhours = "Mo-Fr 07:00-19:00"\n', "on Friday 2027-01-01: 07:00-08:00"),
        ("id = 1\n", 'id = 1\nhours = "Mo-Fr 09:00-12:00"\nbreaks = "10:00-10:30"\n', None),
        ("id = 1\n", 'id = 1\nhours = "Mo-Fr 09:00-12:00"\nbreaks = "13:00-13:30"\n', "never fall into the hours"),
        ('"exceptions.ics"', '"exceptions.xls"', "an iCalendar file"),
    ],
)
def test_hours_are_read_to_the_end_and_lie_within_one_another(
    tmp_path: Path, good: str, bad: str, words: str | None
) -> None:
    text = GOOD_HALL.replace(good, bad, 1)
    assert text != GOOD_HALL
    path = written(tmp_path, text)
    (tmp_path / "exceptions.xls").write_bytes((tmp_path / "exceptions.ics").read_bytes())
    if words is None:
        load(path)
        return
    mistakes = told(path)
    place = next(n for n, line in enumerate(text.splitlines(), 1) if bad.splitlines()[-1] in line)
    assert len(mistakes) == 1, mistakes
    assert mistakes[0].startswith(f"hall.toml:{place}: ")
    assert words in mistakes[0]


@pytest.mark.parametrize(
    ("events", "line", "words"),
    [
        ([closed("20261224", "pasport")], 7, '"pasport" is neither a line nor a window'),
        ([closed("20261224", "pasport")], 7, 'did you mean "passport"?'),
        ([closed("20261224", "window-77")], 7, "window-77"),
        ([closed("20261224"), special("20261224", "1000", "1200")], 8, "line 4 says the opposite: closed and open"),
        ([closed("20261124", "passport"), special("20261124", "1000", "1200", "passport")], 9, "says the opposite"),
        ([special("20261224", "1000", "1200"), special("20261224", "1100", "1300")], 9, "overlaps"),
        ([special("20261224", "1000", "1200"), special("20261224", "1200", "1300")], None, ""),
        ([closed("20261224"), closed("20261224", "passport")], None, ""),
        ([closed("20261224"), special("20261224", "1000", "1200", "passport")], 8, "when the hall does not receive"),
        ([special("20261224", "1700", "2000", "passport")], 4, "at 18:30-20:00, when the hall does not receive"),
        ([special("20261224", "1700", "2000", "window-1")], 4, "at 19:00-20:00, when the house is shut"),
        ([special("20261227", "1000", "1200"), special("20261227", "1000", "1100", "passport")], None, ""),
        (["UID:1 DTSTART:20261224T100000 DTEND:20261225T100000"], 7, "write an event for each"),
        (["UID:1 DTSTART:20261224T100000 DTEND:20261225T000000"], None, ""),
        (["UID:1 DTSTART:20261224T100000 DTEND:20261224T100000"], 7, "ends before it begins"),
        (["UID:1 DTSTART:20261224T100000"], 4, "both with a time"),
        (["UID:1 DTSTART;VALUE=DATE:20261224 DTEND:20261225T100000"], 7, "both with a day, or both with a time"),
        (["UID:1 DTSTART:2026xx24T100000 DTEND:20261224T100000"], 6, "DTSTART cannot be read"),
        (["UID:1 DTSTART;VALUE=DATE:20261224 RRULE:FREQ=YEARLYY"], 7, "RRULE cannot be read"),
        (["UID:1 DTSTART;TZID=Kyiv/Europe:20261224T100000 DTEND:20261224T110000"], 6, "Kyiv/Europe"),
        (["UID:1 DTSTART;VALUE=DATE:20261224 DTSTART;VALUE=DATE:20261225"], 6, "stands here twice"),
        (["UID:1 SUMMARY:x"], 4, "no DTSTART"),
        (["UID:1 DTSTART;VALUE=DATE:20261224 RRULE:FREQ=SECONDLY"], 7, "nothing of a hall repeats SECONDLY"),
        (["UID:1 what-is-this"], 6, 'no iCalendar: "what-is-this"'),
        (["UID:1 DTSTART;VALUE=DATE:20261224 RRULE:FREQ=YEARLY", closed("20281224"), special("20281224", "1000", "1100")], 13, "on 2028-12-24 the event of line 4"),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_meant_so_is_told_with_its_line(
    tmp_path: Path, events: list[str], line: int | None, words: str
) -> None:
    path = written(tmp_path, GOOD_HALL, *events)
    if line is None:
        load(path)
        return
    mistakes = told(path)
    assert mistakes[0].startswith(f"exceptions.ics:{line}: "), mistakes
    assert words in mistakes[0]


def test_the_mistakes_of_both_files_are_told_in_one_go(tmp_path: Path) -> None:
    hall = GOOD_HALL.replace("Mo-Fr 08:00-18:30", "Mo-Fr 08.00-18.30").replace('zone = "hall-1"', 'zone = "hal-1"', 1)
    path = written(tmp_path, hall, closed("20261224", "pasport"), "UID:2 broken", "UID:3 SUMMARY:x")
    places = [mistake.split(" ")[0] for mistake in told(path)]
    assert [place.split(":")[0] for place in places] == ["hall.toml"] * 2 + ["exceptions.ics"] * 3


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("hello", 1),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VCALENDAR", 2),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261224\nEND:VEVENT\nEND:VCALENDAR",
            2,
        ),
        ("BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR", 2),
    ],
)
def test_a_file_that_is_no_whole_calendar_is_told_too(text: str, line: int) -> None:
    assert [number for number, _ in Exceptions(text, KYIV).mistakes] == [line]


def test_one_broken_event_does_not_hide_the_next(tmp_path: Path) -> None:
    text = written(tmp_path, GOOD_HALL, "UID:1 broken", closed("20261224")).with_name("exceptions.ics").read_text()
    exceptions = Exceptions(text, KYIV)
    assert [number for number, _ in exceptions.mistakes] == [6]
    assert [entry.minutes for entry in exceptions.on(date(2026, 12, 24))] == [None]


LINES = "BEGIN:VCALENDAR VERSION:2.0 BEGIN:VEVENT UID:1 DTSTART;VALUE=DATE:20261224 DTEND;VALUE=DATE:20261226"
LINES += " RRULE:FREQ=YEARLY;COUNT=3 CATEGORIES:passport,window-1 EXDATE;VALUE=DATE:20271224 SUMMARY:Свято END:VEVENT"
LINES += " BEGIN:VEVENT UID:2 DTSTART;TZID=Europe/Kyiv:20261205T100000 DURATION:PT4H END:VEVENT END:VCALENDAR"


@given(
    changes=st.lists(
        st.tuples(st.integers(0, 18), st.sampled_from(["drop", "twice", "cut", "swap", "junk"])), max_size=4
    ),
    junk=st.text(max_size=20),
)
@settings(max_examples=60)
def test_whatever_is_in_the_file_becomes_mistakes_or_days_and_never_an_error(
    changes: list[tuple[int, str]], junk: str
) -> None:
    lines = LINES.split()
    for place, change in changes:
        here = place % len(lines) if lines else 0
        match change:
            case "drop":
                del lines[here : here + 1]
            case "twice":
                lines[here:here] = lines[here : here + 1]
            case "cut":
                lines[here : here + 1] = [line[: len(line) // 2] for line in lines[here : here + 1]]
            case "swap":
                lines[here : here + 2] = reversed(lines[here : here + 2])
            case _:
                lines[here:here] = [junk]
    exceptions = Exceptions("\n".join(lines), KYIV)
    calendar_check.mistakes_of_exceptions({}, exceptions, None)
    for year in (2026, 2027):
        exceptions.on(date(year, 12, 24))


def test_check_says_what_the_exceptions_come_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    yearly = "UID:1 DTSTART;VALUE=DATE:20200824 RRULE:FREQ=YEARLY"
    assert main(["check", str(written(tmp_path, GOOD_HALL, yearly))]) == 0
    said = capsys.readouterr().out
    assert "closed by the exceptions on 20" in said
    assert "-08-24" in said
    assert main(["check", str(written(tmp_path, GOOD_HALL, "UID:1 broken"))]) == 2
    assert f"{tmp_path / 'exceptions.ics'}:6: " in capsys.readouterr().err


def test_the_example_of_the_docs_is_good_and_says_what_it_says(tmp_path: Path) -> None:
    path = written(tmp_path)
    example = Path(__file__).parents[2] / "docs" / "exceptions.ics"
    (tmp_path / "exceptions.ics").write_bytes(example.read_bytes())
    _, calendar = load(path)
    assert not any(calendar.reception(date(year, 1, 1)) for year in (2027, 2028, 2029))
    assert not calendar.reception(date(2027, 3, 12))
    assert calendar.reception(date(2027, 3, 13))
    assert [f"{span.end:%H:%M}" for span in calendar.reception(date(2026, 12, 31))] == ["15:00"]
    assert calendar.reception(date(2027, 3, 7)), "the first Sunday of each month"
    assert calendar.line_spans("passport", date(2027, 2, 18)) == () == calendar.window_spans(2, date(2027, 2, 18))
    assert calendar.line_spans("residence", date(2027, 2, 18))
    assert [f"{span.end:%H:%M}" for span in calendar.line_spans("passport", date(2027, 2, 25))] == ["12:00"]
