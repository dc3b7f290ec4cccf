"""Can everything be reached that a hall file offers? Rules like those of `hall_rules`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from broker.contracts.hall_offer import PURPOSES
from broker.contracts.hall_places import Path
from broker.contracts.hall_shape import Mistake, nearest
from broker.contracts.hall_tables import Raw, ids_of, names, tables
from broker.contracts.mistakes.wrong import wrong

MOST_LEVELS = 6  # more touches than that are a maze


def tree(raw: Raw) -> Iterator[Mistake]:
    """Every group of the menu hangs on one that exists, and by way of it on the first screen."""
    parents = _parents(raw)
    events = {table.get("id") for _, table in tables(raw, "menu") if table.get("life_event") is True}
    for path, table in tables(raw, "menu"):
        group, parent = table.get("id"), table.get("parent")
        if not isinstance(group, str) or not isinstance(parent, str) or not parent:
            continue
        here = (*path, "parent")
        if parent not in parents:
            yield here, wrong("id.unknown", table="menu", id=parent, near=nearest(parent, parents))
            continue
        way = _way_up(group, parents)
        if way[-1] == group:
            yield here, wrong("menu.circle", way=" in ".join(way))
        elif len(way) > MOST_LEVELS:
            yield here, wrong("menu.deep", count=len(way), most=MOST_LEVELS)
        if group in events and parent not in events:
            yield here, wrong("menu.life-event", parent=parent)


def _parents(raw: Raw) -> dict[str, str]:
    """Group -> the group that it stands in, "" for the first screen."""
    parents = {}
    for _, table in tables(raw, "menu"):
        if isinstance(group := table.get("id"), str):
            parents[group] = parent if isinstance(parent := table.get("parent"), str) else ""
    return parents


def _way_up(group: str, parents: dict[str, str]) -> list[str]:
    """The group, the one that it stands in, and so on; ends where it comes back to a group."""
    way = [group]
    while (above := parents.get(way[-1], "")) and above in parents:
        way.append(above)
        if above in way[:-1]:
            break
    return way


def matters(raw: Raw) -> Iterator[Mistake]:
    """A matter stands in groups that exist."""
    groups = ids_of(raw, "menu")
    for path, table in tables(raw, "matter"):
        for group in names(table, "menu"):
            if group not in groups:
                yield (*path, "menu"), wrong("id.unknown", table="menu", id=group, near=nearest(group, groups))


def purposes(raw: Raw) -> Iterator[Mistake]:
    """A service of a matter says for which purpose it is, as no other does, and stands where its matter stands."""
    known, there = list(dict.fromkeys((*ids_of(raw, "purpose"), *PURPOSES))), ids_of(raw, "matter")
    seen: dict[tuple[str, str], str] = {}
    for path, table in tables(raw, "service"):
        matter, purpose = table.get("matter", ""), table.get("purpose", "")
        if not isinstance(matter, str) or not isinstance(purpose, str):
            continue
        if matter and matter not in there:
            yield (*path, "matter"), wrong("id.unknown", table="matter", id=matter, near=nearest(matter, there))
        if purpose and purpose not in known:
            yield (*path, "purpose"), wrong("id.unknown", table="purpose", id=purpose, near=nearest(purpose, known))
        yield from _one_without_the_other(path, table, matter, purpose)
        if matter and purpose and (matter, purpose) in seen:
            yield (
                (*path, "purpose"),
                wrong("matter.taken", service=seen[matter, purpose], matter=matter),
            )
        seen.setdefault((matter, purpose), str(table.get("id")))


def _one_without_the_other(path: Path, table: dict[str, Any], matter: str, purpose: str) -> Iterator[Mistake]:
    if matter and not purpose:
        yield (*path, "matter"), wrong("matter.no-purpose", matter=matter)
    if purpose and not matter:
        yield (*path, "purpose"), wrong("matter.no-matter")
    if matter and table.get("menu"):
        yield (*path, "menu"), wrong("matter.menu", matter=matter)


def fees(raw: Raw) -> Iterator[Mistake]:
    for path, table in tables(raw, "service"):
        fee = table.get("fee")
        amount = fee.get("amount") if isinstance(fee, dict) else None
        if isinstance(amount, (int, float)) and amount < 0:
            yield (*path, "fee"), wrong("service.fee", amount=amount)


RULES: tuple[Callable[[Raw], Iterator[Mistake]], ...] = (tree, matters, purposes, fees)


def remarks(raw: Raw) -> Iterator[Mistake]:
    """What the dispenser leaves out of its menu: groups and matters that nothing stands in."""
    full = {
        group
        for name in ("service", "package", "matter")
        for _, table in tables(raw, name)
        for group in names(table, "menu")
    }
    full |= set(_parents(raw).values())
    for path, table in tables(raw, "menu"):
        if isinstance(group := table.get("id"), str) and group not in full:
            yield path, wrong("remark.group-empty", group=group)
    asked = {table.get("matter") for _, table in tables(raw, "service")}
    for path, table in tables(raw, "matter"):
        if isinstance(matter := table.get("id"), str) and matter not in asked:
            yield path, wrong("remark.matter-empty", matter=matter)
