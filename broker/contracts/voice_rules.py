"""Does what a hall file says of the voice make sense? Rules like those of `hall_rules`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeGuard

from broker.contracts.hall_places import Path
from broker.contracts.hall_shape import Mistake, duration, nearest
from broker.contracts.hall_tables import Raw, ids_of, names, one, tables
from broker.contracts.mistakes.wrong import wrong

_SLUG = re.compile(r"[a-z0-9-]{1,40}")
_BOUNDS = {"rounds": (1, 3), "busy": (1, 20), "merge": (1, 5), "duck": (0, 60)}
_SPANS = {"stale": (5, 60), "emergency_every": (10, 600)}
_LONGEST = 60
_SPEAKABLE = re.compile(r"[^\W_]|[ '’ʼ«»„“”\"\u0301-]")
_NUMBER = re.compile(r"(hw:)?\d+(,\d+)?")


def announcer(raw: Raw) -> Iterator[Mistake]:
    """Numbers within what a hall can bear: nobody listens to a call for the fourth time, or a minute late."""
    table = one(raw, "announcer")
    for key, (least, most) in _BOUNDS.items():
        value = table.get(key)
        if _is_number(value) and not least <= value <= most:
            yield ("announcer", key), wrong("bound.range", key=key, value=value, least=least, most=most)
    for key, (least, most) in _SPANS.items():
        try:
            seconds = duration(table[key]).total_seconds()
        except (KeyError, TypeError, ValueError):
            continue
        if not least <= seconds <= most:
            yield ("announcer", key), wrong("voice.span", key=key, value=table[key], least=least, most=most)


def outputs(raw: Raw) -> Iterator[Mistake]:
    zones = ids_of(raw, "zone")
    seen: set[str] = set()
    devices: dict[tuple[str, str], str] = {}
    for path, table in tables(raw, "output"):
        slug = table.get("id")
        if isinstance(slug, str):
            if not _SLUG.fullmatch(slug):
                yield (*path, "id"), wrong("id.shape-short", id=slug)
            if slug in seen:
                yield (*path, "id"), wrong("output.taken", id=slug)
            seen.add(slug)
        for zone in names(table, "zones"):
            if zone not in zones:
                yield (*path, "zones"), wrong("id.unknown", table="zone", id=zone, near=nearest(zone, zones))
        yield from _devices(path, table, devices)
        yield from _volume(path, table)


def _devices(path: Path, table: dict[str, Any], taken: dict[tuple[str, str], str]) -> Iterator[Mistake]:
    appliance = table.get("appliance", "announcer-1")
    for key in ("device", "loop"):
        name = table.get(key, "")
        if not isinstance(name, str) or (key == "loop" and not name):
            continue
        if _NUMBER.fullmatch(name):
            yield (*path, key), wrong("output.number", key=key, name=name)
        other = taken.setdefault((str(appliance), name), f"{table.get('id', '?')}.{key}")
        if other != f"{table.get('id', '?')}.{key}":
            what = wrong("output.device", name=name) if name else wrong("output.own-device")
            yield (*path, key), wrong("output.shared", what=what, other=other)


def loudness(raw: Raw) -> Iterator[Mistake]:
    known = ids_of(raw, "output")
    for path, table in tables(raw, "loudness"):
        yield from _volume(path, table)
        for name in names(table, "outputs"):
            if name not in known:
                yield (*path, "outputs"), wrong("id.unknown", table="output", id=name, near=nearest(name, known))


def _volume(path: Path, table: dict[str, Any]) -> Iterator[Mistake]:
    volume = table.get("volume")
    if _is_number(volume) and not 0 <= volume <= 100:  # noqa: PLR2004 - percent
        yield (*path, "volume"), wrong("output.volume", volume=volume)


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def spoken(raw: Raw) -> Iterator[Mistake]:
    """Names that a voice can say and a listener can keep."""
    for path, language, words in _spoken(raw):
        here = (*path, "spoken", language)
        if len(words) > _LONGEST:
            yield here, wrong("spoken.long", count=len(words), most=_LONGEST)
        elif not any(sign.isalpha() for sign in words):
            yield here, wrong("spoken.no-word", words=words)
        elif strange := sorted({sign for sign in words if not _SPEAKABLE.fullmatch(sign)}):
            yield here, wrong("spoken.sign", words=words, signs=" ".join(map(repr, strange)))


def _spoken(raw: Raw) -> Iterator[tuple[Path, str, str]]:
    for name in ("zone", "window"):
        for path, table in tables(raw, name):
            text = table.get("spoken")
            if isinstance(text, dict):
                yield from ((path, language, words) for language, words in text.items() if isinstance(words, str))


RULES: tuple[Callable[[Raw], Iterator[Mistake]], ...] = (announcer, outputs, loudness, spoken)


def remarks(raw: Raw) -> Iterator[Mistake]:
    """A zone where nobody would hear a call."""
    named: dict[tuple[str, str, str], str] = {}
    for path, language, words in _spoken(raw):
        other = named.setdefault((str(path[0]), language, words.casefold()), words)
        if other is not words:
            yield (*path, "spoken"), wrong("remark.same-name", table=path[0], words=words)
    heard = [set(names(table, "zones")) for _, table in tables(raw, "output")]
    if not heard or not all(heard):  # an output without zones is heard for all
        return
    for path, table in tables(raw, "zone"):
        if table.get("id") not in set().union(*heard):
            yield path, wrong("remark.unheard", zone=table.get("id"))
