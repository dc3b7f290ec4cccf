"""Reads a hall file and tells every mistake at once, each with its place and what to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, get_args

import msgspec

from broker.contracts import (
    document_rules,
    hall_bookings,
    hall_fairness,
    hall_rules,
    hall_shape,
    limit_rules,
    offer_rules,
    retention_rules,
    visit_rules,
    voice_rules,
)
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from broker.contracts.hall_places import Places
from broker.contracts.hall_shape import Mistake, duration
from broker.contracts.mistakes.toml_words import in_words
from broker.contracts.mistakes.words import PLAIN, told
from broker.contracts.mistakes.wrong import Said, Told, wrong

__all__ = ["checked", "duration", "load", "mistakes", "parse", "read", "remarks", "tables"]

_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")
_MOST_BROKEN_LINES = 20

Found = tuple[int, str, Said]  # the line, the part of the file, what is wrong
Rule = Callable[[Mapping[str, Any]], Iterable[Mistake]]


def load(path: Path) -> HallFile:
    """The hall file at `path`. OSError when there is none, ConfigError with every mistake."""
    return parse(read(path), str(path))


def read(path: Path) -> str:
    """The text of a hall file. OSError when there is none, ConfigError when it is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")  # some editors begin a file with a byte order mark
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError([Told(f"{path}:{line}: ", wrong("file.not-utf8"))]) from None


def parse(text: str, name: str = "hall.toml", *, also: Iterable[Rule] = ()) -> HallFile:
    """The hall file in `text`; `name` stands before each mistake. ConfigError with all of them.

    `also`: rules beside the usual ones, of who can tell more about a part of the file.
    """
    return msgspec.convert(_with_durations(checked(text, name, (mistakes, *also))), HallFile)


def checked(text: str, name: str, rules: Iterable[Rule]) -> dict[str, Any]:
    """The tables of any such file. ConfigError with all that is no TOML and all that `rules` find, each at its line."""
    raw, broken = tables(text)
    found = [*broken, *_placed(text, [mistake for rule in rules for mistake in rule(raw)])]
    if found:
        raise ConfigError(_told(found, name))
    return raw


def mistakes(raw: Mapping[str, Any]) -> list[Mistake]:
    """All that is wrong in a hall file as tomllib gives it: where, and what to do."""
    parts = (
        hall_rules,
        visit_rules,
        offer_rules,
        hall_fairness,
        hall_bookings,
        retention_rules,
        document_rules,
        limit_rules,
        voice_rules,
    )
    rules = [rule for part in parts for rule in part.RULES]
    return [*hall_shape.mistakes(raw), *(mistake for rule in rules for mistake in rule(raw))]


def remarks(text: str, name: str = "hall.toml", language: str = PLAIN) -> list[str]:
    """What is odd in a hall file without mistakes, each as `file:line: what` in `language`."""
    raw, _ = tables(text)
    odd = [
        remark
        for part in (hall_rules, offer_rules, hall_fairness, hall_bookings, voice_rules)
        for remark in part.remarks(raw)
    ]
    return [told(each, language) for each in _told(_placed(text, odd), name)]


def tables(text: str) -> tuple[dict[str, Any], list[Found]]:
    """The tables of a hall file, and its lines that are no TOML. Those are left out, so that the rest is checked too."""
    # Not splitlines(): words may hold U+2028 and the like, which end no line in TOML.
    lines = text.removesuffix("\n").split("\n")
    broken: list[Found] = []
    while True:
        try:
            return tomllib.loads("\n".join(lines) + "\n"), broken
        except tomllib.TOMLDecodeError as error:
            at = _AT_LINE.search(str(error))
            number = int(at.group(1)) if at and at.group(1) else len(lines)
            what = _AT_LINE.sub("", str(error))
            broken.append((number, "", wrong("toml.broken", what=in_words(what))))
            if len(broken) == _MOST_BROKEN_LINES or not lines[number - 1 : number] or not lines[number - 1]:
                return {}, broken
            lines[number - 1] = ""


def _placed(text: str, found: Iterable[Mistake]) -> list[Found]:
    wrongs = list(found)
    places = Places(text if wrongs else "")  # most files are right, and large
    return [(places.line(path), _about(path), what) for path, what in wrongs]


def _told(found: Iterable[Found], name: str) -> list[Told]:
    """In the order of their lines, and there of their English words, so that every language has the same order."""
    return sorted(
        (Told(f"{name}:{line}: ", what, part) for line, part, what in found),
        key=lambda each: (int(each.place[len(name) + 1 : -2]), told(each)),
    )


def _about(path: tuple[str | int, ...]) -> str:
    """Which table a mistake is in, for people: "[[window]]: "."""
    if len(path) > 1 and isinstance(path[1], int):
        return f"[[{path[0]}]]: "
    return f"[{path[0]}]: " if len(path) > 1 else ""


def _with_durations(raw: dict[str, Any]) -> dict[str, Any]:
    """The tables with every duration as a timedelta, wherever `hall_file` has one."""
    timed = dict(raw)
    for field in msgspec.structs.fields(HallFile):
        kind, several = hall_shape.part(field.type)
        if field.name in raw:
            given = raw[field.name]
            timed[field.name] = [_timed(kind, table) for table in given] if several else _timed(kind, given)
    return timed


def _timed(kind: Any, table: dict[str, Any]) -> dict[str, Any]:
    lasting = _lasting(kind)
    return {key: duration(value) if key in lasting else value for key, value in table.items()}


@cache
def _lasting(kind: Any) -> frozenset[str]:
    """The fields that are durations."""
    fields = hall_shape.fields_of(kind).values()
    return frozenset(field.name for field in fields if timedelta in (field.type, *get_args(field.type)))
