"""Does a hall file make sense? What one part names exists in another; numbers are possible; people can read it.

Each rule is a function of the raw file that yields mistakes; `RULES` lists them. A rule is silent about values of
the wrong kind: `hall_shape` has spoken of them already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from broker.contracts import hall_hours, phone_rules
from broker.contracts.hall_places import Path
from broker.contracts.hall_shape import Mistake, nearest
from broker.contracts.hall_tables import Raw, ids_of, names, one, tables
from broker.contracts.mistakes.wrong import Wrong, wrong
from broker.contracts.numbers import fold
from broker.contracts.phrases import FIRST

_SLUG = re.compile(r"[a-z0-9-]{1,40}")
_ALPHABET = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ"
# Pairs that a visitor confuses by eye or by ear, on one board and in one voice.
_ALIKE = ("ГҐ", "ЕЄ", "ИЙ", "ІЇ", "ШЩ")
_MOST_WINDOWS = 999
_MOST_GIVE_WAY = 10
_NOT_UKRAINIAN = ("ua", "ukr")  # a country, and the other standard's code


def ids(raw: Raw) -> Iterator[Mistake]:
    hall = one(raw, "hall").get("id")
    if isinstance(hall, str) and not _SLUG.fullmatch(hall):
        yield ("hall", "id"), wrong("id.shape", id=hall)
    for name in ("priority", "zone", "line", "menu", "purpose", "matter", "service", "outcome", "package", "surge"):
        seen: dict[str, Path] = {}
        for path, table in tables(raw, name):
            slug = table.get("id")
            if not isinstance(slug, str):
                continue
            if not _SLUG.fullmatch(slug):
                yield (*path, "id"), wrong("id.shape", id=slug)
            if slug in seen:
                yield (*path, "id"), wrong("id.taken", table=name, id=slug)
            seen.setdefault(slug, path)


def windows(raw: Raw) -> Iterator[Mistake]:
    seen: set[int] = set()
    for path, table in tables(raw, "window"):
        number = table.get("id")
        if not isinstance(number, int) or isinstance(number, bool):
            continue
        if not 1 <= number <= _MOST_WINDOWS:
            yield (*path, "id"), wrong("window.number", number=number, most=_MOST_WINDOWS)
        if number in seen:
            yield (*path, "id"), wrong("window.taken", number=number)
        seen.add(number)


def letters(raw: Raw) -> Iterator[Mistake]:
    seen: dict[str, str] = {}
    for path, table in tables(raw, "line"):
        letter, line = table.get("letter"), table.get("id", "?")
        if not isinstance(letter, str):
            continue
        here = (*path, "letter")
        folded = fold(letter)
        if len(folded) != 1 or folded not in _ALPHABET or folded == "Ь":
            yield here, wrong("letter.shape", letter=letter)
            continue
        if folded in seen:
            alike = wrong("letter.latin") if letter != folded else ""
            yield here, wrong("letter.taken", letter=letter, line=seen[folded], alike=alike)
        for pair in _ALIKE:
            other = pair.replace(folded, "")
            if folded in pair and other in seen:
                yield here, wrong("letter.alike", letter=letter, other=other, line=seen[other])
        seen.setdefault(folded, line)


def what_windows_name(raw: Raw) -> Iterator[Mistake]:
    zones, lines = ids_of(raw, "zone"), ids_of(raw, "line")
    for path, table in tables(raw, "window"):
        zone = table.get("zone")
        if isinstance(zone, str) and zone not in zones:
            yield (*path, "zone"), wrong("id.unknown", table="zone", id=zone, near=nearest(zone, zones))
        served = names(table, "lines")
        if table.get("lines") == []:
            yield (*path, "lines"), wrong("window.nobody")
        if "*" in served and len(served) > 1:
            yield (*path, "lines"), wrong("window.all-alone")
        for place, line in enumerate(served):
            if line not in ("*", *lines):
                yield (*path, "lines"), wrong("id.unknown", table="line", id=line, near=nearest(line, lines))
            if line in served[:place]:
                yield (*path, "lines"), wrong("line.twice", line=line)


def what_services_name(raw: Raw) -> Iterator[Mistake]:
    lines, menu = ids_of(raw, "line"), ids_of(raw, "menu")
    for path, table in tables(raw, "service"):
        line = table.get("line")
        if isinstance(line, str) and line not in lines:
            yield (*path, "line"), wrong("id.unknown", table="line", id=line, near=nearest(line, lines))
        for group in names(table, "menu"):
            if menu and group not in menu:
                yield (*path, "menu"), wrong("id.unknown", table="menu", id=group, near=nearest(group, menu))


_ABOVE_ZERO = wrong("bound.above-zero")
_NOT_BELOW_ZERO = wrong("bound.not-below-zero")
_BOUNDS: tuple[tuple[str, str, Callable[[float], bool], Wrong], ...] = (
    ("priority", "rate", lambda value: value >= 1, wrong("bound.rate")),
    ("line", "minutes", lambda value: value > 0, _ABOVE_ZERO),
    ("line", "spread", lambda value: value >= 0, _NOT_BELOW_ZERO),
    ("service", "minutes", lambda value: value > 0, _ABOVE_ZERO),
    ("service", "spread", lambda value: value >= 0, _NOT_BELOW_ZERO),
    ("service", "remote_share", lambda value: 0 <= value <= 1, wrong("bound.share")),
    ("policy", "recalls", lambda value: value >= 0, _NOT_BELOW_ZERO),
    ("policy", "lease_size", lambda value: value >= 1, wrong("bound.one")),
    ("policy", "give_way", lambda value: 0 <= value <= _MOST_GIVE_WAY, wrong("bound.give-way")),
    ("policy", "give_way_times", lambda value: value >= 1, wrong("bound.give-way-times")),
)


def numbers(raw: Raw) -> Iterator[Mistake]:
    for name, key, possible, what in _BOUNDS:
        for path, table in [*tables(raw, name), ((name,), one(raw, name))]:
            value = table.get(key)
            if isinstance(value, (int, float)) and not isinstance(value, bool) and not possible(value):
                yield (*path, key), wrong("bound.value", key=key, value=value, what=what)


def state_ids(raw: Raw) -> Iterator[Mistake]:
    for path, table in tables(raw, "service"):
        state_id = table.get("state_id")
        if isinstance(state_id, str) and state_id and not re.fullmatch(r"\d{5}", state_id):
            yield (*path, "state_id"), wrong("service.state-id", state_id=state_id)


def languages(raw: Raw) -> Iterator[Mistake]:
    """Ukrainian everywhere; words in no language that the hall does not speak; no language without any words."""
    spoken = one(raw, "hall").get("languages", [FIRST, "en"])
    if not isinstance(spoken, list) or not all(isinstance(each, str) for each in spoken):
        return
    if FIRST not in spoken:
        yield ("hall", "languages"), wrong("words.ukrainian-missing", language=FIRST)
    said: set[str] = set()
    for path, text in texts(raw):
        said |= set(text)
        if not text.get(FIRST):
            yield path, wrong("words.no-ukrainian", language=FIRST)
        for language in text:
            if language not in spoken:
                hint = wrong("near.meant", near=FIRST) if language in _NOT_UKRAINIAN else nearest(language, spoken)
                yield (*path, language), wrong("words.foreign", language=language, hint=hint)
    for language in spoken:
        if said and language != FIRST and language not in said:
            yield (
                ("hall", "languages"),
                wrong("words.none", language=language),
            )


def texts(raw: Raw) -> Iterator[tuple[Path, dict[str, str]]]:
    """Every text of the file: tables of words for people, by language."""
    found: list[tuple[Path, dict[str, Any]]] = [(("hall",), one(raw, "hall"))]
    for name in (
        *("priority", "zone", "line", "menu", "purpose", "matter", "service", "outcome", "package", "surge"),
        "window",
    ):
        found += tables(raw, name)
    for path, table in found:
        fee = table.get("fee")
        given = [(key, table.get(key)) for key in ("name", "address", "evidence", "prepare", "term", "spoken")]
        given += [
            (key, each) for key in ("bring", "not_needed") if isinstance(table.get(key), list) for each in table[key]
        ]
        given += [("fee", fee.get("note"))] if isinstance(fee, dict) else []
        for key, words in given:
            if isinstance(words, dict) and all(isinstance(each, str) for each in words.values()):
                yield (*path, key), words


def place(raw: Raw) -> Iterator[Mistake]:
    hall = one(raw, "hall")
    zone = hall.get("timezone")
    if isinstance(zone, str):
        try:
            ZoneInfo(zone)
        except (KeyError, OSError, ValueError):  # not found; a folder; outside the folder
            known = sorted(available_timezones())
            yield ("hall", "timezone"), wrong("hall.timezone", zone=zone, near=nearest(zone, known))


RULES: tuple[Callable[[Raw], Iterator[Mistake]], ...] = (
    ids,
    windows,
    letters,
    what_windows_name,
    what_services_name,
    numbers,
    state_ids,
    languages,
    place,
    hall_hours.rule,
    phone_rules.rule,
)


def remarks(raw: Raw) -> Iterator[Mistake]:
    """What is odd and may be meant: lines that nobody serves or nobody can ask for, words missing in a language."""
    served = {line for _, table in tables(raw, "window") for line in names(table, "lines") or ["*"]}
    offered = {table.get("line") for _, table in tables(raw, "service")}
    for path, table in tables(raw, "line"):
        line = table.get("id")
        if line not in served and "*" not in served:
            yield path, wrong("remark.unserved", line=line)
        if line not in offered:
            yield path, wrong("remark.unoffered", line=line)
        if isinstance(letter := table.get("letter"), str) and fold(letter) in ("О", "З"):
            yield (*path, "letter"), wrong("remark.digit", letter=letter)
    spoken = one(raw, "hall").get("languages", [])
    for path, text in texts(raw):
        missing = [language for language in spoken if language not in text] if isinstance(spoken, list) else []
        if missing and path[-1] == "spoken":
            yield path, wrong("remark.number-said", languages=", ".join(map(str, missing)))
        elif missing:
            yield path, wrong("remark.ukrainian-shown", languages=", ".join(map(str, missing)))
