"""Lays buttons out in equal cells, row by row from the top."""

from __future__ import annotations

from typing import Any

from kivy.properties import NumericProperty
from kivy.uix.layout import Layout

from kiosk.touch.cells import cells


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
