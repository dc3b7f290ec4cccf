"""Which days a page is about: a day, a week, a month, a year, or any. Counted on the calendar, so that a day on which
the clocks change is a day. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

Kind = Literal["day", "week", "month", "year", "any"]
KINDS: tuple[Kind, ...] = ("day", "week", "month", "year")
_MOST = 3 * 366


class Period(Struct, frozen=True):
    """`since` to `until`, both in."""

    kind: Kind
    since: date
    until: date

    @property
    def before(self) -> Period:
        """As long a time, just before: what it is compared with, and where "back" leads."""
        if self.kind == "any":
            days = self.until - self.since + timedelta(days=1)
            return Period("any", self.since - days, self.since - timedelta(days=1))
        return period_of(self.kind, self.since - timedelta(days=1))

    @property
    def after(self) -> Period:
        if self.kind == "any":
            days = self.until - self.since + timedelta(days=1)
            return Period("any", self.until + timedelta(days=1), self.until + days)
        return period_of(self.kind, self.until + timedelta(days=1))

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def address(self) -> str:
        """As the part of a page's address that leads here."""
        if self.kind == "any":
            return f"since={self.since}&until={self.until}"
        return f"period={self.kind}&at={self.since}"

    @property
    def grain(self) -> str:
        """By which group its course is shown."""
        if self.days == 1:
            return "hour"
        return "day" if self.days <= 62 else "week" if self.days <= 366 else "month"  # noqa: PLR2004 - two months, a year


def period_of(kind: Kind, at: date) -> Period:
    """The period of this kind that `at` is in."""
    match kind:
        case "week":
            monday = at - timedelta(days=at.weekday())
            return Period(kind, monday, monday + timedelta(days=6))
        case "month":
            first = at.replace(day=1)
            return Period(kind, first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1))
        case "year":
            return Period(kind, at.replace(month=1, day=1), at.replace(month=12, day=31))
    return Period("day", at, at)


def asked(wishes: Mapping[str, str], today: date) -> Period:
    """The period that an address asks for; this week where it asks for none, or for what is none."""
    try:
        if "since" in wishes or "until" in wishes:
            since = date.fromisoformat(wishes.get("since") or wishes["until"])
            until = date.fromisoformat(wishes.get("until") or wishes["since"])
            if since <= until and (until - since).days < _MOST:
                return Period("any", since, until)
        at = date.fromisoformat(wishes["at"]) if wishes.get("at") else today
        kind = wishes.get("period", "week")
        return period_of(next((k for k in KINDS if k == kind), "week"), at)
    except (ValueError, OverflowError):
        return period_of("week", today)
