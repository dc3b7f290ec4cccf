"""Is a hall file, or another file of tables, made of the right parts? Unknown and missing keys, values of the wrong kind."""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

import msgspec

from broker.contracts.fields import Text
from broker.contracts.hall_file import HallFile
from broker.contracts.hall_offer import Fee
from broker.contracts.hall_places import Path

Mistake = tuple[Path, str]  # where, and what is wrong and what to do

_UNITS = {"s": 1, "sec": 1, "min": 60, "h": 3600, "hour": 3600, "hours": 3600, "day": 86_400, "days": 86_400}
_EXAMPLES = {
    str: 'text in quotes, as "residence"',
    int: "a whole number, as 5",
    float: "a number, as 2.5",
    bool: "true or false",
    timedelta: 'a duration in quotes, as "90 s" or "2 min"',
    Fee: 'a fee in braces, as { amount = 170 } or { amount = 170, note = { uk = "готівкою" } }',
}


def duration(text: str) -> timedelta:
    """ "90 s" or "2 min". ValueError otherwise."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", text)
    if not found or found.group(2) not in _UNITS:
        raise ValueError(f'"{text}" is no duration; write a number and a unit, as "90 s" or "2 min"')
    return timedelta(seconds=float(found.group(1)) * _UNITS[found.group(2)])


def did_you_mean(wrong: str, known: Iterable[object]) -> str:
    """What to do about a name that nobody knows: "did you mean …?", or what there is."""
    names = [str(name) for name in known]
    near = difflib.get_close_matches(wrong, names, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    few = ", ".join(f'"{name}"' for name in names[:12])
    return f"there is {few}{' and more' if len(names) > 12 else ''}" if names else "there is none yet"  # noqa: PLR2004 - a line of the terminal


def mistakes(raw: Mapping[str, Any], shape: type[msgspec.Struct] = HallFile) -> Iterator[Mistake]:
    """Every key and value of a file (as tomllib gives it) that has not the shape of `shape`, a struct of tables."""
    parts = {field.name: field for field in msgspec.structs.fields(shape)}
    for name in raw:
        if name not in parts:
            yield (name,), f"unknown table [{name}]; {did_you_mean(name, parts)}"
    for name, field in parts.items():
        kind, several = part(field.type)
        if name not in raw:
            if field.required:
                yield (name,), f"there is no [{name}]; every file of this kind has one"
        elif several and not isinstance(raw[name], list):
            yield (name,), f"[{name}] may stand more than once; write [[{name}]]"
        elif not several and not isinstance(raw[name], dict):
            yield (name,), f"[{name}] stands once; write [{name}] with one pair of brackets"
        elif several:
            for place, table in enumerate(raw[name]):
                yield from _table((name, place), kind, table)
        else:
            yield from _table((name,), kind, raw[name])


@cache
def fields_of(kind: Any) -> dict[str, Any]:
    """The fields of a table's struct, by name. Finding them takes long, and a hall has a thousand tables."""
    return {field.name: field for field in msgspec.structs.fields(kind)}


def part(kind: Any) -> tuple[Any, bool]:
    """(tuple[Line, ...]) -> (Line, True): the struct of one table, and whether it may stand more than once."""
    return (typing.get_args(kind)[0], True) if typing.get_origin(kind) is tuple else (kind, False)


def _table(path: Path, kind: Any, table: Any) -> Iterator[Mistake]:
    if not isinstance(table, dict):
        yield path, "a table was expected here"
        return
    fields = fields_of(kind)
    for key in table:
        if key not in fields:
            yield (*path, key), f'unknown key "{key}"; {did_you_mean(key, fields)}'
    for key, field in fields.items():
        if key in table:
            yield from _value((*path, key), field.type, table[key])
        elif field.required:
            yield path, f'"{key}" is missing; it is {_wanted(field.type)}'


def _value(path: Path, kind: Any, value: Any) -> Iterator[Mistake]:
    key = path[-1]
    if timedelta in (kind, *typing.get_args(kind)):
        try:
            duration(value)
        except (TypeError, ValueError):
            yield path, f'"{key}" is {_shown(value)}; it must be {_EXAMPLES[timedelta]}'
        return
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        yield path, f'"{key}" is {_shown(value)}; it must be {_wanted(kind)}'


def _wanted(kind: Any) -> str:
    if kind in _EXAMPLES:
        return _EXAMPLES[kind]
    if kind == Text:
        return 'words in each language, as { uk = "Зал 1", en = "Hall 1" }'
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return " or ".join(f'"{choice}"' for choice in arguments)
    if origin is tuple:
        return f"a list in square brackets, each of it {_wanted(arguments[0])}"
    if origin in (typing.Union, types.UnionType):
        return _wanted(next(a for a in arguments if a is not type(None)))
    return str(kind)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    words = f'"{value}"' if isinstance(value, str) else str(value)
    return words if len(words) <= 60 else words[:59] + "…"  # noqa: PLR2004 - a line of the terminal
