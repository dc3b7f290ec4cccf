"""Are the hours of a hall file hours? The light look that every role takes; `calendar_check` reads them to the end.

A role that only wants names and letters need not load a grammar of opening hours (28 ms, 5 MB).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broker.contracts.hall_places import Path
from broker.contracts.hall_shape import Mistake
from broker.contracts.hall_tables import Raw, one, tables
from broker.contracts.mistakes.wrong import Wrong, wrong

KEYS = {
    "hall": ("working", "reception"),
    "line": ("hours",),
    "window": ("hours", "breaks"),
    "slots": ("hours",),
    "loudness": ("hours",),
}
_DAYS = "mo tu we th fr sa su day days week"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec easter"
_WORDS = frozenset([*_DAYS.split(), *_MONTHS.split(), "off", "closed", "open"])
_HOLIDAYS = ("ph", "sh")
_SUN = ("sunrise", "sunset", "dawn", "dusk")
_COMMENT = re.compile(r'"[^"]*"')


def rule(raw: Raw) -> Iterator[Mistake]:
    """Hours that cannot be, and an exceptions file that is none."""
    for path, hours in all_hours(raw):
        if what := mistake(hours):
            yield path, wrong("hours.wrong", key=path[-1], wrong=what)
    name = one(raw, "hall").get("exceptions")
    if isinstance(name, str) and not name.lower().endswith(".ics"):
        yield ("hall", "exceptions"), wrong("hall.exceptions", name=name)


def all_hours(raw: Raw) -> Iterator[tuple[Path, str]]:
    """Every string of opening hours in a hall file as tomllib gives it."""
    for name, keys in KEYS.items():
        for path, table in [*tables(raw, name), ((name,), one(raw, name))]:
            for key in keys:
                hours = table.get(key)
                if isinstance(hours, str) and (hours or name == "hall"):
                    yield (*path, key), hours


def mistake(hours: str) -> Wrong | None:
    """What is certainly wrong with opening hours: a word or a time that cannot be. Not a whole grammar."""
    plain = _COMMENT.sub("", hours)
    for word in re.findall(r"[^\W\d_]+", plain):
        if word.lower() in _HOLIDAYS:
            return wrong("hours.holiday", word=word)
        if word.lower() in _SUN:
            return wrong("hours.sun", word=word)
        if word.lower() not in _WORDS:
            return wrong("hours.word", word=word)
    for hour, minute in re.findall(r"(\d{1,2}):(\d{2})", plain):
        if int(hour) > 26 or int(minute) > 59:  # noqa: PLR2004 - 26:00 is two at night of the next day
            return wrong("hours.time", hour=hour, minute=minute)
    if open_end := re.search(r"[\d:]+\+", plain):
        return wrong("hours.open-end", time=open_end.group())
    return None if re.search(r"\d", plain) or "off" in plain or "closed" in plain else wrong("hours.empty", hours=hours)
