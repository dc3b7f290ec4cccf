"""Where buttons stand: equal cells, row by row from the top, never nearer to each other than the gap. Pure."""

from __future__ import annotations

from typing import NamedTuple


class Cell(NamedTuple):
    """A place in px; `y` is its lower edge, counted from below, as Kivy counts."""

    x: float
    y: float
    width: float
    height: float


def cells(count: int, columns: int, box: tuple[float, float], gap: float, tallest: float) -> list[Cell]:
    """`count` cells in `columns` columns within a box (width, height); no cell is taller than `tallest`."""
    if count == 0:
        return []
    rows = -(-count // columns)
    width = (box[0] - gap * (columns - 1)) / columns
    height = min(tallest, (box[1] - gap * (rows - 1)) / rows)
    return [
        Cell((width + gap) * (n % columns), box[1] - height - (height + gap) * (n // columns), width, height)
        for n in range(count)
    ]
