"""What a report asks: measures × groups × filters over some days. As data, with every mistake at once. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from broker.contracts.hall_shape import did_you_mean
from office.reports.measures import GROUPS, MEASURES

MOST_MEASURES, MOST_GROUPS, MOST_DAYS = 12, 3, 366 * 3
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Path = tuple[str | int, ...]


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`since` to `until`, both in, on the hall's calendar. `filters`: by group, the values that count."""

    measures: tuple[str, ...]
    since: str
    until: str
    groups: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = {}


def mistakes(raw: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """All that is wrong with a question as JSON gives it: where, and what to do."""
    for key in raw:
        if key not in Question.__struct_fields__:
            yield (key,), f'there is no "{key}" in a report; {did_you_mean(key, Question.__struct_fields__)}'
    yield from _names(raw, "measures", MEASURES, MOST_MEASURES, least=1)
    yield from _names(raw, "groups", GROUPS, MOST_GROUPS)
    yield from _days(raw)
    filters = raw.get("filters", {})
    if not isinstance(filters, dict):
        yield ("filters",), "filters are a table: a group, and the values that count"
    else:
        for group, values in filters.items():
            if group not in GROUPS:
                yield ("filters", group), f'there is no group "{group}"; {did_you_mean(group, GROUPS)}'
            if (
                not isinstance(values, list | tuple)
                or not all(isinstance(value, str) for value in values)
                or not values
            ):
                yield ("filters", group), "name the values that count, each as text"
    yield from _of_windows(raw)


def _names(raw: Mapping[str, Any], key: str, known: Mapping[str, Any], most: int, least: int = 0) -> Iterator[Any]:
    given = raw.get(key, ())
    if not isinstance(given, list | tuple) or not all(isinstance(each, str) for each in given):
        yield (key,), f"{key} are a list of names"
        return
    if not least <= len(given) <= most:
        yield (key,), f"{len(given)} {key}; a report has from {least} to {most}"
    for place, name in enumerate(given):
        if name not in known:
            yield (key, place), f'there is no "{name}" among the {key}; {did_you_mean(name, known)}'
        if name in given[:place]:
            yield (key, place), f'"{name}" stands here twice; name it once'


def _days(raw: Mapping[str, Any]) -> Iterator[Any]:
    found: dict[str, date] = {}
    for key in ("since", "until"):
        given = raw.get(key)
        day = _day(given)
        if day is None:
            yield (key,), f'{key} is "{given}"; a day is written as 2026-11-23'
        else:
            found[key] = day
    if len(found) == len(("since", "until")):
        if found["since"] > found["until"]:
            yield ("until",), f"until {found['until']} is before since {found['since']}"
        elif (found["until"] - found["since"]).days >= MOST_DAYS:
            yield ("until",), f"these are more than {MOST_DAYS} days"


def _day(given: Any) -> date | None:
    if not isinstance(given, str) or not _DAY.fullmatch(given):
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _of_windows(raw: Mapping[str, Any]) -> Iterator[Any]:
    """The time of windows is nobody's service: it cannot be parted by what legs alone have."""
    wanted = [m for m in raw.get("measures", ()) if isinstance(m, str) and m in MEASURES]
    about = [m for m in wanted if MEASURES[m].table != "leg"]
    used = [*raw.get("groups", ()), *(raw.get("filters") or {})]
    for group in used:
        if about and isinstance(group, str) and group in GROUPS and not GROUPS[group].windows:
            yield ("measures",), f'"{about[0]}" is of windows, and cannot be told by "{group}"; leave one of them out'
