"""What an address of the manager's pages asks for. Pure: whatever stands there, some page comes of it, or mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from office.reports.measures import GROUPS

FILTERS = ("line", "window", "priority", "operator")  # that pages offer
_LONGEST = 64


def filters_of(wishes: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Of the page of analytics."""
    return {name: (wishes[name][:_LONGEST],) for name in FILTERS if wishes.get(name)}


def report_of(wishes: Mapping[str, str], name: str) -> dict[str, Any]:
    """A report that is not saved, as its address tells it; to be checked like any other."""
    raw: dict[str, Any] = {
        "name": name,
        "measures": _list(wishes.get("m", "")),
        "groups": _list(wishes.get("g", "")),
        "filters": {group: [wishes[group]] for group in GROUPS if wishes.get(group)},
    }
    if wishes.get("time"):
        raw["time"] = wishes["time"]
    else:
        raw |= {"since": wishes.get("since", ""), "until": wishes.get("until", "")}
    return raw


def _list(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


class WhatIfWish(Struct, frozen=True, kw_only=True):
    """As the form has it. `change`: more, closed, all-lines, strict, accumulating."""

    day: str
    change: str = "more"
    window: str = ""
    since: str = "09:00"
    until: str = "13:00"


CHANGES = ("more", "closed", "all-lines", "strict", "accumulating")


def what_if_of(wishes: Mapping[str, str], day: str, window: str) -> WhatIfWish:
    asked = wishes.get("change", "more")
    return WhatIfWish(
        day=wishes.get("day", day)[:10],
        change=asked if asked in CHANGES else "more",
        window=wishes.get("window", window)[:4],
        since=wishes.get("from", "09:00")[:5],
        until=wishes.get("to", "13:00")[:5],
    )


def change_of(wish: WhatIfWish) -> dict[str, Any]:
    """The change as `python -m broker.what_if` wants it."""
    number = int(wish.window) if wish.window.isdecimal() else 0
    match wish.change:
        case "closed":
            return {"closed": number}
        case "all-lines":
            return {"all_lines": True}
        case "strict" | "accumulating":
            return {"priority": wish.change}
    return {"like": number, "since": wish.since, "until": wish.until}
