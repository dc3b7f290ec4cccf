"""Opening hours as people write them: «Пн, Ср, Пт 08:00–18:00». Pure.

Reads the plain part of the OpenStreetMap form that halls use; what it does not know is shown as it is written.
"""

from __future__ import annotations

import re
from itertools import groupby

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_HOLIDAY = len(_DAYS)  # where public holidays stand, after the days
_HOLIDAYS = re.compile(r"[,\s]*\bPH\b[,\s]*", re.IGNORECASE)
_RULE = re.compile(
    r"\s*(?P<days>(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:[-,\s]*(?:Mo|Tu|We|Th|Fr|Sa|Su|PH))*)?\s*"
    r"(?P<times>off|closed|24/7|\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}(?:\s*,\s*\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2})*)\s*",
    re.IGNORECASE,
)


def week(hours: str) -> tuple[str, ...] | None:
    """What is written for each day from Monday: "08:00-18:00", or "" for a day off; then for public holidays, if anything
    is. None when it cannot be read.
    """
    days: list[str] = [""] * 7
    holidays: list[str] = []
    for rule in filter(None, (part.strip() for part in hours.split(";"))):
        found = _RULE.fullmatch(rule)
        if found is None:
            return None
        times = "" if found["times"].lower() in ("off", "closed") else re.sub(r"\s", "", found["times"])
        named, of_holidays = _HOLIDAYS.subn(" ", found["days"] or "")
        if of_holidays:
            holidays = [times]
        for day in _named(named) if found["days"] else range(7):
            days[day] = times
    return (*days, *holidays)


def told(hours: str, day_names: tuple[str, ...], *, round_the_clock: str, off: str) -> tuple[str, ...]:
    """A line for each run of days with the same times. `day_names`: seven short ones, and that of public holidays."""
    days = week(hours)
    if days is None:
        return (hours,)
    if set(days) <= {"24/7", "00:00-24:00"}:
        return (round_the_clock,)
    by_times: dict[str, list[int]] = {}
    for day, times in enumerate(days[:_HOLIDAY]):
        by_times.setdefault(times, []).append(day)
    lines = []
    for times, those in by_times.items():
        lines.append(f"{_runs(those, day_names)} {_times(times, off)}")
    lines += [f"{day_names[_HOLIDAY]} {_times(times, off)}" for times in days[_HOLIDAY:]]
    return tuple(lines)


def _times(times: str, off: str) -> str:
    return times.replace("-", "–").replace(",", ", ") or off


def _named(words: str) -> list[int]:
    """ "Mo,We-Fr" -> 0, 2, 3, 4; a run may go over the end of the week."""
    found: list[int] = []
    for part in filter(None, re.split(r"[,\s]+", re.sub(r"\s*-\s*", "-", words.strip()))):
        first, _, last = part.partition("-")
        start = _DAYS.index(first.title())
        end = _DAYS.index(last.title()) if last else start
        found += [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]
    return found


def _runs(days: list[int], names: tuple[str, ...]) -> str:
    """0, 1, 2, 4 -> «Пн–Ср, Пт»."""
    told = []
    for _, run in groupby(enumerate(days), lambda pair: pair[1] - pair[0]):
        those = [day for _, day in run]
        several = len(those) > 2  # noqa: PLR2004 - two days are named, three are a run
        told += [f"{names[those[0]]}–{names[those[-1]]}"] if several else [names[day] for day in those]
    return ", ".join(told)
