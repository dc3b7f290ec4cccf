"""How much of a report, and how many items, a screen has room for. Pure."""

from __future__ import annotations

from msgspec import Struct

ROW_MM = 24.0  # a line of a report; two with what to do about it. Less on a low screen, which must have three
TILE_MM, GAP_MM = 28.0, 4.0
FEWEST_ROWS = 3
WIDE_MM = 300.0  # a lying screen that has room for four columns
# mm of a lying and a standing screen that are not lines of a report, or not items.
_AROUND_LINES = {True: 102.0, False: 154.0}
_AROUND_ITEMS = {True: 84.0, False: 90.0}

_LARGER_BARS = {True: 30.0, False: 66.0}


class Room(Struct, frozen=True):
    """`rows` of a report, and items in so many `columns`, `tiles` of them at once."""

    rows: int
    columns: int
    tiles: int

    @classmethod
    def of(cls, width: float, height: float, mm: float, *, large: bool = False) -> Room:
        """Of a screen of so many px, `mm` of which are a millimetre, read with `large` letters or not."""
        lying = width > height
        high = height / mm - (_LARGER_BARS[lying] if large else 0)
        columns = (4 if width / mm > WIDE_MM else 3) if lying else 2
        tiers = max(1, int((high - _AROUND_ITEMS[lying] + GAP_MM) / (TILE_MM + GAP_MM)))
        rows = max(FEWEST_ROWS, int((high - _AROUND_LINES[lying]) / ROW_MM))
        return cls(rows, columns, columns * tiers)
