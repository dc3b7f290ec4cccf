"""The measures of all reports, as a table: what each counts, in SQL over the legs or the windows' time. Pure.

`docs/reports.md` gives each definition in words and as a formula; a test holds the two lists together.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["count", "time", "share", "number", "hours", "grade"]
Table = Literal["leg", "stretch", "both"]


class Measure(Struct, frozen=True):
    """`value`: an aggregate. Of a share: `part` of `whole`, both counted, so that it can be told how sure it is."""

    id: str
    kind: Kind
    value: str = ""
    part: str = ""
    whole: str = ""
    table: Table = "leg"
    good: Literal["more", "less", ""] = ""  # which way is better, if either


def _count(condition: str) -> str:
    return f"count(*) FILTER ({condition})"


CALLED = "count(wait)"
_OPEN = "sum(\"end\" - begin) FILTER (kind = 'open')"

ALL = (
    Measure("arrivals", "count", _count("place = 0")),
    Measure("served", "count", _count("outcome = 'served'")),
    Measure("no-shows", "count", _count("outcome = 'no-show'")),
    Measure("no-show-share", "share", part=_count("outcome = 'no-show'"), whole=CALLED, good="less"),
    Measure("cancelled", "count", _count("outcome = 'cancelled'")),
    Measure("unserved", "count", _count("outcome = 'unserved'"), good="less"),
    Measure("transfers", "count", _count("outcome = 'transferred'")),
    Measure("transfer-share", "share", part=_count("outcome = 'transferred'"), whole="count(started)", good="less"),
    Measure("booked-share", "share", part=_count("place = 0 AND booked"), whole=_count("place = 0")),
    Measure("priority-share", "share", part=_count("place = 0 AND priority IS NOT NULL"), whole=_count("place = 0")),
    Measure(
        "unchecked-share",
        "share",
        part=_count("priority IS NOT NULL AND wait IS NOT NULL AND NOT checked"),
        whole=_count("priority IS NOT NULL AND wait IS NOT NULL"),
        good="less",
    ),
    Measure("wait-median", "time", "quantile_cont(wait, 0.5)", good="less"),
    Measure("wait-p90", "time", "quantile_cont(wait, 0.9)", good="less"),
    Measure("wait-mean", "time", "avg(wait)", good="less"),
    Measure("wait-longest", "time", "max(wait)", good="less"),
    Measure("over-limit", "share", part=_count("wait > wait_limit"), whole=CALLED, good="less"),
    Measure("walk-median", "time", "quantile_cont(walk, 0.5)"),
    Measure("service-median", "time", "quantile_cont(service_time, 0.5)"),
    Measure("service-p90", "time", "quantile_cont(service_time, 0.9)"),
    Measure("service-mean", "time", "avg(service_time)"),
    Measure(
        "service-over-limit",
        "share",
        part=_count("service_time > service_limit"),
        whole="count(service_time)",
        good="less",
    ),
    Measure("answers", "count", "count(grade)"),
    Measure("response-rate", "share", part=_count("answered"), whole="count(started)", good="more"),
    Measure("grade", "grade", "avg(grade)", good="more"),
    Measure("good-share", "share", part=_count("grade >= 3"), whole="count(grade)", good="more"),
    Measure("told", "count", _count("earliest IS NOT NULL AND called IS NOT NULL")),
    Measure(
        "kept-share",
        "share",
        part=_count("called BETWEEN earliest AND latest"),
        whole=_count("earliest IS NOT NULL AND called IS NOT NULL"),
        good="more",
    ),
    Measure("told-confidence", "number", "avg(confidence) FILTER (earliest IS NOT NULL AND called IS NOT NULL)"),
    Measure("told-width", "time", "quantile_cont(latest - earliest, 0.5) FILTER (called IS NOT NULL)"),
    Measure("open-hours", "hours", f"coalesce({_OPEN}, 0)", table="stretch"),
    Measure("paused-hours", "hours", "coalesce(sum(\"end\" - begin) FILTER (kind = 'paused'), 0)", table="stretch"),
    Measure(
        "occupancy",
        "number",
        f"sum(\"end\" - begin) FILTER (kind = 'serving') / nullif({_OPEN}, 0)",
        table="stretch",
    ),
    Measure("served-per-hour", "number", "served / nullif(open_time, 0) * 3600000", table="both", good="more"),
)
MEASURES = {measure.id: measure for measure in ALL}


class Group(Struct, frozen=True):
    """`sql`: over the rows of both tables, or of the legs alone (`windows` False)."""

    id: str
    sql: str
    windows: bool = True


GROUPS = {
    group.id: group
    for group in (
        Group("day", "day"),
        Group("week", "strftime(date_trunc('week', day::DATE), '%Y-%m-%d')"),
        Group("month", "day[1:7]"),
        Group("weekday", "isodow(day::DATE)::VARCHAR"),
        Group("hour", "hour::VARCHAR"),
        Group("window", '"window"::VARCHAR'),
        Group("operator", "operator"),
        Group("service", "service", windows=False),
        Group("line", "line", windows=False),
        Group("priority", "coalesce(priority, 'none')", windows=False),
        Group("booked", "booked::VARCHAR", windows=False),
        Group("source", "source", windows=False),
        Group("language", "language", windows=False),
        Group("outcome", "outcome", windows=False),
        Group("reason", "reason", windows=False),
        Group("grade", "grade::VARCHAR", windows=False),
    )
}
