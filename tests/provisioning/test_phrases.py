"""The command line says everything in both languages, with the same slots."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest

import provisioning
from broker.contracts.phrases import Phrases

pytestmark = pytest.mark.fast

PHRASES = Phrases.load(Path(provisioning.__file__).with_name("phrases"))


def slots(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_both_languages_say_the_same_things_with_the_same_slots():
    assert PHRASES.keys("uk") == PHRASES.keys("en")
    for key in PHRASES.keys("uk"):
        said = {tongue: PHRASES._languages[tongue][key] for tongue in PHRASES.languages}
        assert slots(said["uk"]) == slots(said["en"]), key
