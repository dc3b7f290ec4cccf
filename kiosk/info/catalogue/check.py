"""Every mistake of a catalogue at once, each with its line and what to do. Pure: which pictures there are comes in."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import msgspec

from broker.contracts import hall_shape
from broker.contracts.hall_check import checked
from broker.contracts.hall_file import HallFile
from broker.contracts.hall_shape import Mistake, nearest
from broker.contracts.hall_tables import ids_of, names, one, tables
from broker.contracts.mistakes.wrong import wrong
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
        yield ("catalogue", "updated"), wrong("catalogue.updated", updated=updated)
    if isinstance(url, str) and url:
        slots = re.findall(r"{(.*?)}", url)
        if not url.startswith("https://") or not slots or set(slots) - {"local_no", "state_id"}:
            what = wrong("catalogue.address")
            yield ("catalogue", "base_url"), wrong("catalogue.base-url", url=url, what=what)


def _ids(raw: Raw) -> Iterator[Mistake]:
    for name in _WITH_IDS:
        seen: set[str] = set()
        for path, table in tables(raw, name):
            found = table.get("id")
            if not isinstance(found, str):
                continue
            if not _ID.fullmatch(found):
                yield (*path, "id"), wrong("catalogue.id", id=found)
            if found in seen:
                yield (*path, "id"), wrong("catalogue.twice", id=found, table=name)
            seen.add(found)


def _numbers(raw: Raw) -> Iterator[Mistake]:
    seen: set[str] = set()
    for path, table in tables(raw, "service"):
        local, state = table.get("local_no"), table.get("state_id")
        if isinstance(local, str):
            if not local.strip():
                yield (*path, "local_no"), wrong("catalogue.no-number")
            if local in seen:
                yield (*path, "local_no"), wrong("catalogue.number-twice", number=local)
            seen.add(local)
        if isinstance(state, str) and state and not _STATE_ID.fullmatch(state):
            yield (*path, "state_id"), wrong("catalogue.state-id", value=state)


def _words(raw: Raw) -> Iterator[Mistake]:
    """Words that are not there in Ukrainian are there in no language."""
    for name in raw:
        for path, table in tables(raw, name):
            for key, value in table.items():
                if isinstance(value, dict) and value and not str(value.get(FIRST, "")).strip():
                    yield (*path, key), wrong("catalogue.no-words", key=key, language=FIRST)


def _references(raw: Raw) -> Iterator[Mistake]:
    known = {name: ids_of(raw, name) for name in _WITH_IDS}
    for path, table in tables(raw, "service"):
        for key, target in _NAMES.items():
            for each in names(table, key):
                if each not in known[target]:
                    yield (
                        (*path, key),
                        wrong("catalogue.unknown", table=target, id=each, near=nearest(each, known[target])),
                    )
        authority = table.get("authority")
        if isinstance(authority, str) and authority and authority not in known["authority"]:
            hint = nearest(authority, known["authority"])
            yield (*path, "authority"), wrong("catalogue.unknown", table="authority", id=authority, near=hint)
    numbers = [table.get("local_no") for _, table in tables(raw, "service")]
    for path, table in tables(raw, "step"):
        of = table.get("of")
        if isinstance(of, str) and of not in numbers:
            yield (*path, "of"), wrong("catalogue.of", number=of, near=nearest(of, numbers))


def _pictures(raw: Raw, pictures: Collection[str]) -> Iterator[Mistake]:
    for path, table in tables(raw, "document"):
        for each in names(table, "pictures"):
            if each not in pictures:
                yield (*path, "pictures"), wrong("catalogue.picture", picture=each, near=nearest(each, pictures))


def _hall(raw: Raw, hall: HallFile) -> Iterator[Mistake]:
    services = [*hall.services, *hall.packages]
    for path, table in tables(raw, "service"):
        service, line = table.get("service"), table.get("line")
        if isinstance(service, str) and service and service not in services:
            yield (*path, "service"), wrong("catalogue.no-service", service=service, near=nearest(service, services))
        if isinstance(line, str) and line and line not in hall.lines:
            yield (*path, "line"), wrong("catalogue.no-line", line=line, near=nearest(line, hall.lines))
