"""Can what a hall file says of bookings, places and limits be kept? Slots, shares, counts a day and a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction
from math import floor
from typing import Any, TypeGuard

from broker.contracts.hall_places import Path
from broker.contracts.hall_shape import Mistake, duration, nearest
from broker.contracts.hall_tables import Raw, ids_of, names, one, tables
from broker.contracts.mistakes.wrong import Wrong, wrong

_DAY = 24 * 60  # minutes
_LONGEST = timedelta(days=366)
_COUNTS = (
    ("service", "per_hour"),
    ("service", "per_day"),
    ("service", "per_person"),
    ("priority", "per_person"),
    ("policy", "bookings_per_person"),
    ("policy", "wrong_codes"),
)


def slots(raw: Raw) -> Iterator[Mistake]:
    """Each [[slots]] is of a service that may be booked, and its numbers are possible."""
    services = {str(table.get("id")): table for _, table in tables(raw, "service")}
    for path, table in tables(raw, "slots"):
        service = table.get("service")
        if isinstance(service, str) and service not in services:
            yield (*path, "service"), _unknown(raw, service)
        elif isinstance(service, str) and "booking" not in names(services[service], "modes"):
            yield (
                (*path, "service"),
                wrong("slots.not-booked", service=service),
            )
        minutes, capacity = table.get("minutes"), table.get("capacity")
        if _is_number(minutes) and not 1 <= minutes <= _DAY:
            yield (*path, "minutes"), wrong("slots.minutes", minutes=minutes, most=_DAY)
        if _is_number(capacity) and capacity < 1:
            yield (*path, "capacity"), wrong("slots.capacity", capacity=capacity)


def _unknown(raw: Raw, service: str) -> Wrong:
    if service in ids_of(raw, "package"):
        return wrong("slots.package", package=service)
    return wrong("id.unknown", table="service", id=service, near=nearest(service, ids_of(raw, "service")))


def shares(raw: Raw) -> Iterator[Mistake]:
    for path, table in tables(raw, "service"):
        value = table.get("remote_share")
        if isinstance(value, str) and ((part := _share(value)) is None or not 0 <= part <= 1):
            yield (*path, "remote_share"), wrong("service.share", value=value)


def counts(raw: Raw) -> Iterator[Mistake]:
    for name, key in _COUNTS:
        for path, table in [*tables(raw, name), ((name,), one(raw, name))]:
            value = table.get(key)
            if _is_number(value) and value < 1:
                yield (*path, key), wrong("bound.limit", key=key, value=value)


def horizon(raw: Raw) -> Iterator[Mistake]:
    """A hall that takes bookings for years keeps their secrets for years."""
    text = one(raw, "policy").get("booking_horizon")
    if (length := _lasting(text)) is not None and length > _LONGEST:
        yield ("policy", "booking_horizon"), wrong("policy.horizon", text=text, days=_LONGEST.days)


RULES: tuple[Callable[[Raw], Iterator[Mistake]], ...] = (slots, shares, counts, horizon)


def remarks(raw: Raw) -> Iterator[Mistake]:
    """What has no effect: services to book without slots, shares without places, limits that nobody is asked for."""
    with_slots = {str(table.get("service")) for _, table in tables(raw, "slots")}
    for path, table in tables(raw, "service"):
        service, modes = table.get("id"), names(table, "modes")
        if with_slots and "booking" in modes and service not in with_slots:
            yield (*path, "modes"), wrong("remark.no-slots", service=service)
        if "remote_share" in table:
            yield from _shares_of_nothing(raw, path, table)
        elif "per_hour" in table:
            yield (*path, "per_hour"), wrong("remark.per-hour")
        if table.get("ask_person") is True and "per_person" not in table and not _priority_is_limited(raw):
            yield (
                (*path, "ask_person"),
                wrong("remark.ask-person"),
            )


def _shares_of_nothing(raw: Raw, path: Path, table: dict[str, Any]) -> Iterator[Mistake]:
    if "walk-in" not in names(table, "modes"):
        yield (*path, "remote_share"), wrong("remark.only-booked")
    part, most = _share(str(table["remote_share"])), _most_of_an_hour(raw, table)
    if part and most and floor(part * most) == 0:
        yield (*path, "remote_share"), wrong("remark.share-of-none", most=most)


def _most_of_an_hour(raw: Raw, table: dict[str, Any]) -> int | None:
    """How many places an hour may have; None when nobody has counted them."""
    if _is_number(table.get("per_hour")):
        return int(table["per_hour"])
    found = [each for _, each in tables(raw, "slots") if each.get("service") == table.get("id")]
    counted = [each for each in found if _is_number(each.get("minutes")) and _is_number(each.get("capacity"))]
    return max((-(-60 // max(1, each["minutes"])) * each["capacity"] for each in counted), default=None)


def _priority_is_limited(raw: Raw) -> bool:
    return any("per_person" in table for _, table in tables(raw, "priority"))


def _share(text: str) -> Fraction | None:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def _is_number(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _lasting(text: Any) -> timedelta | None:
    try:
        return duration(text)
    except (TypeError, ValueError, OverflowError):
        return None
