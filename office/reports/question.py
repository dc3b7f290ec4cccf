"""What a report asks: measures × groups × filters over some days. As data, with every mistake at once. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from broker.contracts.hall_shape import nearest
from broker.contracts.mistakes.wrong import Wrong, wrong
from office.reports.measures import GROUPS, MEASURES

MOST_MEASURES, MOST_GROUPS, MOST_DAYS = 12, 3, 366 * 3
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Path = tuple[str | int, ...]
Mistake = tuple[Path, Wrong]


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`since` to `until`, both in, on the hall's calendar. `filters`: by group, the values that count."""

    measures: tuple[str, ...]
    since: str
    until: str
    groups: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = {}


def mistakes(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """All that is wrong with a question as JSON gives it: where, and what to do."""
    for key in raw:
        if key not in Question.__struct_fields__:
            yield (key,), wrong("report.key", key=key, near=nearest(key, Question.__struct_fields__))
    yield from _names(raw, "measures", MEASURES, MOST_MEASURES, least=1)
    yield from _names(raw, "groups", GROUPS, MOST_GROUPS)
    yield from _days(raw)
    filters = raw.get("filters", {})
    if not isinstance(filters, dict):
        yield ("filters",), wrong("report.filters")
    else:
        for group, values in filters.items():
            if group not in GROUPS:
                yield ("filters", group), wrong("report.no-group", group=group, near=nearest(group, GROUPS))
            if (
                not isinstance(values, list | tuple)
                or not all(isinstance(value, str) for value in values)
                or not values
            ):
                yield ("filters", group), wrong("report.values")
    yield from _of_windows(raw)


def _names(raw: Mapping[str, Any], key: str, known: Mapping[str, Any], most: int, least: int = 0) -> Iterator[Mistake]:
    given = raw.get(key, ())
    if not isinstance(given, list | tuple) or not all(isinstance(each, str) for each in given):
        yield (key,), wrong("report.list", key=key)
        return
    if len(given) < least:
        yield (key,), wrong("report.no-measures", most=most)
    if len(given) > most:
        yield (key,), wrong("report.count", count=len(given), key=key, most=most)
    for place, name in enumerate(given):
        if name not in known:
            yield (key, place), wrong("report.unknown", key=key, name=name, near=nearest(name, known))
        if name in given[:place]:
            yield (key, place), wrong("report.twice", name=name)


def _days(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    found: dict[str, date] = {}
    for key in ("since", "until"):
        given = raw.get(key)
        day = _day(given)
        if day is None:
            yield (key,), wrong("report.day", key=key, given=given)
        else:
            found[key] = day
    if len(found) == len(("since", "until")):
        if found["since"] > found["until"]:
            yield ("until",), wrong("report.backwards", until=found["until"], since=found["since"])
        elif (found["until"] - found["since"]).days >= MOST_DAYS:
            yield ("until",), wrong("report.long", most=MOST_DAYS)


def _day(given: Any) -> date | None:
    if not isinstance(given, str) or not _DAY.fullmatch(given):
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _of_windows(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """The time of windows is nobody's service: it cannot be parted by what legs alone have."""
    wanted = [m for m in _listed(raw, "measures") if isinstance(m, str) and m in MEASURES]
    about = [m for m in wanted if MEASURES[m].table != "leg"]
    filters = raw.get("filters")
    used = [*_listed(raw, "groups"), *(filters if isinstance(filters, dict) else ())]
    for group in used:
        if about and isinstance(group, str) and group in GROUPS and not GROUPS[group].windows:
            yield ("measures",), wrong("report.of-windows", measure=about[0], group=group)


def _listed(raw: Mapping[str, Any], key: str) -> Sequence[Any]:
    """What is no list is told elsewhere."""
    given = raw.get(key)
    return given if isinstance(given, list | tuple) else ()
