"""The pictures of the analytics page, each from its table. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from office.reports.limits import limits_of
from office.reports.period import Period
from office.reports.pictures.columns import Curve, columns
from office.reports.pictures.heat import heat
from office.reports.pictures.ranges import RangeRow, ranges, room
from office.reports.pictures.scale import Scale, scale
from office.reports.pictures.shapes import Picture
from office.reports.table import Cell, Row, Table
from office.reports.words import ReportWords

_MOST_ROWS = 12
_DAYS_OF_WEEK = 7
_EVERY = "hour"


class Section(Struct, frozen=True, kw_only=True):
    """`table`: which table is behind it. `side`: in which of two columns it stands; none: across both."""

    id: str
    title: str
    hint: str
    picture: Picture
    table: str
    side: Literal["left", "right", ""] = "left"


def sections(tables: Mapping[str, Table], period: Period, say: ReportWords) -> Iterator[Section]:
    for draw in (_course, _week, _services, _told, _operators, _grades):
        section = draw(tables, period, say)
        if section is not None:
            yield section


def _course(tables: Mapping[str, Table], period: Period, say: ReportWords) -> Section | None:
    table = tables["course"]
    if not table.rows:
        return None
    by_key = {row.keys[0]: row for row in table.rows}
    places = _places(period, [row.keys[0] or "" for row in table.rows])
    arrivals, middle, high = (table.column(name) for name in ("arrivals", "wait-median", "wait-p90"))
    limits = {limit.wait for limit in limits_of(say.hall)}
    limit = limits.pop().total_seconds() if len(limits) == 1 else None
    picture = columns(
        say("section.course"),
        [say.short_date(period.grain, key) for key in places],
        [_at(by_key.get(key), arrivals).value for key in places],
        say.measure("arrivals"),
        Curve(
            say.measure("wait-median"),
            tuple(_seconds(_at(by_key.get(key), middle)) for key in places),
            tuple(_seconds(_at(by_key.get(key), high)) for key in places),
            say.measure("wait-p90"),
        ),
        lasting=say.lasting,
        size=(1180.0, 270.0),
        limit=limit,
        limit_name=say("limit", time=say.lasting(limit or 0)),
    )
    return Section(
        id="course", title=say("section.course"), hint=say("hint.course"), picture=picture, table="course", side=""
    )


def _places(period: Period, keys: list[str]) -> list[str]:
    """Every hour or day of the time, also those in which nobody came; days that are to come are left out."""
    if period.grain == _EVERY:
        hours = sorted(int(key) for key in keys)
        return [str(hour) for hour in range(hours[0], hours[-1] + 1)]
    if period.grain == "day":
        last = min(period.until, max(date.fromisoformat(key) for key in keys))
        return [str(period.since + timedelta(days=n)) for n in range((last - period.since).days + 1)]
    return sorted(keys)


def _at(row: Row | None, column: int) -> Cell:
    return row.cells[column] if row else Cell(None)


def _seconds(cell: Cell) -> float | None:
    return None if cell.value is None else cell.value / 1000


def _week(tables: Mapping[str, Table], period: Period, say: ReportWords) -> Section | None:
    table = tables["week"]
    found = [row for row in table.rows if row.cells[0].value is not None]
    if not found or period.days < _DAYS_OF_WEEK:
        return None
    hours = sorted({int(row.keys[1] or 0) for row in found})
    span = list(range(hours[0], hours[-1] + 1))
    days = sorted({int(row.keys[0] or 1) for row in found})
    values = {}
    for row in found:
        wait, came = _seconds(row.cells[0]) or 0.0, row.cells[1].value or 0
        day, hour = row.keys[0] or "1", int(row.keys[1] or 0)
        tip = f"{say.key('weekday', day)} {hour:02}:00 · {say.lasting(wait)} · {say.measure('arrivals')}: {came:.0f}"
        values[days.index(int(day)), hour - span[0]] = (wait, f"{round(wait / 60)}", tip)
    picture = heat(
        say("section.week"), [say.key("weekday", str(d)) for d in days], [f"{h:02}" for h in span], values, width=580.0
    )
    return Section(id="week", title=say("section.week"), hint=say("hint.week"), picture=picture, table="course")


def _services(tables: Mapping[str, Table], _period: Period, say: ReportWords) -> Section | None:
    table = tables["services"]
    came, middle, high = (table.column(name) for name in ("arrivals", "wait-median", "wait-p90"))
    rows = sorted(table.rows, key=lambda row: -(row.cells[came].value or 0))[:_MOST_ROWS]
    rows = [row for row in rows if row.cells[middle].value is not None]
    if not rows:
        return None
    most = max(_seconds(row.cells[high]) or 0 for row in rows)
    axis = scale(most, room(580.0, 220.0), time=True)
    picture = ranges(
        say("section.services"),
        [
            RangeRow(
                name=say.key("service", row.keys[0]),
                value=_seconds(row.cells[middle]),
                low=_seconds(row.cells[middle]),
                high=_seconds(row.cells[high]),
                said=say.lasting(_seconds(row.cells[middle]) or 0),
                tip=f"{say.key('service', row.keys[0])}: {say.value('wait-median', row.cells[middle])} · "
                f"{say.measure('wait-p90')} {say.value('wait-p90', row.cells[high])}",
            )
            for row in rows
        ],
        axis,
        lambda tick: say.lasting(tick) if tick else "0",
        width=580.0,
        left=220.0,
        bars=True,
    )
    return Section(
        id="services",
        title=say("section.services"),
        hint=say("hint.services"),
        picture=picture,
        table="services",
        side="right",
    )


def _shares(
    rows: list[Row], column: int, name: Callable[[Row], str], say: ReportWords, least: int = 1
) -> list[RangeRow]:
    found = []
    for row in rows:
        cell = row.cells[column]
        enough = (cell.whole or 0) >= least
        said = say.percent(cell.value) if enough and cell.value is not None else say.count("few", cell.whole or 0)
        tip = f"{name(row)}: {said} ({say.bounds(cell)}) · {say.count('few', cell.whole or 0)}"
        shown = cell if enough else Cell(None)
        found.append(RangeRow(name=name(row), value=shown.value, low=shown.low, high=shown.high, said=said, tip=tip))
    return found


def _told(tables: Mapping[str, Table], _period: Period, say: ReportWords) -> Section | None:
    table = tables["told"]
    column, confidence = table.column("kept-share"), table.column("told-confidence")
    rows = [row for row in table.rows if row.cells[column].whole]
    if not rows:
        return None
    totals = tables["totals"]
    mark = next((cell.value for cell in totals.cells("told-confidence")), None) or rows[0].cells[confidence].value
    picture = ranges(
        say("section.told"),
        _shares(rows, column, lambda row: say.key("line", row.keys[0]), say),
        Scale(1.0, 0.25, room(580.0, 220.0)),
        say.percent,
        width=580.0,
        left=220.0,
        mark=mark,
        mark_name=say("promised", share=say.percent(mark or 0)),
    )
    return Section(id="told", title=say("section.told"), hint=say("hint.told"), picture=picture, table="told")


def _operators(tables: Mapping[str, Table], _period: Period, say: ReportWords) -> Section | None:
    table = tables["operators"]
    if "occupancy" not in table.question.measures:
        return None
    column = table.column("occupancy")
    rows = [row for row in table.rows if row.keys[0] is not None and row.cells[column].value is not None]
    if not rows:
        return None
    rows = sorted(rows, key=lambda row: -(row.cells[column].value or 0))[: _MOST_ROWS + 4]
    picture = ranges(
        say("section.operators"),
        [
            RangeRow(
                name=row.keys[0] or "",
                value=min(1.0, row.cells[column].value or 0),
                said=say.value("occupancy", row.cells[column]),
            )
            for row in rows
        ],
        Scale(1.0, 0.25, room(580.0, 160.0)),
        say.percent,
        width=580.0,
        left=160.0,
        bars=True,
    )
    return Section(
        id="operators",
        title=say("section.operators"),
        hint=say("hint.operators"),
        picture=picture,
        table="operators",
        side="right",
    )


def _grades(tables: Mapping[str, Table], _period: Period, say: ReportWords) -> Section | None:
    counts = {row.keys[0]: row.cells[0].value or 0 for row in tables["grades"].rows if row.keys[0] is not None}
    whole = sum(counts.values())
    if not whole:
        return None
    most = max(counts.values())
    rate = next(iter(tables["totals"].cells("response-rate")), Cell(None))
    picture = ranges(
        say("section.grades"),
        [
            RangeRow(
                name=say(f"grade.{grade}"),
                value=counts.get(grade, 0),
                said=say.percent(counts.get(grade, 0) / whole),
                tip=f"{say(f'grade.{grade}')}: {say.whole(counts.get(grade, 0))}",
                ink="good" if grade in ("3", "4") else "bad",
            )
            for grade in ("4", "3", "2", "1")
        ],
        scale(most, room(580.0, 160.0)),
        say.whole,
        width=580.0,
        left=160.0,
        bars=True,
    )
    hint = say("hint.grades", answers=say.whole(whole), rate=say.value("response-rate", rate), bounds=say.bounds(rate))
    return Section(id="grades", title=say("section.grades"), hint=hint, picture=picture, table="operators")
