"""Can everything be reached that a hall file offers? Rules like those of `hall_rules`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from broker.contracts.hall_offer import PURPOSES
from broker.contracts.hall_places import Path
from broker.contracts.hall_shape import Mistake, did_you_mean
from broker.contracts.hall_tables import Raw, ids_of, names, tables

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
            yield here, f'there is no [[menu]] with the id "{parent}"; {did_you_mean(parent, parents)}'
            continue
        way = _way_up(group, parents)
        if way[-1] == group:
            yield here, f'the group stands in itself: {" in ".join(way)}; take one "parent" away'
        elif len(way) > MOST_LEVELS:
            yield here, f"the group is {len(way)} touches deep; at most {MOST_LEVELS} are found again"
        if group in events and parent not in events:
            yield here, f'a life event has a way of its own; take "parent" away, or make "{parent}" a life event too'


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
                yield (*path, "menu"), f'there is no [[menu]] with the id "{group}"; {did_you_mean(group, groups)}'


def purposes(raw: Raw) -> Iterator[Mistake]:
    """A service of a matter says for which purpose it is, as no other does, and stands where its matter stands."""
    known, there = list(dict.fromkeys((*ids_of(raw, "purpose"), *PURPOSES))), ids_of(raw, "matter")
    seen: dict[tuple[str, str], str] = {}
    for path, table in tables(raw, "service"):
        matter, purpose = table.get("matter", ""), table.get("purpose", "")
        if not isinstance(matter, str) or not isinstance(purpose, str):
            continue
        if matter and matter not in there:
            yield (*path, "matter"), f'there is no [[matter]] with the id "{matter}"; {did_you_mean(matter, there)}'
        if purpose and purpose not in known:
            yield (*path, "purpose"), f'there is no [[purpose]] with the id "{purpose}"; {did_you_mean(purpose, known)}'
        yield from _one_without_the_other(path, table, matter, purpose)
        if matter and purpose and (matter, purpose) in seen:
            yield (
                (*path, "purpose"),
                f'the service "{seen[matter, purpose]}" is for this purpose of "{matter}" already; choose another',
            )
        seen.setdefault((matter, purpose), str(table.get("id")))


def _one_without_the_other(path: Path, table: dict[str, Any], matter: str, purpose: str) -> Iterator[Mistake]:
    if matter and not purpose:
        yield (*path, "matter"), f'which purpose of "{matter}" is it for? Add purpose = "submit", or another'
    if purpose and not matter:
        yield (*path, "purpose"), 'a purpose of what? Add matter = "…", the id of a [[matter]], or take "purpose" away'
    if matter and table.get("menu"):
        yield (*path, "menu"), f'the service stands where its matter "{matter}" stands; take "menu" away'


def fees(raw: Raw) -> Iterator[Mistake]:
    for path, table in tables(raw, "service"):
        fee = table.get("fee")
        amount = fee.get("amount") if isinstance(fee, dict) else None
        if isinstance(amount, (int, float)) and amount < 0:
            yield (*path, "fee"), f'"amount" is {amount}; it must be 0 or more, 0 for what is free'


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
            yield path, f'nothing stands in the group "{group}"; name it in the "menu" of a service, or take it away'
    asked = {table.get("matter") for _, table in tables(raw, "service")}
    for path, table in tables(raw, "matter"):
        if isinstance(matter := table.get("id"), str) and matter not in asked:
            yield path, f'no service is about the matter "{matter}"; name it in the "matter" of a service'
