"""The page of analytics: what is asked for it, and what it shows of the answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from office.reports.measures import GROUPS, MEASURES
from office.reports.period import Period
from office.reports.question import Question
from office.reports.sections import Section, sections
from office.reports.shown import Shown, shown
from office.reports.table import Cell, Table
from office.reports.words import ReportWords

TILES = (
    "arrivals",
    "wait-median",
    "wait-p90",
    "over-limit",
    "service-median",
    "no-show-share",
    "occupancy",
    "good-share",
)
TOTALS = (*TILES, "response-rate", "kept-share", "told-confidence", "answers")
COURSE = ("arrivals", "served", "wait-median", "wait-p90", "over-limit", "service-median", "no-show-share", "occupancy")
OF_LEGS = (
    "arrivals",
    "wait-median",
    "wait-p90",
    "over-limit",
    "service-median",
    "service-p90",
    "no-show-share",
    "transfer-share",
    "good-share",
)
OF_PEOPLE = (
    "served",
    "served-per-hour",
    "service-median",
    "service-over-limit",
    "occupancy",
    "no-show-share",
    "transfer-share",
    "answers",
    "response-rate",
    "good-share",
)
TOLD = ("told", "kept-share", "told-confidence", "told-width")

# What the page asks, each under a name: measures × groups.
ASKED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "totals": (TOTALS, ()),
    "week": (("wait-median", "arrivals"), ("weekday", "hour")),
    "services": (OF_LEGS, ("service",)),
    "lines": (OF_LEGS, ("line",)),
    "windows": (OF_PEOPLE, ("window",)),
    "operators": (OF_PEOPLE, ("operator",)),
    "priorities": (OF_LEGS, ("priority",)),
    "told": (TOLD, ("line",)),
    "grades": (("answers",), ("grade",)),
}
_OF_WINDOWS = [name for name in MEASURES if MEASURES[name].table != "leg"]


class Tile(Struct, frozen=True, kw_only=True):
    """`change`: against the time before; `way`: better, worse, or neither."""

    name: str
    value: str
    change: str = ""
    way: str = ""
    hint: str = ""


class Analytics(Struct, frozen=True, kw_only=True):
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
    tables: tuple[tuple[str, Shown], ...]
    empty: bool


def questions(period: Period, filters: Mapping[str, tuple[str, ...]]) -> dict[str, Question]:
    """All that the page asks. Where services are filtered, the time of windows cannot be told, and is left out."""
    asked = {**ASKED, "course": (COURSE, (period.grain,)), "before": (TOTALS, ())}
    found = {}
    for name, (measures, groups) in asked.items():
        days = period.before if name == "before" else period
        kept = measures if not _parts_windows(filters) else tuple(m for m in measures if m not in _OF_WINDOWS)
        found[name] = Question(
            measures=kept, groups=groups, filters=filters, since=str(days.since), until=str(days.until)
        )
    return found


def _parts_windows(filters: Mapping[str, tuple[str, ...]]) -> bool:
    return any(not GROUPS[group].windows for group in filters)


def analytics(tables: Mapping[str, Table], period: Period, say: ReportWords) -> Analytics:
    totals, before = tables["totals"], tables["before"]
    behind = ("course", "services", "lines", "operators", "windows", "priorities", "told")
    return Analytics(
        tiles=tuple(_tile(name, totals, before, say) for name in TILES if name in totals.question.measures),
        sections=tuple(sections(tables, period, say)),
        tables=tuple((name, shown(tables[name], say(f"table.{name}"), say)) for name in behind if tables[name].rows),
        empty=not any(cell.value for cell in totals.cells("arrivals")),
    )


def _tile(name: str, totals: Table, before: Table, say: ReportWords) -> Tile:
    now, was = _only(totals, name), _only(before, name)
    hint = say.bounds(now) if MEASURES[name].kind == "share" else ""
    change, way = _change(name, now, was, say)
    return Tile(name=say.measure(name), value=say.value(name, now), change=change, way=way, hint=hint)


def _only(table: Table, name: str) -> Cell:
    cells = table.cells(name)
    return cells[0] if cells else Cell(None)


def _change(name: str, now: Cell, was: Cell, say: ReportWords) -> tuple[str, str]:
    """A share that may have changed by chance alone (its bounds hold the other's value) is said not to have."""
    if now.value is None or was.value is None or say.value(name, now) == say.value(name, was):
        return "", ""
    up = now.value > was.value
    sign = "▲" if up else "▼"
    if now.low is not None and now.high is not None and now.low <= was.value <= now.high:
        return say("change.was", value=say.value(name, was)), ""
    better = MEASURES[name].good
    way = "" if not better else "better" if (better == "more") == up else "worse"
    return f"{sign} {say('change.was', value=say.value(name, was))}", way
