"""Two lines as a picture of one bit a dot, in the letters of the screens: controllers of displays know no «і», «ї», «є», «ґ»."""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from display import look
from office.button_box.two_lines.lines import Lines

WIDTH = 128
_ROOM = WIDTH - 4  # dots of a line: letters that touch the edge are taken for cut
_FOLDER = Path(look.__path__[0]) / "fonts"
# Parts of the height: where the line under the upper one begins, and the letters of each.
_UPPER, _LOWER = 0.55, 0.45
_LETTERS = 0.86  # of a line's height
_CAPITAL = 0.71  # of a letter's size: how high a capital is
_BELOW = 0.24  # of a letter's size: how far «ц», «р», «у» hang below the others
_SMALLEST = 9  # dots: below it nobody reads them


def drawn(lines: Lines, height: int) -> Image.Image:
    """A picture of `WIDTH` x `height` dots. A line that has no room is set in smaller letters, and cut at the very end."""
    picture = Image.new("1", (WIDTH, height))
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1"  # each dot is lit or dark: grey edges would become holes
    middle = round(height * _UPPER)
    _line(pen, lines.upper, "NotoSans-Bold.ttf", 0, middle)
    _line(pen, lines.lower, "NotoSans-Regular.ttf", middle, height - middle)
    return picture


def fits(text: str, height: int, *, upper: bool) -> bool:
    """Whether `text` has room in its line."""
    room = round(height * (_UPPER if upper else _LOWER))
    return _font("NotoSans-Bold.ttf" if upper else "NotoSans-Regular.ttf", text, room).getlength(text) <= _ROOM


def _line(pen: ImageDraw.ImageDraw, text: str, face: str, top: int, room: int) -> None:
    font = _font(face, text, room)
    while text and font.getlength(text) > _ROOM:
        text = text[:-2] + "…" if len(text) > 2 else ""  # noqa: PLR2004 - the letter before the mark
    ground = top + (room + font.size * (_CAPITAL - _BELOW)) / 2
    pen.text(
        (WIDTH / 2, min(round(ground), top + room - ceil(font.size * _BELOW))), text, font=font, fill=1, anchor="ms"
    )


@lru_cache(maxsize=64)
def _font(face: str, text: str, room: int) -> ImageFont.FreeTypeFont:
    size = max(_SMALLEST, int(room * _LETTERS))
    while True:
        font = ImageFont.truetype(_FOLDER / face, size)
        if size <= _SMALLEST or font.getlength(text) <= _ROOM:
            return font
        size -= 1
