"""The manager's pages say everything in both languages; and only what is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from office import reports
from office.reports.measures import GROUPS, MEASURES
from office.reports.words import PHRASES
from office.words import PHRASES as OFFICE
from tests.office.test_words import slots

pytestmark = pytest.mark.fast

FOLDER = Path(reports.__path__[0])


def test_both_languages_say_the_same_with_the_same_slots():
    counted = {key.removesuffix(".few") for key in PHRASES.keys("uk") if key.endswith(".few") and key != "few.few"}
    uk = {key for key in PHRASES.keys("uk") if not key.endswith(".few")}
    assert uk == PHRASES.keys("en")
    assert counted
    for key in uk:
        said = {language: PHRASES.template(language, key) for language in PHRASES.languages}
        assert slots(said["uk"]) == slots(said["en"]), key


def test_what_code_and_templates_say_is_written():
    files = [*FOLDER.rglob("*.py"), *FOLDER.rglob("*.html")]
    said = {key for file in files for key in re.findall(r"""\bsay\(\s*f?["']([a-z0-9_.-]+)["']""", file.read_text())}
    said = {key for key in said if not key.endswith(".")}  # what is made from a code has a test of its own
    assert len(said) > 50
    assert said <= PHRASES.keys("uk") | OFFICE.keys("uk")


def test_every_measure_and_group_has_a_name():
    for name in MEASURES:
        assert f"measure.{name}" in PHRASES.keys("uk")
    for name in GROUPS:
        assert f"group.{name}" in PHRASES.keys("uk")
