"""Do the packages and surges of a hall file make sense? Rules like those of `hall_rules`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from broker.contracts.hall_places import Path
from broker.contracts.hall_shape import Mistake, nearest
from broker.contracts.hall_tables import Raw, ids_of, names, tables
from broker.contracts.mistakes.wrong import wrong

_FEWEST_LEGS = 2


def packages(raw: Raw) -> Iterator[Mistake]:
    """A package leads through at least two services, all of them for whoever walks in."""
    services = {slug: table for _, table in tables(raw, "service") if isinstance(slug := table.get("id"), str)}
    for path, table in tables(raw, "package"):
        if isinstance(slug := table.get("id"), str) and slug in services:
            yield (
                (*path, "id"),
                wrong("package.id", id=slug),
            )
        yield from _menu(raw, path, table)
        if not isinstance(table.get("legs"), list):
            continue
        legs, here = names(table, "legs"), (*path, "legs")
        if len(legs) < _FEWEST_LEGS:
            yield here, wrong("package.short")
        for place, leg in enumerate(legs):
            if leg not in services:
                yield here, wrong("id.unknown", table="service", id=leg, near=nearest(leg, ids_of(raw, "service")))
            elif (modes := names(services[leg], "modes")) and "walk-in" not in modes:
                yield here, wrong("package.booking-only", service=leg)
            if leg in legs[:place]:
                yield here, wrong("package.twice", service=leg)


def _menu(raw: Raw, path: Path, table: dict[str, Any]) -> Iterator[Mistake]:
    groups = ids_of(raw, "menu")
    for group in names(table, "menu"):
        if groups and group not in groups:
            yield (*path, "menu"), wrong("id.unknown", table="menu", id=group, near=nearest(group, groups))


def surges(raw: Raw) -> Iterator[Mistake]:
    """A surge gives lines that exist to windows that exist."""
    lines = ids_of(raw, "line")
    windows = [number for _, table in tables(raw, "window") if isinstance(number := table.get("id"), int)]
    for path, table in tables(raw, "surge"):
        for key, what in (("windows", wrong("surge.windows")), ("lines", wrong("surge.lines"))):
            if table.get(key) == []:
                yield (*path, key), wrong("surge.empty", key=key, what=what)
        for line in names(table, "lines"):
            if line not in lines:
                yield (*path, "lines"), wrong("id.unknown", table="line", id=line, near=nearest(line, lines))
        numbers = table.get("windows")
        for number in numbers if isinstance(numbers, list) else ():
            if isinstance(number, int) and number not in windows:
                yield (*path, "windows"), wrong("window.unknown", number=number, near=nearest(str(number), windows))


RULES: tuple[Callable[[Raw], Iterator[Mistake]], ...] = (packages, surges)
