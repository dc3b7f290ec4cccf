"""What a changed hall file means, in plain words: what is added, changed and removed, and whom it concerns. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Literal

import msgspec
from msgspec import Struct

from broker.contracts.hall_file import HallFile
from office.words import Words

# What only the queue-master reads: nothing that stands in the hall has to begin anew for it.
_OFF_SCREEN = frozenset({"policy", "retention", "limits", "slots", "surge", "turns", "documents", "outcome"})


class Change(Struct, frozen=True):
    """One difference. `note`: what it means for those who are here."""

    kind: Literal["added", "changed", "removed"]
    words: str
    note: str = ""


def changes(old: HallFile, new: HallFile, waiting: Mapping[str, int], say: Words) -> list[Change]:
    """Every difference, in the order of the file. `waiting`: how many wait now, by line."""
    return [
        change
        for field in HallFile.__struct_fields__
        for change in _of_table(field, getattr(old, field), getattr(new, field), waiting, say)
    ]


def concerns_screens(old: HallFile, new: HallFile) -> bool:
    """Whether something that stands in the hall shows or says what has changed."""
    return any(getattr(old, f) != getattr(new, f) for f in HallFile.__struct_fields__ if f not in _OFF_SCREEN)


def _of_table(table: str, old: Any, new: Any, waiting: Mapping[str, int], say: Words) -> Iterator[Change]:
    if old == new:
        return
    kind = say.named("table", table)
    if not isinstance(old, tuple):
        yield from (Change("changed", f"{kind}: {words}") for words in _fields(old, new, say))
        return
    before, after = _keyed(old), _keyed(new)
    for key in [*before, *(key for key in after if key not in before)]:
        was, now = before.get(key), after.get(key)
        name = f"{kind} {_name(key, now or was, say)}"
        if was is None:
            yield Change("added", say("change.added", what=name))
        elif now is None:
            yield Change("removed", say("change.removed", what=name), _note_of_removed(table, key, waiting, say))
        elif was != now:
            words = "; ".join(_fields(was, now, say))
            note = say.named("note", table) if f"note.{table}" in say.phrases else ""
            yield Change("changed", f"{name}: {words}", note)
    if list(before) != list(after) and set(before) == set(after):
        yield Change("changed", say("change.order", what=kind))


def _note_of_removed(table: str, key: str, waiting: Mapping[str, int], say: Words) -> str:
    count = waiting.get(key, 0) if table == "line" else 0
    return say.count("note.waiting", count) if count else ""


def _keyed(rows: tuple[Any, ...]) -> dict[str, Any]:
    """Rows by their id; those without one by what they are about, and their place."""
    return {str(getattr(row, "id", None) or f"{place + 1}"): row for place, row in enumerate(rows)}


def _name(key: str, row: Any, say: Words) -> str:
    name = getattr(row, "name", None)
    words = say.of(name) if isinstance(name, dict) else ""
    return f"«{words}» ({key})" if words else key


def _fields(old: Any, new: Any, say: Words) -> Iterator[str]:
    for field in msgspec.structs.fields(type(new)):
        was, now = getattr(old, field.name), getattr(new, field.name)
        if was != now:
            yield say("change.field", field=say.named("field", field.name), old=shown(was, say), new=shown(now, say))


def shown(value: Any, say: Words) -> str:
    match value:
        case _ if value in (None, "", (), {}):
            words = say("change.nothing")
        case bool():
            words = say("change.yes" if value else "change.no")
        case timedelta():
            words = say.lasting(value.total_seconds())
        case dict() if all(isinstance(each, str) for each in value.values()):
            words = f"«{say.of(value)}»"
        case tuple():
            words = ", ".join("*" if each == "*" else shown(each, say) for each in value)
        case float():
            words = say.number(value)
        case _:
            words = str(value)
    return words
