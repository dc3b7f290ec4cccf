"""Reads numbers and windows off a picture of a board, letter by letter, by the shapes of the shipped font.

It knows where rows stand and nothing of what was to be drawn in them: an oracle that sees what a visitor sees.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from PIL import Image, ImageChops, ImageDraw, ImageFont

from display.board.layout import Box
from display.look import fonts

LETTERS = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ"
DIGITS = "0123456789"
SIZE = 40  # px: the height that glyphs are compared at
# Where number and window stand, of a row's width and height from above: with the zone beside them, on a board of one
# zone, and where the window stands under the number.
Part = tuple[float, float, float, float]
WITH_ZONE: tuple[Part, Part] = (0.1, 0, 0.48, 1), (0.595, 0, 0.785, 1)
ALONE: tuple[Part, Part] = (0.1, 0, 0.565, 1), (0.71, 0, 0.985, 1)
TWO_LINES: tuple[Part, Part] = (0.1, 0, 0.99, 0.5), (0.595, 0.5, 0.99, 1)


class Rows(Protocol):
    """As much of a `Place` as a reader needs."""

    @property
    def calls(self) -> tuple[Box, ...]: ...

    @property
    def two_lines(self) -> bool: ...


def calls_on(picture: Image.Image, place: Rows, *, zones: bool = True) -> list[tuple[str, str]]:
    """(number, window) of each row in which there is anything, from the top down."""
    found = []
    number_at, window_at = TWO_LINES if place.two_lines else WITH_ZONE if zones else ALONE
    for box in place.calls:
        number = read(_part(picture, box, number_at), LETTERS)
        if number:
            found.append((number, read(_part(picture, box, window_at), DIGITS)))
    return found


def heights_on(picture: Image.Image, place: Rows, *, zones: bool = True) -> list[int]:
    """How many px high the letters of each number and each window are."""
    parts = TWO_LINES if place.two_lines else WITH_ZONE if zones else ALONE
    boxes = [_ink(_part(picture, box, part)).getbbox() for box in place.calls for part in parts]
    return [box[3] - box[1] for box in boxes if box]


def read(picture: Image.Image, first: str) -> str:
    """The word in a picture of one line: its first sign one of `first`, digits after it. "" where there is no ink."""
    glyphs = _glyphs(_ink(picture))
    return "".join(_nearest(glyph, DIGITS if i else first) for i, glyph in enumerate(glyphs))


def _part(picture: Image.Image, box: Box, part: Part) -> Image.Image:
    left, high, right, low = part
    top = picture.height - box.top
    across = round(box.x + box.width * left), round(box.x + box.width * right)
    return picture.crop((across[0], round(top + box.height * high) + 2, across[1], round(top + box.height * low) - 2))


def _ink(picture: Image.Image) -> Image.Image:
    """White where a pixel is unlike the ground, by half of what the most unlike one is."""
    colours = picture.convert("RGB").getcolors(picture.width * picture.height) or []
    ground = max(colours)[1]
    unlike = ImageChops.difference(picture.convert("RGB"), Image.new("RGB", picture.size, ground)).convert("L")
    most = unlike.getextrema()[1]
    return unlike.point(lambda value: 255 if most > 60 and value > most / 2 else 0)


def _glyphs(ink: Image.Image) -> list[Image.Image]:
    """Each run of columns with ink in it, cut to the height of the whole line."""
    whole = ink.getbbox()
    if whole is None:
        return []
    line = ink.crop((0, whole[1], ink.width, whole[3]))
    columns = [line.crop((x, 0, x + 1, line.height)).getbbox() is not None for x in range(line.width)]
    runs, start = [], None
    for x, inked in enumerate([*columns, False]):
        if inked and start is None:
            start = x
        elif not inked and start is not None:
            runs.append((start, x))
            start = None
    return [line.crop((left, 0, right, line.height)) for left, right in runs if right - left > 1]


def _nearest(glyph: Image.Image, among: str) -> str:
    seen = _normal(glyph)
    return min(among, key=lambda sign: _unlikeness(seen, _template(sign)))


def _unlikeness(one: Image.Image, other: Image.Image) -> float:
    width = max(one.width, other.width)
    sheets = []
    for glyph in (one, other):
        sheet = Image.new("L", (width, SIZE))
        sheet.paste(glyph, ((width - glyph.width) // 2, 0))
        sheets.append(sheet)
    histogram = ImageChops.difference(*sheets).histogram()
    return sum(value * count for value, count in enumerate(histogram))


def _normal(glyph: Image.Image) -> Image.Image:
    """The same height for all; the width as the shape has it."""
    box = glyph.getbbox()
    assert box
    cut = glyph.crop((0, box[1], glyph.width, box[3]))
    return cut.resize((max(1, round(cut.width * SIZE / cut.height)), SIZE))


@lru_cache(maxsize=64)
def _template(sign: str) -> Image.Image:
    font = ImageFont.truetype(str(fonts.BOLD), 120)
    sheet = Image.new("L", (240, 240))
    ImageDraw.Draw(sheet).text((40, 20), sign, fill=255, font=font)
    box = sheet.getbbox()
    assert box
    return _normal(sheet.crop(box).point(lambda value: 255 if value > 127 else 0))
