"""A slip as a picture of black and white dots, as wide as the paper is."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

from display.look import fonts
from kiosk.printing.layout import QUIET, Box, Extent, Face, lay_out
from kiosk.printing.slip import Slip

_FILES: dict[Face, Path] = {"regular": fonts.REGULAR, "bold": fonts.BOLD}
_WHITE = 255
_DARK = 128  # of 255: below it a grey dot is black


def draw(slip: Slip, paper_mm: int) -> Image.Image:
    """The slip as a 1-bit picture (0 is black), 384 dots wide for 58 mm paper, 576 for 80 mm."""
    code = segno.make(slip.qr, error="m", micro=False, boost_error=False) if slip.qr else None
    layout = lay_out(slip, paper_mm, len(code.matrix) if code else 0, measure)
    picture = Image.new("1", (layout.width, layout.height), _WHITE)
    pen = ImageDraw.Draw(picture)
    for bar in layout.bars:
        pen.rectangle((bar.x, bar.y, bar.x + bar.width - 1, bar.y + bar.height - 1), fill=_WHITE * bar.white)
    for words in layout.words:
        above = measure(words.text, words.face, words.size).above
        picture.paste(
            _WHITE * words.white, (words.x, words.y - above), _ink(words.text, words.face, words.size, words.width)
        )
    if code:
        picture.paste(_code(code, layout.qr, layout.module), (layout.qr.x, layout.qr.y))
    return picture


@lru_cache(maxsize=4096)
def measure(text: str, face: Face, size: int) -> Extent:
    """How much room `text` takes; see `layout.Measure`."""
    _, above, right, below = _font(face, size).getbbox(text, mode="1", anchor="ls")
    return Extent(max(0, round(right)), max(0, round(-above)), max(0, round(below)))


@lru_cache(maxsize=256)  # most lines of a slip are on the next one too, and drawing letters is the slow part
def _ink(text: str, face: Face, size: int, width: int) -> Image.Image:
    """Where the letters of `text` are black, in whole dots: grey edges would be ragged ones on paper.

    Narrowed where it is wider than `width`: no condensed face is shipped for the sake of one line.
    """
    extent = measure(text, face, size)
    narrow = extent.width > width
    ink = Image.new("L" if narrow else "1", (extent.width or 1, extent.above + extent.below or 1), 0)
    ImageDraw.Draw(ink).text((0, extent.above), text, font=_font(face, size), fill=255, anchor="ls")
    if not narrow:
        return ink
    return ink.resize((width, ink.height), Image.Resampling.BILINEAR).point(_black, mode="1")


def _black(level: int) -> int:
    return _WHITE if level >= _DARK else 0


def _code(code: segno.QRCode, place: Box, module: int) -> Image.Image:
    """The code with its quiet zone, each module `module` dots."""
    side = len(code.matrix)
    small = Image.frombytes("L", (side, side), bytes(0 if dark else _WHITE for row in code.matrix for dark in row))
    picture = Image.new("1", (place.width, place.height), _WHITE)
    grown = small.resize((side * module, side * module), Image.Resampling.NEAREST).convert("1")
    picture.paste(grown, (QUIET * module, QUIET * module))
    return picture


@cache
def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    # The basic engine: the same dots on every machine, with or without libraqm.
    return ImageFont.truetype(str(_FILES[face]), size, layout_engine=ImageFont.Layout.BASIC)
