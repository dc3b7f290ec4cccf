"""What would become of each booking of a file, as far as the hall's slots and bookings tell now. Pure.

The queue-master has the last word: it knows the shares of hours and the limits of persons, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from broker.booking_files.wanted import Wanted, command
from broker.contracts.hall_file import HallFile
from broker.contracts.moments import local

State = Literal["new", "already", "same", "past", "no-slot", "full", "unknown"]
Day = tuple[str, str]  # a service, and a date of the hall


class Row(Struct, frozen=True):
    """A line of the file. `like`: the line above it that asks for the same."""

    line: int
    uid: str
    service: str
    slot: datetime
    state: State
    like: int = 0


def day_of(wanted: Wanted, hall: HallFile) -> Day:
    return wanted.service, local(wanted.slot, hall.timezone).date().isoformat()


def foreseen(
    wanted: Iterable[Wanted],
    hall: HallFile,
    free: Mapping[Day, Mapping[datetime, int]],
    booked: Collection[str],
    now: datetime,
) -> list[Row]:
    """`free`: how many more may book each slot of the days that were asked about; `booked`: ids that are there."""
    taken: Counter[tuple[str, datetime]] = Counter()
    seen: dict[str, int] = {}
    rows = []
    for each in wanted:
        identity, slots = command(each, hall, now).id, free.get(day_of(each, hall))
        state: State = "new"
        if identity in booked:
            state = "already"
        elif identity in seen:
            state = "same"
        elif each.slot <= now:
            state = "past"
        elif slots is None:
            state = "unknown"
        elif each.slot not in slots:
            state = "no-slot"
        elif slots[each.slot] <= taken[each.service, each.slot]:
            state = "full"
        if state == "new":
            taken[each.service, each.slot] += 1
        rows.append(Row(each.line, each.uid, each.service, each.slot, state, seen.get(identity, 0)))
        seen.setdefault(identity, each.line)
    return rows
