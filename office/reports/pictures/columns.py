"""Columns over time, with a curve on an axis of its own: how many came, and how long they waited. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from office.reports.pictures.scale import Scale, scale
from office.reports.pictures.shapes import Bar, Dot, Picture, Shape, Stroke, Word

LEFT, RIGHT, TOP, FOOT = 44.0, 74.0, 36.0, 24.0


class Curve(Struct, frozen=True):
    """`middle` of each place, and how far it reaches (`high`); None: there is nothing to tell. In seconds."""

    name: str
    middle: tuple[float | None, ...]
    high: tuple[float | None, ...] = ()
    high_name: str = ""


def columns(
    title: str,
    labels: Sequence[str],
    counts: Sequence[float | None],
    counts_name: str,
    curve: Curve,
    *,
    lasting: Callable[[float], str],
    size: tuple[float, float] = (720.0, 260.0),
    limit: float | None = None,
    limit_name: str = "",
) -> Picture:
    """`labels` name the places, from left to right; `limit`: a line across, in seconds."""
    width, height = size
    inner_w, inner_h = width - LEFT - RIGHT, height - TOP - FOOT
    left = scale(max([c or 0 for c in counts], default=0), inner_h)
    waits = [*curve.middle, *curve.high, limit]
    right = scale(max([w or 0 for w in waits], default=0), inner_h, time=True)
    base = TOP + inner_h
    slot = inner_w / max(1, len(labels))
    shapes: list[Shape] = [*_frame(left, right, width, base, lasting), *_legend(counts_name, curve, width)]
    for place, (label, count) in enumerate(zip(labels, counts, strict=True)):
        x = LEFT + slot * place
        if count:
            tall = left.at(count)
            tip = f"{label}: {count:g} · {curve.name} {_said(curve.middle[place], lasting)}"
            if curve.high:
                tip += f" · {curve.high_name} {_said(curve.high[place], lasting)}"
            shapes.append(Bar(x + slot * 0.16, base - tall, slot * 0.68, tall, "second", tip))
    if limit is not None:
        y = base - right.at(limit)
        shapes.append(Stroke(((LEFT, y), (width - RIGHT, y)), "bad", 1.2, True, limit_name))
        shapes.append(Word(LEFT + 4, y - 4, limit_name, "start", "bad", 10))
    shapes += _drawn(curve, right, base, slot)
    shapes += _feet(labels, slot, base)
    return Picture(width=width, height=height, title=title, shapes=tuple(shapes))


def _said(value: float | None, lasting: Callable[[float], str]) -> str:
    return "—" if value is None else lasting(value)


def _frame(left: Scale, right: Scale, width: float, base: float, lasting: Callable[[float], str]) -> list[Shape]:
    shapes: list[Shape] = []
    for tick in left.ticks:
        y = base - left.at(tick)
        shapes.append(Stroke(((LEFT, y), (width - RIGHT, y)), "grid"))
        shapes.append(Word(LEFT - 6, y + 4, f"{tick:g}", "end"))
    edge = width - RIGHT + 6
    shapes += [Word(edge, base - right.at(tick) + 4, lasting(tick) if tick else "0") for tick in right.ticks]
    return shapes


def _legend(counts_name: str, curve: Curve, width: float) -> list[Shape]:
    shapes: list[Shape] = [Bar(LEFT, 6, 10, 10, "second"), Word(LEFT + 14, 15, counts_name)]
    x = width - RIGHT
    shapes.append(Word(x, 15, curve.name, "end"))
    x -= 6.1 * len(curve.name) + 8
    shapes.append(Stroke(((x - 14, 11), (x, 11)), "main", 2.5))
    if curve.high:
        x -= 30
        shapes.append(Word(x, 15, curve.high_name, "end"))
        x -= 6.1 * len(curve.high_name) + 8
        shapes.append(Stroke(((x - 14, 11), (x, 11)), "warn", 1.5, True))
    return shapes


def _drawn(curve: Curve, right: Scale, base: float, slot: float) -> list[Shape]:
    shapes: list[Shape] = []
    for run in _runs(curve.high):
        points = tuple((LEFT + slot * (p + 0.5), base - right.at(v)) for p, v in run)
        shapes.append(Stroke(points, "warn", 1.5, True))
    for run in _runs(curve.middle):
        points = tuple((LEFT + slot * (p + 0.5), base - right.at(v)) for p, v in run)
        if len(points) > 1:
            shapes.append(Stroke(points, "main", 2.5))
        if len(curve.middle) <= 62:  # noqa: PLR2004 - more dots than days of two months only blur
            shapes += [Dot(x, y, 3, "main") for x, y in points]
    return shapes


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """The stretches without a gap: a curve does not go where nothing is known."""
    runs: list[list[tuple[int, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((place, value))
    return [run for run in runs if run]


def _feet(labels: Sequence[str], slot: float, base: float) -> list[Shape]:
    every = max(
        1, -(-len(labels) * max((len(label) for label in labels), default=1) * 7 // max(1, int(slot * len(labels))))
    )
    return [
        Word(LEFT + slot * (place + 0.5), base + 16, label, "middle")
        for place, label in enumerate(labels)
        if place % every == 0
    ]
