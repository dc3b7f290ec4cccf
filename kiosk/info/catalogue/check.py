"""Every mistake of a catalogue at once, each with its line and what to do. Pure: which pictures there are comes in."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import msgspec

from broker.contracts import hall_shape
from broker.contracts.hall_check import checked
from broker.contracts.hall_file import HallFile
from broker.contracts.hall_shape import Mistake, did_you_mean
from broker.contracts.hall_tables import ids_of, names, one, tables
from broker.contracts.phrases import FIRST
from kiosk.info.catalogue.shape import Catalogue

Raw = Mapping[str, Any]
Rule = Callable[[Raw], Iterator[Mistake]]

_ID = re.compile(r"[a-z0-9-]{1,40}")
_STATE_ID = re.compile(r"\d{5}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WITH_IDS = ("authority", "category", "life_event", "document", "act")
# key of [[service]] -> the table whose ids it names
_NAMES = {"category": "category", "life_event": "life_event", "documents": "document", "acts": "act"}


def parse(text: str, name: str, pictures: Collection[str], hall: HallFile | None = None) -> Catalogue:
    """The catalogue in `text`; `name` stands before each mistake. ConfigError with all of them.

    `pictures`: the files beside it. `hall`: the hall whose services and lines it names; None: they are not looked at.
    """
    rules = [_shape, _head, _ids, _numbers, _words, _references, lambda raw: _pictures(raw, pictures)]
    if hall is not None:
        rules.append(lambda raw: _hall(raw, hall))
    return msgspec.convert(checked(text, name, rules), Catalogue)


def _shape(raw: Raw) -> Iterator[Mistake]:
    yield from hall_shape.mistakes(raw, Catalogue)


def _head(raw: Raw) -> Iterator[Mistake]:
    head = one(raw, "catalogue")
    updated, url = head.get("updated"), head.get("base_url")
    if isinstance(updated, str) and not _DAY.fullmatch(updated):
        yield ("catalogue", "updated"), f'"updated" is "{updated}"; it is a day in quotes, as "2026-11-23"'
    if isinstance(url, str) and url:
        slots = re.findall(r"{(.*?)}", url)
        if not url.startswith("https://") or not slots or set(slots) - {"local_no", "state_id"}:
            what = 'it is an https address with {local_no} or {state_id} in it, as "https://example.org/s/{local_no}"'
            yield ("catalogue", "base_url"), f'"base_url" is "{url}"; {what}'


def _ids(raw: Raw) -> Iterator[Mistake]:
    for name in _WITH_IDS:
        seen: set[str] = set()
        for path, table in tables(raw, name):
            found = table.get("id")
            if not isinstance(found, str):
                continue
            if not _ID.fullmatch(found):
                yield (*path, "id"), f'"{found}" is no id; it has small Latin letters, digits and dashes, at most 40'
            if found in seen:
                yield (*path, "id"), f'"{found}" stands here twice; ids of [[{name}]] are different'
            seen.add(found)


def _numbers(raw: Raw) -> Iterator[Mistake]:
    seen: set[str] = set()
    for path, table in tables(raw, "service"):
        local, state = table.get("local_no"), table.get("state_id")
        if isinstance(local, str):
            if not local.strip():
                yield (*path, "local_no"), '"local_no" is empty; it is the service\'s own number, as "01-01/01"'
            if local in seen:
                yield (*path, "local_no"), f'"{local}" stands here twice; each service has a number of its own'
            seen.add(local)
        if isinstance(state, str) and state and not _STATE_ID.fullmatch(state):
            yield (*path, "state_id"), f'"state_id" is "{state}"; it is five digits in quotes, as "00034"'


def _words(raw: Raw) -> Iterator[Mistake]:
    """Words that are not there in Ukrainian are there in no language."""
    for name in raw:
        for path, table in tables(raw, name):
            for key, value in table.items():
                if isinstance(value, dict) and value and not str(value.get(FIRST, "")).strip():
                    yield (*path, key), f'"{key}" has no Ukrainian words; write {{ {FIRST} = "…" }}'


def _references(raw: Raw) -> Iterator[Mistake]:
    known = {name: ids_of(raw, name) for name in _WITH_IDS}
    for path, table in tables(raw, "service"):
        for key, target in _NAMES.items():
            for each in names(table, key):
                if each not in known[target]:
                    yield (*path, key), f'there is no [[{target}]] "{each}"; {did_you_mean(each, known[target])}'
        authority = table.get("authority")
        if isinstance(authority, str) and authority and authority not in known["authority"]:
            hint = did_you_mean(authority, known["authority"])
            yield (*path, "authority"), f'there is no [[authority]] "{authority}"; {hint}'
    numbers = [table.get("local_no") for _, table in tables(raw, "service")]
    for path, table in tables(raw, "step"):
        of = table.get("of")
        if isinstance(of, str) and of not in numbers:
            yield (*path, "of"), f'there is no [[service]] of local_no "{of}"; {did_you_mean(of, numbers)}'


def _pictures(raw: Raw, pictures: Collection[str]) -> Iterator[Mistake]:
    for path, table in tables(raw, "document"):
        for each in names(table, "pictures"):
            if each not in pictures:
                yield (*path, "pictures"), f'there is no picture "{each}" in the folder; {did_you_mean(each, pictures)}'


def _hall(raw: Raw, hall: HallFile) -> Iterator[Mistake]:
    services = [*hall.services, *hall.packages]
    for path, table in tables(raw, "service"):
        service, line = table.get("service"), table.get("line")
        if isinstance(service, str) and service and service not in services:
            yield (*path, "service"), f'the hall has no service "{service}"; {did_you_mean(service, services)}'
        if isinstance(line, str) and line and line not in hall.lines:
            yield (*path, "line"), f'the hall has no line "{line}"; {did_you_mean(line, hall.lines)}'
