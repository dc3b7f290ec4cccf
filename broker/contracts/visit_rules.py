"""Do the packages and surges of a hall file make sense? Rules like those of `hall_rules`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from broker.contracts.hall_places import Path
from broker.contracts.hall_shape import Mistake, did_you_mean
from broker.contracts.hall_tables import Raw, ids_of, names, tables

_FEWEST_LEGS = 2


def packages(raw: Raw) -> Iterator[Mistake]:
    """A package leads through at least two services, all of them for whoever walks in."""
    services = {slug: table for _, table in tables(raw, "service") if isinstance(slug := table.get("id"), str)}
    for path, table in tables(raw, "package"):
        if isinstance(slug := table.get("id"), str) and slug in services:
            yield (
                (*path, "id"),
                f'a [[service]] has the id "{slug}" already; visitors ask for both by it, choose another',
            )
        yield from _menu(raw, path, table)
        if not isinstance(table.get("legs"), list):
            continue
        legs, here = names(table, "legs"), (*path, "legs")
        if len(legs) < _FEWEST_LEGS:
            yield here, "a package has two services or more; what is one service is a [[service]]"
        for place, leg in enumerate(legs):
            if leg not in services:
                yield here, f'there is no [[service]] with the id "{leg}"; {did_you_mean(leg, ids_of(raw, "service"))}'
            elif (modes := names(services[leg], "modes")) and "walk-in" not in modes:
                yield here, f'the service "{leg}" is by booking only; a package goes on without one, so leave it out'
            if leg in legs[:place]:
                yield here, f'the service "{leg}" stands here twice; name it once'


def _menu(raw: Raw, path: Path, table: dict[str, Any]) -> Iterator[Mistake]:
    groups = ids_of(raw, "menu")
    for group in names(table, "menu"):
        if groups and group not in groups:
            yield (*path, "menu"), f'there is no [[menu]] with the id "{group}"; {did_you_mean(group, groups)}'


def surges(raw: Raw) -> Iterator[Mistake]:
    """A surge gives lines that exist to windows that exist."""
    lines = ids_of(raw, "line")
    windows = [number for _, table in tables(raw, "window") if isinstance(number := table.get("id"), int)]
    for path, table in tables(raw, "surge"):
        for key, what in (("windows", "name the windows that help"), ("lines", "name the lines that they take")):
            if table.get(key) == []:
                yield (*path, key), f'"{key}" is empty; {what}'
        for line in names(table, "lines"):
            if line not in lines:
                yield (*path, "lines"), f'there is no [[line]] with the id "{line}"; {did_you_mean(line, lines)}'
        numbers = table.get("windows")
        for number in numbers if isinstance(numbers, list) else ():
            if isinstance(number, int) and number not in windows:
                yield (*path, "windows"), f"there is no [[window]] {number}; {did_you_mean(str(number), windows)}"


RULES: tuple[Callable[[Raw], Iterator[Mistake]], ...] = (packages, surges)
