"""How large letters must be for whoever is some metres away, and how many rows of them there is room for. Pure.

EN 301 549, 5.1.4, asks for capitals of 0.7 degrees of view where a text cannot be enlarged: 12 mm for every metre. A
board is held to it for what its rows are for: the number and the window, the line's letter, people and time.
"""

from __future__ import annotations

from math import floor, hypot, radians, tan

from msgspec import Struct

DEGREES = 0.7
CAPITAL = 0.714  # of the font's size: Noto Sans
CALL_LETTERS = 0.95  # a call's font size, of its row's height
LINE_LETTERS = 0.68  # the same of a line's letter, people and time
MM_PER_INCH = 25.4


class Screen(Struct, frozen=True):
    """`inches`: its diagonal."""

    width: int
    height: int
    inches: float = 43.0

    def capital(self, metres: float) -> float:
        """How many px high capitals must be for a reader at this distance."""
        mm = metres * 1000 * tan(radians(DEGREES))
        return mm * hypot(self.width, self.height) / (self.inches * MM_PER_INCH)

    def metres(self, capital: float) -> float:
        """From how far capitals of so many px can be read."""
        return capital / self.capital(1.0)


def least_row(capital: float, letters: float) -> float:
    """The lowest row, in px, with capitals of so many px."""
    return capital / (letters * CAPITAL)


def rows_in(room: float, least: float, gap: float, *, first: float = 1.0, most: int = 20) -> int:
    """How many rows of `least` px fit, the first of them `first` times as high. At least one, at most `most`."""
    if least <= 0:
        return most
    fit = floor((room - (first - 1) * least + gap) / (least + gap) + 1e-9)
    return max(1, min(most, fit))
