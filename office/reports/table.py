"""What came of a question: rows of cells, and from what they were made. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from office.reports import wilson
from office.reports.measures import MEASURES
from office.reports.question import Question
from office.reports.sql import names


class Cell(Struct, frozen=True, array_like=True):
    """A value; of a share also its bounds and how many it is of. `value` None: there is nothing to tell it from."""

    value: float | None
    low: float | None = None
    high: float | None = None
    whole: int | None = None


class Stamp(Struct, frozen=True, kw_only=True):
    """The last event that the rows were made from, its hash, which stands for all before it, and its day."""

    seq: int = 0
    root: str = ""
    day: str = ""
    over: bool = True


class Row(Struct, frozen=True, array_like=True):
    keys: tuple[str | None, ...]
    cells: tuple[Cell, ...]


class Table(Struct, frozen=True, kw_only=True):
    question: Question
    rows: tuple[Row, ...]
    stamp: Stamp = Stamp()

    def column(self, measure: str) -> int:
        return self.question.measures.index(measure)

    def cells(self, measure: str) -> list[Cell]:
        place = self.column(measure)
        return [row.cells[place] for row in self.rows]


def table_of(question: Question, fetched: Iterable[Sequence[Any]], stamp: Stamp) -> Table:
    """The table of what the database gave."""
    rows = []
    for record in fetched:
        keys, rest = tuple(record[: len(question.groups)]), list(record[len(question.groups) :])
        cells = []
        for name in question.measures:
            measure = MEASURES[name]
            values = [rest.pop(0) for _ in names(measure)]
            cells.append(_share(values[0], values[1]) if measure.kind == "share" else Cell(_number(values[0])))
        rows.append(Row(keys, tuple(cells)))
    return Table(question=question, rows=tuple(rows), stamp=stamp)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _share(part: int | None, whole: int | None) -> Cell:
    if not whole:
        return Cell(None, None, None, 0)
    low, high = wilson.interval(part or 0, whole) or (None, None)
    return Cell((part or 0) / whole, low, high, whole)
