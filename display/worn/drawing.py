"""The picture of these words, by Pillow alone: no X server, no OpenGL, a tenth of what a role reads of its card."""

from __future__ import annotations

from functools import cache

from PIL import Image, ImageDraw, ImageFont

from display.look import fonts
from display.look.fitting import Fitted, Measure, evened, fit
from display.look.palette import LIGHT, Colour
from display.worn.face import Piece, pieces

SMALLEST = 8


def draw(width: int, height: int) -> Image.Image:
    """An RGB picture of that size, in the hall's colours of what has stopped."""
    picture = Image.new("RGB", (width, height), _bytes(LIGHT.stop))
    pen = ImageDraw.Draw(picture)
    for piece in pieces(width, height):
        _write(pen, piece, width)
    return picture


def _write(pen: ImageDraw.ImageDraw, piece: Piece, width: int) -> None:
    measure, shown = _measure(piece.bold), fitted(piece)
    for number, line in enumerate(shown.lines):
        length, high = measure(line, shown.size)
        at = (round((width - length) / 2), round(piece.top + number * high))
        pen.text(at, line, font=_font(shown.size, bold=piece.bold), fill=_bytes(LIGHT.on_stop))


def fitted(piece: Piece) -> Fitted:
    """Its lines, and how large they are."""
    measure = _measure(piece.bold)
    return evened(
        fit(piece.words, piece.box, measure, max(piece.biggest, SMALLEST), SMALLEST), piece.words, piece.box, measure
    )


def _measure(bold: bool) -> Measure:  # noqa: FBT001
    def measure(text: str, size: int) -> tuple[float, float]:
        font = _font(size, bold=bold)
        return font.getlength(text), float(sum(font.getmetrics()))

    return measure


@cache
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.BOLD if bold else fonts.REGULAR), size, layout_engine=ImageFont.Layout.BASIC)


def _bytes(colour: Colour) -> tuple[int, int, int]:
    red, green, blue = (round(255 * each) for each in colour[:3])
    return red, green, blue
