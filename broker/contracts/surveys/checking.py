"""Reads the survey of a bundle: `survey.json` in its folder. Every mistake at once, with place and "did you mean"."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from broker.contracts.errors import ConfigError
from broker.contracts.json_places import line_of, places, repeated, written
from broker.contracts.mistakes.json_words import broken
from broker.contracts.mistakes.words import said
from broker.contracts.mistakes.wrong import Told, wrong
from broker.contracts.surveys import meaning, shape, sound
from broker.contracts.surveys.survey import Survey, survey_of

FILE = "survey.json"
DEFAULT = Path(__file__).parent / "default"
_LARGEST = 256 * 1024  # bytes


def check(unpacked: Path) -> None:
    """ConfigError with every mistake of the survey in an unpacked bundle."""
    load(unpacked, "survey", "")


def load(folder: Path, name: str, version: str) -> Survey:
    """The survey in `folder`; `name` is its id where it says none. ConfigError with every mistake."""
    file = folder / FILE
    try:
        if file.stat().st_size > _LARGEST:
            raise ConfigError([Told(f"{FILE}:1: ", wrong("survey.large", most=_LARGEST // 1024))])
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError([Told(f"{FILE}: ", wrong("file.missing"))]) from None
    except UnicodeDecodeError:
        raise ConfigError([Told(f"{FILE}:1: ", wrong("file.no-text"))]) from None
    return survey_of(parsed(text), name, version)


def parsed(text: str) -> dict[str, Any]:
    """The JSON of a survey. ConfigError with every mistake, as `survey.json:12: $.pages[0]…: what`."""
    try:
        raw: dict[str, Any] = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line, what = broken(error)
        raise ConfigError([Told(f"{FILE}:{line}: ", what)]) from None
    found = shape.mistakes(raw)
    found += meaning.mistakes(sound.part(raw, found))
    told = [(line, f"{written(path)}: ", wrong("json.twice")) for path, line in repeated(text)]
    if found:
        lines = places(text)
        told += [(line_of(lines, each.path), f"{written(each.path)}: ", each.what) for each in found]
    if told:
        once = {(line, part + said(what)): Told(f"{FILE}:{line}: ", what, part) for line, part, what in told}
        raise ConfigError([once[key] for key in sorted(once)])
    return raw
