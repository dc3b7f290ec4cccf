"""Where number, arrow, window and zone stand in a call's row: in one line, or the window under the number. Pure.

A row that is too narrow for a number as high as its readers need gets two lines, in which the number has the whole
width. Boxes are counted from the row's own lower left corner, so that a row that moves keeps them.
"""

from __future__ import annotations

from msgspec import Struct

from display.board.layouts.shape import Lines
from display.board.reading import CALL_LETTERS, CAPITAL
from display.look.box import Box

# Of the font's size, in the shipped bold: "Ж000" (few letters are wider), and a window of two digits.
NUMBER, WINDOW = 2.75, 1.15
TAIL = 0.2  # of a line's height: numbers have no tails, so a line may be as high as its letters, and its box higher
BADGE, NUMBER_AT = 0.055, 0.105  # of the width: the middle of the mark's square, and where the number begins


class CallParts(Struct, frozen=True):
    """`badge`: the mark's square. `desk`: the word for a window, where it stands in the row; `zone`: beside or under it."""

    badge: Box
    number: Box
    arrow: Box
    window: Box
    zone: Box
    desk: Box
    letters: float  # px: the font's size at the most
    two_lines: bool


def parts(width: float, height: float, *, two_lines: bool, zone: bool) -> CallParts:
    """The boxes of a row of this size. `zone`: calls tell it."""
    return _over(width, height, zone=zone) if two_lines else _beside(width, height, zone=zone)


def in_two_lines(wanted: Lines, width: float, height: float, capital: float, *, zone: bool) -> bool:
    """Whether rows of this size are read from farther in two lines, and have to be, for capitals of so many px."""
    if wanted != "auto":
        return wanted == "two"
    one = highest(width, height, two_lines=False, zone=zone)
    return one < capital and highest(width, height, two_lines=True, zone=zone) > one


def highest(width: float, height: float, *, two_lines: bool, zone: bool) -> float:
    """The highest capitals, in px, that number and window can both have in such a row."""
    row = parts(width, height, two_lines=two_lines, zone=zone)
    return min(row.letters, row.number.width / NUMBER, row.window.width / WINDOW) * CAPITAL


def _beside(width: float, height: float, *, zone: bool) -> CallParts:
    tall, low = height * (1 + 2 * TAIL), -height * TAIL
    return CallParts(
        badge=_badge(width, 0.0, height),
        number=Box(width * NUMBER_AT, low, width * (0.37 if zone else 0.45), tall),
        arrow=Box(width * (0.495 if zone else 0.58), height * 0.22, width * 0.08, height * 0.56),
        window=Box(width * (0.6 if zone else 0.72), low, width * (0.18 if zone else 0.26), tall),
        zone=Box(width * 0.79, 0.0, width * 0.2, height),
        desk=Box(0.0, 0.0, 0.0, 0.0),
        letters=height * CALL_LETTERS,
        two_lines=False,
    )


def _over(width: float, height: float, *, zone: bool) -> CallParts:
    line = height / 2
    tall, low = line * (1 + 2 * TAIL), -line * TAIL
    return CallParts(
        badge=_badge(width, line, line),
        number=Box(width * NUMBER_AT, line + low, width * 0.88, tall),
        arrow=Box(width * 0.44, line * 0.22, width * 0.12, line * 0.56),
        window=Box(width * 0.6, low, width * 0.385, tall),
        zone=Box(width * NUMBER_AT, line * 0.08, width * 0.32, line * 0.4),
        desk=Box(width * NUMBER_AT, line * (0.48 if zone else 0.2), width * 0.32, line * (0.4 if zone else 0.6)),
        letters=line * CALL_LETTERS,
        two_lines=True,
    )


def _badge(width: float, y: float, line: float) -> Box:
    side = min(line * 0.54, width * 0.078)
    return Box(width * BADGE - side / 2, y + (line - side) / 2, side, side)
