"""A table of results as a page or a file shows it: words in every cell. Pure."""

from __future__ import annotations

from msgspec import Struct

from office.reports.measures import MEASURES
from office.reports.table import Table
from office.reports.words import ReportWords

_FEW = 100  # of fewer, a share is shown with its bounds


class Shown(Struct, frozen=True, kw_only=True):
    """`heads`: the names of the columns, of which the first `names` name the row."""

    caption: str
    heads: tuple[str, ...]
    names: int
    rows: tuple[tuple[str, ...], ...]


def shown(table: Table, caption: str, say: ReportWords) -> Shown:
    question = table.question
    rows = []
    for row in table.rows:
        cells = [say.key(group, key) for group, key in zip(question.groups, row.keys, strict=True)]
        for measure, cell in zip(question.measures, row.cells, strict=True):
            words = say.value(measure, cell)
            few = MEASURES[measure].kind == "share" and cell.whole and cell.whole < _FEW
            cells.append(f"{words} ({say.bounds(cell)})" if few else words)
        rows.append(tuple(cells))
    heads = (*(say.group(group) for group in question.groups), *(say.measure(m) for m in question.measures))
    return Shown(caption=caption, heads=heads, names=len(question.groups), rows=tuple(rows))
