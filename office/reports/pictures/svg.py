"""A picture as SVG for a page under a strict policy: no style, no script; classes, and colours as attributes beside."""

from __future__ import annotations

from html import escape
from typing import Any

from office.reports.pictures.shapes import Bar, Dot, Patch, Picture, Stroke, Word

# Of a light page, and of paper; a stylesheet that knows the classes goes before them.
COLOURS = {
    "ink": "#14202e",
    "soft": "#4a5868",
    "grid": "#dfe5ec",
    "main": "#0b57a4",
    "main-soft": "#cfe1f5",
    "second": "#8fb8e2",
    "good": "#1d7a4a",
    "bad": "#b3261e",
    "warn": "#c77700",
    "card": "#ffffff",
}


def svg(picture: Picture) -> str:
    inner = "".join(_DRAW[type(shape)](shape) for shape in picture.shapes)
    return (
        f'<svg class="picture" width="{_n(picture.width)}" viewBox="0 0 {_n(picture.width)} {_n(picture.height)}" role="img" '
        f'aria-label="{escape(picture.title)}" xmlns="http://www.w3.org/2000/svg">{inner}</svg>'
    )


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _tip(text: str) -> str:
    return f"<title>{escape(text)}</title>" if text else ""


def _fill(ink: str, strength: float = 1.0) -> str:
    part = f' fill-opacity="{strength:.2f}"' if strength < 1 else ""
    return f'class="f-{ink}" fill="{COLOURS[ink]}"{part}'


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _bar(bar: Bar) -> str:
    return (
        f'<rect x="{_n(bar.x)}" y="{_n(bar.y)}" width="{_n(max(0.0, bar.width))}" height="{_n(max(0.0, bar.height))}" '
        f'rx="{_n(bar.round)}" {_fill(bar.ink, bar.strength)}>{_tip(bar.tip)}</rect>'
    )


def _stroke(line: Stroke) -> str:
    dashes = ' stroke-dasharray="5 4"' if line.dashed else ""
    return (
        f'<polyline points="{_points(line.points)}" fill="none" class="s-{line.ink}" stroke="{COLOURS[line.ink]}" '
        f'stroke-width="{_n(line.width)}" stroke-linejoin="round"{dashes}>{_tip(line.tip)}</polyline>'
    )


def _patch(patch: Patch) -> str:
    return f'<polygon points="{_points(patch.points)}" {_fill(patch.ink, patch.strength)}>{_tip(patch.tip)}</polygon>'


def _dot(dot: Dot) -> str:
    return f'<circle cx="{_n(dot.x)}" cy="{_n(dot.y)}" r="{_n(dot.radius)}" {_fill(dot.ink)}>{_tip(dot.tip)}</circle>'


def _word(word: Word) -> str:
    bold = ' font-weight="700"' if word.bold else ""
    return (
        f'<text x="{_n(word.x)}" y="{_n(word.y)}" text-anchor="{word.anchor}" font-size="{_n(word.size)}"{bold} '
        f"{_fill(word.ink)}>{escape(word.text)}</text>"
    )


_DRAW: dict[type[Any], Any] = {Bar: _bar, Stroke: _stroke, Patch: _patch, Dot: _dot, Word: _word}
