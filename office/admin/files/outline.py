"""What is in a text of data, row by row, as people speak of it: questions, slides, services, days. Pure."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct

from broker.contracts.hall_phrases import FILE
from broker.contracts.phrases import pick
from broker.contracts.surveys.survey import text_of

MOST_ROWS = 2000
_LONGEST = 90  # characters of a value


class Row(Struct, frozen=True):
    """`key`: what it is known by, in this file; `fields`: what it says, in words."""

    key: str
    table: str
    title: str
    fields: dict[str, str]


def outline(name: str, text: str, language: str) -> list[Row]:
    """The rows of a file that has no mistakes; of one that cannot be read, none."""
    make = _OF.get(name) or _OF.get(PurePosixPath(name).suffix.lower())
    try:
        return list(make(text, language))[:MOST_ROWS] if make else []
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def _toml(text: str, language: str) -> Iterator[Row]:
    for table, given in tomllib.loads(text).items():
        several = isinstance(given, list)
        seen: dict[str, int] = {}
        for each in given if several else [given]:
            row = each if isinstance(each, dict) else {table: each}
            known = next((str(row[k]) for k in ("id", "file", "shows", "zone") if k in row), "") if several else ""
            seen[known] = seen.get(known, 0) + 1
            key = known if seen[known] == 1 else f"{known} {seen[known]}".strip()
            title = next((_text(row[k], language) for k in ("name", "title", "text") if k in row), "")
            yield Row(f"{table}/{key}", table, title or known, _fields(row, language))


def _phrases(text: str, _: str) -> Iterator[Row]:
    for area, table in tomllib.loads(text).items():
        for key, words in phrases_of(table):
            yield Row(f"{area}/{key}", area, key, {language: f"«{said}»" for language, said in words.items()})


def phrases_of(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Each phrase of an area by its key: words by language."""
    for name, value in table.items():
        if all(isinstance(each, str) for each in value.values()):
            yield f"{before}{name}", value
        else:
            yield from phrases_of(value, f"{before}{name}.")


def _survey(text: str, language: str) -> Iterator[Row]:
    raw = json.loads(text)
    yield Row("survey", "survey", _text(text_of(raw.get("title", "")), language), {})
    for page in raw["pages"]:
        for element in page["elements"]:
            when = " & ".join(filter(None, (page.get("visibleIf", ""), element.get("visibleIf", ""))))
            said = {key: value for key, value in element.items() if key not in ("name", "title", "visibleIf")}
            fields = _fields({**said, **({"visibleIf": when} if when else {})}, language)
            yield Row(element["name"], "question", _text(text_of(element.get("title", "")), language), fields)


def _days(text: str, _: str) -> Iterator[Row]:
    entry: dict[str, str] | None = None
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            entry = {}
        elif line == "END:VEVENT" and entry is not None:
            uid = entry.pop("UID", "")
            yield Row(uid, "day", entry.get("SUMMARY", uid), {k: v for k, v in entry.items() if k != "SUMMARY"})
            entry = None
        elif entry is not None:
            entry[name.partition(";")[0]] = value


def _fields(row: Mapping[str, Any], language: str) -> dict[str, str]:
    return {key: _text(value, language) for key, value in row.items()}


def _text(value: Any, language: str) -> str:
    match value:
        case bool():
            words = "+" if value else "–"
        case dict() if value and all(isinstance(each, str) for each in value.values()):
            words = pick(text_of(value), language)
        case dict():
            words = _text(value.get("text", value.get("name", value.get("value", ""))), language)
        case list():
            words = ", ".join(_text(each, language) for each in value)
        case float():
            words = f"{value:g}"
        case _:
            words = str(value)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


_OF = {FILE: _phrases, ".toml": _toml, ".json": _survey, ".ics": _days}
