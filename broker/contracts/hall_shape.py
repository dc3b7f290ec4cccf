"""Is a hall file, or another file of tables, made of the right parts? Unknown and missing keys, values of the wrong kind."""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cache, reduce
from typing import Any

import msgspec

from broker.contracts.fields import Text
from broker.contracts.hall_file import HallFile
from broker.contracts.hall_offer import Fee
from broker.contracts.hall_places import Path
from broker.contracts.mistakes.words import said
from broker.contracts.mistakes.wrong import Said, Wrong, wrong

Mistake = tuple[Path, Said]  # where, and what is wrong and what to do

_UNITS = {"s": 1, "sec": 1, "min": 60, "h": 3600, "hour": 3600, "hours": 3600, "day": 86_400, "days": 86_400}
_EXAMPLES = {
    str: wrong("wanted.text"),
    int: wrong("wanted.whole"),
    float: wrong("wanted.number"),
    bool: wrong("wanted.truth"),
    timedelta: wrong("wanted.duration"),
    Fee: wrong("wanted.fee"),
}


def duration(text: str) -> timedelta:
    """ "90 s" or "2 min". ValueError otherwise."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", text)
    if not found or found.group(2) not in _UNITS:
        raise ValueError(f'"{text}" is no duration; write a number and a unit, as "90 s" or "2 min"')
    return timedelta(seconds=float(found.group(1)) * _UNITS[found.group(2)])


def did_you_mean(name: str, known: Iterable[object]) -> str:
    """`nearest` in English, for whoever says it without phrases."""
    return said(nearest(name, known))


def nearest(name: str, known: Iterable[object]) -> Wrong:
    """What to do about a name that nobody knows: "did you mean …?", or what there is."""
    names = [str(name) for name in known]
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return wrong("near.meant", near=near[0])
    few = ", ".join(f'"{name}"' for name in names[:12])
    return wrong("near.there-is", few=few, more=", …" if len(names) > 12 else "") if names else wrong("near.none")  # noqa: PLR2004 - a line of the terminal


def mistakes(raw: Mapping[str, Any], shape: type[msgspec.Struct] = HallFile) -> Iterator[Mistake]:
    """Every key and value of a file (as tomllib gives it) that has not the shape of `shape`, a struct of tables."""
    parts = {field.name: field for field in msgspec.structs.fields(shape)}
    for name in raw:
        if name not in parts:
            yield (name,), wrong("table.unknown", name=name, near=nearest(name, parts))
    for name, field in parts.items():
        kind, several = part(field.type)
        if name not in raw:
            if field.required:
                yield (name,), wrong("table.missing", name=name)
        elif several and not isinstance(raw[name], list):
            yield (name,), wrong("table.several", name=name)
        elif not several and not isinstance(raw[name], dict):
            yield (name,), wrong("table.once", name=name)
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
        yield path, wrong("table.expected")
        return
    fields = fields_of(kind)
    for key in table:
        if key not in fields:
            yield (*path, key), wrong("key.unknown", key=key, near=nearest(key, fields))
    for key, field in fields.items():
        if key in table:
            yield from _value((*path, key), field.type, table[key])
        elif field.required:
            yield path, wrong("key.missing", key=key, wanted=_wanted(field.type))


def _value(path: Path, kind: Any, value: Any) -> Iterator[Mistake]:
    key = path[-1]
    if timedelta in (kind, *typing.get_args(kind)):
        try:
            duration(value)
        except (TypeError, ValueError):
            yield path, wrong("key.wrong", key=key, value=_shown(value), wanted=_EXAMPLES[timedelta])
        return
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        yield path, wrong("key.wrong", key=key, value=_shown(value), wanted=_wanted(kind))


def _wanted(kind: Any) -> Said:
    if kind in _EXAMPLES:
        return _EXAMPLES[kind]
    if kind == Text:
        return wrong("wanted.words")
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        choices: list[Said] = [f'"{each}"' for each in arguments]
        return reduce(lambda one, other: wrong("wanted.either", one=one, other=other), choices)
    if origin is tuple:
        return wrong("wanted.list", wanted=_wanted(arguments[0]))
    if origin in (typing.Union, types.UnionType):
        return _wanted(next(a for a in arguments if a is not type(None)))
    return str(kind)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    words = f'"{value}"' if isinstance(value, str) else str(value)
    return words if len(words) <= 60 else words[:59] + "…"  # noqa: PLR2004 - a line of the terminal
