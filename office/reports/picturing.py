"""The picture of any report: its first measure by its first group. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from office.reports.measures import MEASURES
from office.reports.pictures.columns import Curve, columns
from office.reports.pictures.ranges import RangeRow, ranges, room
from office.reports.pictures.scale import Scale, scale
from office.reports.pictures.shapes import Picture
from office.reports.table import Cell, Row, Table
from office.reports.words import ReportWords

_OVER_TIME = ("day", "week", "month", "hour", "weekday")
_MOST = 20
_LEFT = 260.0


def picture_of(table: Table, title: str, say: ReportWords, width: float = 1180.0) -> Picture | None:
    """None where a picture would say nothing: no groups, or more than one, or no rows."""
    question = table.question
    if len(question.groups) != 1 or not table.rows:
        return None
    group, measure = question.groups[0], question.measures[0]
    kind = MEASURES[measure].kind
    rows = list(table.rows)
    if group == "hour" or group == "weekday":  # noqa: PLR1714 - text would be sorted as text
        rows.sort(key=lambda row: int(row.keys[0] or 0))
    if group == "day":
        rows = _every_day(rows)
    if group in _OVER_TIME and kind == "count":
        waits = next((m for m in question.measures if MEASURES[m].kind == "time"), None)
        return columns(
            title,
            [say.short_date(group, row.keys[0]) if row.keys[0] else "—" for row in rows],
            [row.cells[0].value for row in rows],
            say.measure(measure),
            Curve(
                say.measure(waits) if waits else "",
                tuple(_seconds(row.cells[table.column(waits)]) if waits else None for row in rows),
            ),
            lasting=say.lasting,
            size=(width, 270.0),
        )
    if group not in _OVER_TIME:
        rows = sorted(rows, key=lambda row: -(row.cells[0].value or 0))[:_MOST]
    return _bars(rows, (group, measure), title, say, width)


def _every_day(rows: list[Row]) -> list[Row]:
    """Days without anybody stand in a picture, too, as days without anybody."""
    by_day = {row.keys[0]: row for row in rows}
    first, last = date.fromisoformat(rows[0].keys[0] or ""), date.fromisoformat(rows[-1].keys[0] or "")
    days = [str(first + timedelta(days=place)) for place in range((last - first).days + 1)]
    empty = tuple(Cell(None) for _ in rows[0].cells)
    return [by_day.get(day) or Row((day,), empty) for day in days]


def _bars(rows: list[Row], names: tuple[str, str], title: str, say: ReportWords, width: float) -> Picture:
    group, measure = names
    kind = MEASURES[measure].kind
    time = kind == "time"
    values = [_seconds(row.cells[0]) if time else row.cells[0].value for row in rows]
    if kind == "share":
        axis = Scale(1.0, 0.25, room(width, _LEFT))
    else:
        axis = scale(max([v or 0 for v in values], default=0), room(width, _LEFT), 6, time=time)
    return ranges(
        title,
        [
            RangeRow(
                name=say.key(group, row.keys[0]),
                value=value,
                low=row.cells[0].low,
                high=row.cells[0].high,
                said=say.value(measure, row.cells[0]),
            )
            for row, value in zip(rows, values, strict=True)
        ],
        axis,
        lambda tick: say.lasting(tick) if time else say.percent(tick) if kind == "share" else f"{tick:g}",
        width=width,
        left=_LEFT,
        bars=True,
    )


def _seconds(cell: Cell) -> float | None:
    return None if cell.value is None else cell.value / 1000
