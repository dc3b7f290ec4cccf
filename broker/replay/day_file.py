"""Reads a day file: who comes when, for what, and how long it takes. Tells every mistake at once."""

from __future__ import annotations

import math
import re

from broker.contracts.hall_file import HallFile
from broker.contracts.hall_shape import nearest
from broker.contracts.mistakes.wrong import NotSo, Told, wrong
from broker.replay.plan import TimeOfDay, Visitor
from broker.replay.sheet import Sheet, time_of_day

REQUIRED = ("arrival", "service", "minutes")
OPTIONAL = ("priority", "booked", "no_show", "needs")
_LONGEST = 24 * 60.0  # minutes
_NEED = re.compile(r"[a-z0-9-]{1,40}")
_YES_NO = {"": False, "0": False, "1": True}


def read(name: str, body: bytes, hall: HallFile | None) -> tuple[tuple[Visitor, ...], list[Told]]:
    """The visitors in `body`, in order of arrival, and the mistakes, each at its line.

    `hall` None: the hall file is broken itself, so that services and priorities cannot be checked against it.
    """
    sheet = Sheet(name, body, REQUIRED, OPTIONAL)
    order = _Order(sheet)
    visitors: list[Visitor] = []
    for row in sheet.rows():
        found = len(sheet.mistakes)
        arrival = sheet.take(lambda text: time_of_day(text, "arrival"), row["arrival"])
        if arrival is not None:
            order.follow(arrival, row["arrival"])
        if hall is not None:
            _known(sheet, hall, row)
        minutes = sheet.take(_minutes, row["minutes"])
        booked = sheet.take(lambda text: time_of_day(text, "booked"), row["booked"]) if row["booked"] else None
        no_show = sheet.take(_yes_no, row["no_show"])
        needs = sheet.take(_needs, row["needs"])
        if len(sheet.mistakes) == found and arrival is not None and minutes is not None:
            visitors.append(
                Visitor(
                    arrival=arrival,
                    service=row["service"],
                    minutes=minutes,
                    priority=row["priority"] or None,
                    booked=booked,
                    no_show=bool(no_show),
                    needs=needs or (),
                )
            )
    return tuple(visitors), sheet.mistakes


class _Order:
    """Nobody comes before whoever stands above."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._latest = TimeOfDay(0)
        self._line = 0

    def follow(self, arrival: TimeOfDay, text: str) -> None:
        if arrival < self._latest:
            self._sheet.wrong(wrong("day.order", arrival=text, line=self._line))
        else:
            self._latest, self._line = arrival, self._sheet.line


def _known(sheet: Sheet, hall: HallFile, row: dict[str, str]) -> None:
    """A mistake for a service and for a priority that the hall file does not know."""
    service, priority, services = row["service"], row["priority"], [*hall.services, *hall.packages]
    if not service:
        sheet.wrong(wrong("day.no-service"))
    elif service not in services:
        sheet.wrong(wrong("day.unknown-service", service=service, near=nearest(service, services)))
    if priority and priority not in hall.priorities:
        sheet.wrong(wrong("day.unknown-priority", priority=priority, near=nearest(priority, hall.priorities)))


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = math.nan
    if not 0 < minutes <= _LONGEST:
        raise NotSo(wrong("day.minutes", text=text, most=f"{_LONGEST:.0f}"))
    return minutes


def _yes_no(text: str) -> bool:
    if text not in _YES_NO:
        raise NotSo(wrong("day.no-show", text=text))
    return _YES_NO[text]


def _needs(text: str) -> tuple[str, ...]:
    words = tuple(text.replace(";", " ").split())
    for word in words:
        if not _NEED.fullmatch(word):
            raise NotSo(wrong("day.need", word=word))
    return words
