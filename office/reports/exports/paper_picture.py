"""Draws a picture's shapes on a sheet of paper."""

from __future__ import annotations

from typing import Any

from fpdf import FPDF

from office.reports.pictures.shapes import Bar, Dot, Patch, Picture, Stroke, Word
from office.reports.pictures.svg import COLOURS

_POINTS_PER_MM = 72 / 25.4


def draw(page: FPDF, picture: Picture) -> None:
    """As wide as the sheet lets it, from where the pen is; the pen goes below it."""
    scale = page.epw / picture.width
    left, top = page.l_margin, page.get_y()
    for shape in picture.shapes:
        _DRAW[type(shape)](page, shape, scale, left, top)
    page.set_xy(page.l_margin, top + picture.height * scale + 4)
    page.set_text_color(20, 32, 46)
    page.set_fill_color(255, 255, 255)  # or every other row of the table would have the last shape's colour
    page.set_line_width(0.2)


def _colour(ink: str, strength: float = 1.0) -> tuple[int, int, int]:
    """On white paper, a colour of some strength is a paler one."""
    name = COLOURS[ink]
    parts = [int(name[place : place + 2], 16) for place in (1, 3, 5)]
    red, green, blue = (round(255 - (255 - part) * strength) for part in parts)
    return red, green, blue


def _bar(page: FPDF, bar: Bar, scale: float, left: float, top: float) -> None:
    if bar.width <= 0 or bar.height <= 0:
        return
    page.set_fill_color(*_colour(bar.ink, bar.strength))
    page.rect(left + bar.x * scale, top + bar.y * scale, bar.width * scale, bar.height * scale, style="F")


def _stroke(page: FPDF, line: Stroke, scale: float, left: float, top: float) -> None:
    page.set_draw_color(*_colour(line.ink))
    page.set_line_width(line.width * scale)
    if line.dashed:
        page.set_dash_pattern(dash=5 * scale, gap=4 * scale)
    page.polyline([(left + x * scale, top + y * scale) for x, y in line.points])
    if line.dashed:
        page.set_dash_pattern()


def _patch(page: FPDF, patch: Patch, scale: float, left: float, top: float) -> None:
    page.set_fill_color(*_colour(patch.ink, patch.strength))
    page.polygon([(left + x * scale, top + y * scale) for x, y in patch.points], style="F")


def _dot(page: FPDF, dot: Dot, scale: float, left: float, top: float) -> None:
    page.set_fill_color(*_colour(dot.ink))
    page.circle(left + dot.x * scale, top + dot.y * scale, dot.radius * scale, style="F")


def _word(page: FPDF, word: Word, scale: float, left: float, top: float) -> None:
    page.set_font("noto", "B" if word.bold else "", word.size * scale * _POINTS_PER_MM)
    page.set_text_color(*_colour(word.ink))
    wide = page.get_string_width(word.text)
    back = {"start": 0.0, "middle": wide / 2, "end": wide}[word.anchor]
    page.text(left + word.x * scale - back, top + word.y * scale, word.text)


_DRAW: dict[type[Any], Any] = {Bar: _bar, Stroke: _stroke, Patch: _patch, Dot: _dot, Word: _word}
