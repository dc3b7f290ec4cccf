"""A hall file as tomllib gives it, asked for its tables; silent about what has not the right shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from broker.contracts.hall_places import Path

Raw = Mapping[str, Any]


def tables(raw: Raw, name: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each [[name]] with its place."""
    found = raw.get(name, [])
    if isinstance(found, list):
        for place, table in enumerate(found):
            if isinstance(table, dict):
                yield (name, place), table


def one(raw: Raw, name: str) -> dict[str, Any]:
    """[name], or nothing."""
    found = raw.get(name)
    return found if isinstance(found, dict) else {}


def names(table: Mapping[str, Any], key: str) -> list[str]:
    """The texts in a list of a table."""
    found = table.get(key)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def ids_of(raw: Raw, name: str) -> list[str]:
    """The ids of all [[name]]."""
    return [table["id"] for _, table in tables(raw, name) if isinstance(table.get("id"), str)]
