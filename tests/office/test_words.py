"""The office says everything in both languages, with the same slots; and its templates say only what is written."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

import office
from office.words import PHRASES, Words, language_of
from tests.broker.halls import KYIV

pytestmark = pytest.mark.fast

FOLDER = Path(office.__path__[0])


def slots(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_both_languages_say_the_same_things_with_the_same_slots():
    assert PHRASES.keys("uk") == PHRASES.keys("en")
    for key in PHRASES.keys("uk"):
        said = {language: PHRASES._languages[language][key] for language in PHRASES.languages}
        assert slots(said["uk"]) == slots(said["en"]), key


def test_what_code_and_templates_say_is_written():
    files = [*FOLDER.glob("*.py"), *(FOLDER / "templates").rglob("*.html")]
    said = {
        key for file in files for key in re.findall(r"""\b(?:say|counted)\(\s*["']([a-z_.-]+)["']""", file.read_text())
    }
    assert len(said) > 60
    assert said <= PHRASES.keys("uk")


def test_nothing_is_written_that_nobody_says():
    text = " ".join(file.read_text() for file in [*FOLDER.glob("*.py"), *FOLDER.rglob("*.html")])
    families = set(re.findall(r"""\b(?:named\(|say\(f)["']([a-z_.]+?)\.?[{"']""", text))
    unsaid = {k for k in PHRASES.keys("uk") if k not in text and k.rpartition(".")[0] not in families}
    assert unsaid == set()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-3, "0 с"),
        (0, "0 с"),
        (59.4, "59 с"),
        (59.6, "1 хв"),
        (61, "1 хв 1 с"),
        (3599, "59 хв 59 с"),
        (4000, "1 год 6 хв"),
    ],
)
def test_durations_are_said_as_people_say_them(seconds: float, words: str):
    assert Words("uk", KYIV).lasting(seconds) == words


def test_oclock_is_the_halls():
    assert Words("uk", KYIV).clock(datetime(2026, 11, 23, 6, 5, tzinfo=UTC)) == "08:05"


@pytest.mark.parametrize("wanted", [None, "", "xx", "../../etc"])
def test_a_language_without_words_is_ukrainian(wanted: str | None):
    assert language_of(wanted) == "uk"
