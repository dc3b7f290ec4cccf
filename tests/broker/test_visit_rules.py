"""A technician learns what is wrong with the packages and surges of a hall file, all at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import parse, remarks

pytestmark = pytest.mark.fast

GOOD = (
    (Path(__file__).with_name("hall_files") / "good.toml").read_text("utf-8")
    + """
[[service]]
id = "by-booking"
line = "passport"
modes = ["booking"]
name = { uk = "Консультація", en = "Advice" }

[[package]]
id = "birth"
menu = ["papers"]
legs = ["residence-registration", "passport-first"]
name = { uk = "Народження дитини", en = "Birth of a child" }

[[surge]]
id = "students"
windows = [1, 2]
lines = ["passport"]
name = { uk = "Наплив студентів", en = "Students" }
"""
)


def said(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    return caught.value.mistakes


def test_a_package_and_a_surge_are_read() -> None:
    hall = parse(GOOD)
    assert hall.packages["birth"].legs == ("residence-registration", "passport-first")
    assert (hall.surges["students"].windows, hall.surges["students"].lines) == ((1, 2), ("passport",))
    assert remarks(GOOD) == []
    long = parse(GOOD.replace("recalls = 2", 'recalls = 2\nhold_at_most = "40 min"\nresume_grace = "5 min"'))
    assert (long.policy.hold_at_most, long.policy.resume_grace) == (timedelta(minutes=40), timedelta(minutes=5))


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ('"passport-first"]', '"pasport-first"]', 'did you mean "passport-first"?'),
        (', "passport-first"]', "]", "two services or more"),
        (', "passport-first"]', ', "residence-registration"]', "stands here twice"),
        ('"passport-first"]', '"by-booking"]', "by booking only"),
        ('id = "birth"', 'id = "passport-first"', 'a [[service]] has the id "passport-first" already'),
        ('id = "birth"', 'id = "Birth"', "a-z"),
        ('menu = ["papers"]\nlegs', 'menu = ["paper"]\nlegs', 'did you mean "papers"?'),
        ('legs = ["residence-registration", "passport-first"]\n', "", '"legs" is missing'),
        ('uk = "Народження дитини"', 'ua = "Народження дитини"', 'did you mean "uk"?'),
        ("windows = [1, 2]", "windows = [1, 7]", "there is no [[window]] 7"),
        ("windows = [1, 2]", "windows = []", "name the windows that help"),
        ('lines = ["passport"]\nname', 'lines = ["pasport"]\nname', 'did you mean "passport"?'),
        ('lines = ["passport"]\nname', "lines = []\nname", "name the lines"),
        ("[[surge]]", "[[surges]]", 'did you mean "surge"?'),
    ],
)
def test_each_mistake_is_said_in_plain_words_at_its_table(good: str, bad: str, words: str) -> None:
    assert good in GOOD
    text = GOOD.replace(good, bad, 1)
    found = [line for line in said(text) if words in line]
    assert found, said(text)
    table = text.splitlines().index("[[surges]]" if "surges" in bad else "[[package]]") + 1
    assert int(found[0].split(":")[1]) >= table


def test_all_mistakes_of_a_package_are_said_at_once() -> None:
    text = GOOD.replace('"passport-first"]', '"by-booking", "nothing"]').replace("windows = [1, 2]", "windows = [9]")
    assert len(said(text)) == 3
