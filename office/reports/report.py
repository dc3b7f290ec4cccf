"""A report of one's own: what it asks, over which time, under what name. As JSON, with every mistake at once. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from broker.contracts.errors import ConfigError
from broker.contracts.hall_shape import nearest
from broker.contracts.json_places import line_of, places, written
from broker.contracts.mistakes.json_words import broken
from broker.contracts.mistakes.wrong import Told, wrong
from office.reports.period import Period, period_of
from office.reports.question import Mistake, Question, mistakes

# What a report may be over, told when it is opened: so that "last week" is always the last.
TIMES = ("yesterday", "this-week", "last-week", "this-month", "last-month", "this-year", "last-year")
_LONGEST_NAME = 80


class Report(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`time`: one of TIMES, or absent and then `since` to `until`."""

    name: str
    measures: tuple[str, ...]
    groups: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = {}
    time: str = ""
    since: str = ""
    until: str = ""

    def period(self, today: date) -> Period:
        if self.time:
            return time_of(self.time, today)
        return Period("any", date.fromisoformat(self.since), date.fromisoformat(self.until))

    def question(self, period: Period) -> Question:
        return Question(
            measures=self.measures,
            groups=self.groups,
            filters=self.filters,
            since=str(period.since),
            until=str(period.until),
        )


def time_of(time: str, today: date) -> Period:
    """The days that one of TIMES means today."""
    if time == "yesterday":
        return period_of("day", today - timedelta(days=1))
    when, _, kind = time.partition("-")
    this = period_of(kind, today)  # type: ignore[arg-type]  # TIMES are checked
    return this.before if when == "last" else this


def parsed(text: str, file: str) -> Report:
    """The report in `text`. ConfigError with every mistake, as `weekly.json:4: $.measures[1]: what`."""
    try:
        raw = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line, what = broken(error)
        raise ConfigError([Told(f"{file}:{line}: ", what)]) from None
    return checked(raw, file, text)


def checked(raw: Any, file: str, text: str = "") -> Report:
    """The report that `raw` is. ConfigError with every mistake."""
    if not isinstance(raw, dict):
        raise ConfigError([Told(f"{file}:1: ", wrong("report.object"))])
    found = [*_own(raw), *mistakes({**_asked(raw), **({} if _has_days(raw) else _ANY)})]
    if found:
        lines = places(text) if text else {}
        places_of = (
            (f"{file}:{line_of(lines, path) if text else 1}: ", f"{written(path)}: ", what) for path, what in found
        )
        raise ConfigError([Told(place, what, part) for place, part, what in places_of])
    return msgspec.convert(raw, Report)


_ANY = {"since": "2026-01-01", "until": "2026-01-01"}
_OWN = ("name", "time")


def _asked(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key not in _OWN}


def _has_days(raw: Mapping[str, Any]) -> bool:
    return not raw.get("time") or "since" in raw or "until" in raw


def _own(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    name, time = raw.get("name"), raw.get("time", "")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= _LONGEST_NAME or not name.isprintable():
        yield ("name",), wrong("report.name", most=_LONGEST_NAME)
    if time and time not in TIMES:
        yield ("time",), wrong("report.no-time", time=time, near=nearest(str(time), TIMES))
    if time and ("since" in raw or "until" in raw):
        yield ("time",), wrong("report.two-times")
