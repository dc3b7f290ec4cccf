"""Which day a day file tells of: the date in its name, else the next day on which the hall receives visitors.

Dates matter: opening hours, exceptions and clock changes hang on them. Files without one are consecutive working
days from a Monday that is always the same, so that a replay can be repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import PurePath

from broker.contracts.mistakes.wrong import Told, wrong

FIRST_MONDAY = date(2026, 11, 23)
_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_NEXT = timedelta(days=1)
_LONGEST_HOLIDAY = 60  # days; a hall that receives nobody for longer is taken to be replayed all the same


def dates(names: Sequence[str], receives: Callable[[date], bool]) -> tuple[list[date], list[Told]]:
    """The day of each file, in the order given, and the mistakes. `receives`: whether the hall is open that day."""
    found: list[date] = []
    mistakes: list[Told] = []
    for name in names:
        least = found[-1] + _NEXT if found else FIRST_MONDAY
        written = _DATE.search(PurePath(name).name)
        try:
            day = date(*map(int, written.groups())) if written else _working_day(least, receives)
        except ValueError:
            mistakes.append(Told(f"{name}:1: ", wrong("day.no-such", day=written and written[0])))
            day = least
        if found and day <= found[-1]:
            mistakes.append(Told(f"{name}:1: ", wrong("day.not-after", day=day, before=found[-1])))
        found.append(max(day, found[-1]) if found else day)
    return found, mistakes


def _working_day(least: date, receives: Callable[[date], bool]) -> date:
    days = (least + timedelta(days=more) for more in range(_LONGEST_HOLIDAY))
    return next((day for day in days if receives(day)), least)
