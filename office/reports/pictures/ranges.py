"""Rows with a value and how far it reaches: a share with its bounds, a median with its nine of ten. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from office.reports.pictures.scale import Scale
from office.reports.pictures.shapes import Bar, Dot, Ink, Picture, Shape, Stroke, Word

RIGHT, FOOT, TALL = 76.0, 22.0, 24.0


class RangeRow(Struct, frozen=True):
    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    said: str = ""
    tip: str = ""
    ink: Ink = "main"


def ranges(
    title: str,
    rows: Sequence[RangeRow],
    axis: Scale,
    tick: Callable[[float], str],
    *,
    width: float = 520.0,
    left: float = 170.0,
    mark: float | None = None,
    mark_name: str = "",
    bars: bool = False,
) -> Picture:
    """`axis`: of the length that is left (see `room`). `mark`: a line through all rows. `bars`: from 0 to the value."""
    top = 16.0 if mark is not None else 4.0
    foot = top + len(rows) * TALL
    shapes: list[Shape] = []
    for each in axis.ticks:
        x = left + axis.at(each)
        shapes.append(Stroke(((x, top), (x, foot)), "grid"))
        shapes.append(Word(x, foot + 15, tick(each), "middle"))
    if mark is not None:
        x = left + axis.at(mark)
        shapes.append(Stroke(((x, top - 2), (x, foot)), "bad", 1.2, True, mark_name))
        shapes.append(Word(x, top - 5, mark_name, "middle", "bad", 10))
    for place, row in enumerate(rows):
        y = top + place * TALL + TALL / 2
        shapes.append(Word(left - 8, y + 4, _short(row.name, int(left / 7.4)), "end", "ink"))
        if row.value is None:
            shapes.append(Word(left + 6, y + 4, row.said or "—"))
            continue
        if bars:
            shapes.append(Bar(left, y - 7, axis.at(row.value), 14, row.ink, row.tip))
        if row.low is not None and row.high is not None:
            ends = (left + axis.at(row.low), left + axis.at(row.high))
            if bars:
                shapes.append(Stroke(((ends[0], y), (ends[1], y)), "warn", 2))
                shapes.append(Stroke(((ends[1], y - 4), (ends[1], y + 4)), "warn", 2))
            else:
                shapes.append(Bar(ends[0], y - 4, max(2.0, ends[1] - ends[0]), 8, "second", row.tip, 1.0, 4))
        if not bars:
            shapes.append(Dot(left + axis.at(row.value), y, 5, row.ink, row.tip))
        shapes.append(Word(width - RIGHT + 6, y + 4, row.said, "start", "ink"))
    return Picture(width=width, height=foot + FOOT, title=title, shapes=tuple(shapes))


def room(width: float = 520.0, left: float = 170.0) -> float:
    return width - left - RIGHT


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
