"""Where buttons stand: equal cells, row by row from the top, never nearer to each other than the gap."""

from __future__ import annotations

from typing import Any, NamedTuple

from kivy.properties import NumericProperty
from kivy.uix.layout import Layout


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


class Tiling(Layout):
    """Lays its children out in `cells`. `tallest`: a lone button should not fill a screen."""

    columns = NumericProperty(1)
    gap = NumericProperty(0)
    tallest = NumericProperty(1e6)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for changed in ("pos", "size", "columns", "gap", "tallest", "children"):
            self.fbind(changed, self._trigger_layout)

    def do_layout(self, *_: object) -> None:
        children = list(reversed(self.children))
        places = cells(len(children), int(self.columns), (self.width, self.height), self.gap, self.tallest)
        for child, cell in zip(children, places, strict=True):
            child.pos = (self.x + cell.x, self.y + cell.y)
            child.size = (cell.width, cell.height)
