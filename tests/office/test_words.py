"""The office says everything in both languages, with the same slots; and its templates say only what is written."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

import office
from broker.contracts.phrases import Phrases
from office.words import PHRASES, Words, language_of
from tests.broker.halls import KYIV

pytestmark = pytest.mark.fast

FOLDER = Path(office.__path__[0])


def slots(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


# The pages of the whole hall and of a window, and areas with words of their own.
AREAS = [FOLDER, FOLDER / "doors", FOLDER / "phone", FOLDER / "reception", FOLDER / "staff", FOLDER / "technician"]


@pytest.fixture(params=AREAS, ids=lambda area: area.name)
def area(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture
def phrases(area: Path) -> Phrases:
    return Phrases.load(area / "phrases")


@pytest.fixture
def files(area: Path) -> list[Path]:
    return [*area.glob("*.py"), *(area / "templates").rglob("*.html")]


def test_both_languages_say_the_same_things_with_the_same_slots(phrases: Phrases):
    few = {key for key in phrases.keys("uk") if key.endswith(".few")}  # English knows one and many
    assert phrases.keys("uk") - few == phrases.keys("en")
    for key in phrases.keys("en"):
        said = {language: phrases.template(language, key) for language in phrases.languages}
        assert slots(said["uk"]) == slots(said["en"]), key


def test_what_code_and_templates_say_is_written(phrases: Phrases, files: list[Path]):
    """An area has words of its own beside those that all pages share."""
    said = {
        key
        for file in files
        for key in re.findall(r"""\b(?:say|counted|words|general)\(\s*["']([a-z_.-]*[a-z_-])["']""", file.read_text())
    }
    assert len(said) > 20
    assert said <= phrases.keys("uk") | PHRASES.keys("uk")


def test_nothing_is_written_that_nobody_says(phrases: Phrases, files: list[Path]):
    text = " ".join(file.read_text() for file in [*files, FOLDER / "words.py"])
    families = set(
        re.findall(
            r"""\b(?:named\(|say\(f?|_say\(f|say\(_language\(\), f|say\(FIRST, f|count\(|words\()["']([a-z_.]+?)\.?[{"']""",
            text,
        )
    )
    unsaid = {k for k in phrases.keys("uk") if k not in text and k.rpartition(".")[0] not in families}
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
