"""Curves over a day, one beside another. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from office.reports.pictures.scale import scale
from office.reports.pictures.shapes import Bar, Ink, Picture, Shape, Stroke, Word

LEFT, RIGHT, TOP, FOOT = 44.0, 16.0, 28.0, 24.0
_AN_HOUR = 60


class Line(Struct, frozen=True):
    name: str
    values: tuple[float, ...]
    ink: Ink = "main"
    dashed: bool = False


def curves(
    title: str, moments: Sequence[int], lines: Sequence[Line], *, size: tuple[float, float] = (1180.0, 300.0)
) -> Picture:
    """`moments`: minutes since midnight, as far apart as each other."""
    width, height = size
    inner_w, base = width - LEFT - RIGHT, height - FOOT
    axis = scale(max([max(line.values, default=0) for line in lines], default=0), base - TOP)
    shapes: list[Shape] = []
    for tick in axis.ticks:
        y = base - axis.at(tick)
        shapes.append(Stroke(((LEFT, y), (width - RIGHT, y)), "grid"))
        shapes.append(Word(LEFT - 6, y + 4, f"{tick:g}", "end"))
    span = max(1, moments[-1] - moments[0])
    places = {moment: LEFT + inner_w * (moment - moments[0]) / span for moment in moments}
    shapes += [
        Word(x, base + 16, f"{moment // _AN_HOUR:02}:00", "middle")
        for moment, x in places.items()
        if moment % _AN_HOUR == 0
    ]
    x = LEFT
    for line in lines:
        shapes.append(Bar(x, 8, 18, 4, line.ink))
        shapes.append(Word(x + 23, 15, line.name))
        x += 40 + 7.2 * len(line.name)
        points = tuple((places[m], base - axis.at(value)) for m, value in zip(moments, line.values, strict=True))
        shapes.append(Stroke(points, line.ink, 1.5 if line.dashed else 2.5, line.dashed, line.name))
    return Picture(width=width, height=height, title=title, shapes=tuple(shapes))
