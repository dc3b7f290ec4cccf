"""The words of the command line, in the language of the terminal: Ukrainian where LANG says so, else English."""

from __future__ import annotations

import os
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from broker.contracts.phrases import Phrases


def language(environment: Mapping[str, str] | None = None) -> str:
    """ "uk" or "en", by the first of LC_ALL, LC_MESSAGES and LANG that is set, as POSIX has it."""
    environment = os.environ if environment is None else environment
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "uk" if next(filter(None, names), "").startswith("uk") else "en"


@cache
def _phrases() -> Phrases:
    return Phrases.load(Path(__file__).with_name("phrases"))


def say(key: str, **slots: object) -> str:
    """The phrase in the terminal's language."""
    return _phrases().say(language(), key, **slots)


def unknown(kind: str, word: str, known: list[str]) -> str:
    """What to answer to a word that is none of `known`; `kind` is a key below `unknown`."""
    meant = get_close_matches(word, known, n=1)
    told = say(f"unknown.{kind}", word=word)
    return f"{told} {say('unknown.meant', word=meant[0])}" if meant else f"{told} {', '.join(known)}."
