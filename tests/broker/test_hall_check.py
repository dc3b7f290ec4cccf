"""A technician who wrote a hall file learns of every mistake at once, with its place and what to do."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import duration, load, mistakes, parse, remarks
from broker.contracts.hall_file import HallFile

pytestmark = pytest.mark.fast

GOOD = (Path(__file__).with_name("hall_files") / "good.toml").read_text("utf-8")
TEN = (Path(__file__).with_name("hall_files") / "ten-mistakes.toml").read_text("utf-8")


def report(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    return caught.value.mistakes


def test_the_hall_file_of_the_contract_page_is_good() -> None:
    hall = parse(GOOD)
    assert hall.hall.id == "kamianske-centre"
    assert hall.policy.no_show_after == timedelta(minutes=2)
    assert hall.policy.auto_call_after == timedelta(seconds=15)
    assert hall.windows[1].lines == ("residence", "passport")
    assert remarks(GOOD) == []


def test_ten_mistakes_are_ten_lines_of_one_report_each_with_its_place() -> None:
    expected = [int(n) for n, line in enumerate(TEN.splitlines(), 1) if "# mistake" in line]
    assert len(expected) == 10
    assert [int(line.split(":")[1]) for line in report(TEN)] == expected
    assert all(line.startswith("hall.toml:") for line in report(TEN))


@pytest.mark.parametrize(
    ("good", "bad", "place", "words"),
    [
        ('letter = "А"', 'leter = "А"', 'leter = "А"', 'unknown key "leter"; did you mean "letter"?'),
        ('letter = "Р"', 'letter = "A"', 'letter = "A"', 'belongs to the line "residence" already'),
        ('letter = "Р"', 'letter = "Є"', None, ""),
        ('letter = "Р"', 'letter = "7"', 'letter = "7"', "one capital Ukrainian letter"),
        ('letter = "Р"', 'letter = "D"', 'letter = "D"', "one capital Ukrainian letter"),
        ('line = "residence"', 'line = "residense"', 'line = "residense"', 'did you mean "residence"?'),
        ('zone = "hall-1"', 'zone = "hal-1"', 'zone = "hal-1"', 'did you mean "hall-1"?'),
        ('["residence", "passport"]', '["residence", "pasport"]', "pasport", 'did you mean "passport"?'),
        ('["residence", "passport"]', '["*", "passport"]', '"*", "passport"', "stands alone"),
        ('["residence", "passport"]', "[]", "lines = []", "serves nobody"),
        ('menu = ["papers"]', 'menu = ["paper"]', 'menu = ["paper"]', 'did you mean "papers"?'),
        ('id = "passport"', 'id = "residence"', "line-id", "there already"),
        ("id = 2", "id = 1", "window-id", "window 1 is there already"),
        ("id = 2", "id = 0", "id = 0", "from 1 to 999"),
        ("id = 2", 'id = "two"', 'id = "two"', "a whole number"),
        ('id = "kamianske-centre"', 'id = "Kamianske centre"', "Kamianske centre", "a-z"),
        ('uk = "Зал 1", ', "", "Hall 1", "no Ukrainian words"),
        ('uk = "Зал 1"', 'ua = "Зал 1"', "ua = ", 'did you mean "uk"?'),
        ('["uk", "en"]', '["uk", "en", "pl"]', '"pl"', 'language "pl" has no words'),
        ('["uk", "en"]', '["en"]', '["en"]', "first language of every hall"),
        ("Europe/Kyiv", "Europe/Kiyv", "Europe/Kiyv", 'did you mean "Europe/Kyiv"?'),
        ('no_show_after = "2 min"', "no_show_after = 120", "no_show_after", 'as "90 s" or "2 min"'),
        ('no_show_after = "2 min"', 'no_show_after = "2 m"', "no_show_after", 'as "90 s" or "2 min"'),
        ("rate = 2.5", "rate = 0.5", "rate = 0.5", "1 or more"),
        ("minutes = 11.0", "minutes = -1", "minutes = -1", "greater than 0"),
        ("remote_share = 0.3333", "remote_share = 33", "remote_share", "from 0 to 1"),
        ("accessible = true", 'accessible = "yes"', "accessible", "true or false"),
        ('modes = ["walk-in", "booking"]', 'modes = ["walkin"]', "walkin", '"walk-in" or "booking"'),
        ('state_id = "00034"', "state_id = 34", "state_id", "text in quotes"),
        ('state_id = "00034"', 'state_id = "34"', "state_id", "5 digits"),
        ('priority = "accumulating"', 'priority = "fifo"', "fifo", '"accumulating" or "strict"'),
        ("Mo-Fr 08:00-19:00", "Пн-Пт 08:00-19:00", "Пн", "no day of opening hours"),
        ("Mo-Fr 08:00-19:00", "Mo-Fr 08:00-19:70", "19:70", "no time"),
        ("[policy]", "[policies]", "[policies]", 'did you mean "policy"?'),
        ("[[zone]]", "[zone]", "[zone]", "write [[zone]]"),
        ("recalls = 2", "recalls : 2", "recalls : 2", "this line is no TOML"),
    ],
)
def test_each_mistake_is_said_in_plain_words_at_its_own_line(
    good: str, bad: str, place: str | None, words: str
) -> None:
    assert good in GOOD
    text = GOOD.replace(good, bad, 1)
    if place is None:
        parse(text)
        return
    said = report(text)
    found = [line for line in said if words in line]
    assert found, said
    number = int(found[0].split(":")[1])
    pointed_at = text.splitlines()[number - 1]
    assert place.replace("line-id", 'id = "residence"').replace("window-id", "id = 1") in pointed_at


def test_of_two_letters_that_look_or_sound_alike_the_second_is_refused() -> None:
    text = GOOD.replace('letter = "А"', 'letter = "Г"').replace('letter = "Р"', 'letter = "Ґ"')
    assert 'too like "Г"' in report(text)[0]


def test_what_is_missing_is_named_with_an_example() -> None:
    assert "there is no [hall]" in report("")[0]
    (mistake,) = report(GOOD.replace('zone = "hall-1"\n', "", 1))
    assert '"zone" is missing' in mistake


def test_a_broken_line_does_not_hide_the_mistakes_after_it() -> None:
    text = GOOD.replace("recalls = 2", "recalls 2").replace('zone = "hall-1"', 'zone = "hal-1"', 1)
    assert len(report(text)) == 2


def test_odd_things_are_remarked_and_stop_nobody() -> None:
    text = GOOD.replace('["residence", "passport"]', '["residence"]').replace(', en = "Hall 1"', "")
    text = text.replace('lines = ["*"]', 'lines = ["residence"]')
    parse(text)
    said = "\n".join(remarks(text))
    assert 'no window serves the line "passport"' in said
    assert "no words in en" in said


def test_a_file_that_is_not_utf_8_is_a_mistake_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "hall.toml")
    (tmp_path / "hall.toml").write_bytes(GOOD.encode("cp1251", "replace"))
    with pytest.raises(ConfigError, match=r"hall\.toml:3: this line is not UTF-8"):
        load(tmp_path / "hall.toml")
    (tmp_path / "hall.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load(tmp_path / "hall.toml") == parse(GOOD)


@pytest.mark.parametrize(("text", "seconds"), [("90 s", 90), ("2 min", 120), ("1.5 h", 5400), (" 15s ", 15)])
def test_durations_are_a_number_and_a_unit(text: str, seconds: float) -> None:
    assert duration(text) == timedelta(seconds=seconds)


values = st.recursive(
    st.booleans()
    | st.integers()
    | st.floats()
    | st.datetimes()
    | st.text(max_size=5)
    | st.sampled_from(["uk", "*", "А"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_whatever_stands_in_any_place_there_are_mistakes_or_a_hall(data: st.DataObject) -> None:
    """Never an exception: the rules look into values that the shapes have refused."""
    raw = tomllib.loads(GOOD)
    name = data.draw(st.sampled_from(sorted(raw)))
    table = raw[name][0] if isinstance(raw[name], list) else raw[name]
    key = data.draw(st.sampled_from(sorted(table)) | st.just(""))
    if key:
        table[key] = data.draw(values)
    else:
        raw[name] = data.draw(values)
    if not mistakes(raw):
        raw.pop("policy", None)  # its durations are read by `parse`
        msgspec.convert(raw, HallFile)


def test_a_line_separator_within_words_ends_no_line() -> None:
    found = parse(GOOD + '[[zone]]\nid = "far"\nname = { uk = "Зал\u2028далекий" }\n')
    assert found.zones["far"].name["uk"] == "Зал\u2028далекий"
