"""A table as columns of raw values with a unit each: what a spreadsheet wants, beside what people read. Pure."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from office.reports.measures import MEASURES
from office.reports.table import Cell, Table
from office.reports.words import ReportWords

Unit = Literal["text", "count", "time", "share", "number", "hours", "grade"]
_MS_AN_HOUR = 3_600_000


class Column(Struct, frozen=True):
    head: str
    unit: Unit
    values: tuple[str | float | None, ...]


def sheet(table: Table, say: ReportWords) -> tuple[Column, ...]:
    """The groups, then each measure; a share with its bounds and how many it is of. Times are in milliseconds."""
    question = table.question
    columns = [
        Column(say.group(group), "text", tuple(say.key(group, row.keys[place]) for row in table.rows))
        for place, group in enumerate(question.groups)
    ]
    for place, name in enumerate(question.measures):
        cells = [row.cells[place] for row in table.rows]
        head, kind = say.measure(name), MEASURES[name].kind
        if kind == "number" and name in ("occupancy", "told-confidence"):
            kind = "share"
            columns.append(Column(head, "share", tuple(cell.value for cell in cells)))
            continue
        columns.append(Column(head, kind, tuple(_raw(cell, kind) for cell in cells)))
        if kind == "share":
            columns.append(Column(say("export.low", measure=head), "share", tuple(cell.low for cell in cells)))
            columns.append(Column(say("export.high", measure=head), "share", tuple(cell.high for cell in cells)))
            columns.append(Column(say("export.of", measure=head), "count", tuple(cell.whole for cell in cells)))
    return tuple(columns)


def _raw(cell: Cell, kind: str) -> float | None:
    if cell.value is None:
        return None
    return cell.value / _MS_AN_HOUR if kind == "hours" else cell.value


def about(table: Table, title: str, say: ReportWords) -> list[tuple[str, str]]:
    """What a report says of itself: its time, what was chosen, and the journal that it stands on."""
    question, stamp = table.question, table.stamp
    lines = [
        (say("export.report"), title),
        (say("export.hall"), say.of(say.hall.hall.name)),
        (say("export.time"), f"{say.date('day', question.since)} – {say.date('day', question.until)}"),
    ]
    for group, values in sorted(question.filters.items()):
        lines.append((say.group(group), ", ".join(say.key(group, value) for value in values)))
    lines.append((say("export.event"), str(stamp.seq)))
    lines.append((say("export.root"), stamp.root))
    if not stamp.over and stamp.day:
        lines.append((say("export.note"), say("export.not_over", day=say.date("day", stamp.day))))
    return lines
