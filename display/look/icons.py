"""Icons as strokes in a unit square: Noto Sans has no arrows and no pictograms, and a missing letter is a crossed box."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, SmoothLine
from kivy.properties import ColorProperty, NumericProperty, OptionProperty
from kivy.uix.widget import Widget

Stroke = tuple[float, ...]  # x, y, x, y, … from the lower left corner

STROKES: dict[str, tuple[Stroke, ...]] = {
    "arrow-right": ((0.05, 0.5, 0.95, 0.5), (0.58, 0.87, 0.95, 0.5, 0.58, 0.13)),
    "arrow-left": ((0.95, 0.5, 0.05, 0.5), (0.42, 0.87, 0.05, 0.5, 0.42, 0.13)),
    "arrow-up": ((0.5, 0.05, 0.5, 0.95), (0.13, 0.58, 0.5, 0.95, 0.87, 0.58)),
    "arrow-down": ((0.5, 0.95, 0.5, 0.05), (0.13, 0.42, 0.5, 0.05, 0.87, 0.42)),
    "chevron-right": ((0.33, 0.9, 0.72, 0.5, 0.33, 0.1),),
    "check": ((0.08, 0.5, 0.38, 0.18, 0.93, 0.85),),
    "cross": ((0.12, 0.12, 0.88, 0.88), (0.12, 0.88, 0.88, 0.12)),
    "warning": ((0.5, 0.93, 0.03, 0.08, 0.97, 0.08, 0.5, 0.93), (0.5, 0.64, 0.5, 0.36), (0.5, 0.23, 0.5, 0.2)),
    "home": ((0.05, 0.48, 0.5, 0.92, 0.95, 0.48), (0.2, 0.42, 0.2, 0.08, 0.8, 0.08, 0.8, 0.42)),
    "printer": (
        (0.25, 0.68, 0.25, 0.95, 0.75, 0.95, 0.75, 0.68),
        (0.25, 0.28, 0.06, 0.28, 0.06, 0.68, 0.94, 0.68, 0.94, 0.28, 0.75, 0.28),
        (0.25, 0.42, 0.25, 0.05, 0.75, 0.05, 0.75, 0.42, 0.25, 0.42),
    ),
    "erase": (
        (0.02, 0.5, 0.32, 0.85, 0.98, 0.85, 0.98, 0.15, 0.32, 0.15, 0.02, 0.5),
        (0.5, 0.65, 0.78, 0.35),
        (0.5, 0.35, 0.78, 0.65),
    ),
    "search": ((0.62, 0.38, 0.95, 0.05),),
    "headset": (
        (0.1, 0.4, 0.1, 0.55, 0.2, 0.78, 0.36, 0.9, 0.5, 0.93, 0.64, 0.9, 0.8, 0.78, 0.9, 0.55, 0.9, 0.4),
        (0.1, 0.45, 0.26, 0.45, 0.26, 0.1, 0.1, 0.1, 0.1, 0.45),
        (0.9, 0.45, 0.74, 0.45, 0.74, 0.1, 0.9, 0.1, 0.9, 0.45),
    ),
    "clock": ((0.5, 0.78, 0.5, 0.5, 0.7, 0.36),),
}
_CIRCLES = {"clock": (0.5, 0.5, 0.44), "search": (0.4, 0.6, 0.35)}  # x, y, radius


class Icon(Widget):
    """One icon, as big a square as its box holds, in the middle of it. `weight`: stroke width as a share of it."""

    name = OptionProperty("arrow-right", options=list(STROKES))
    color = ColorProperty((0, 0, 0, 1))
    weight = NumericProperty(0.1)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for changed in ("pos", "size", "name", "color", "weight"):
            self.fbind(changed, self._draw)
        self._draw()

    def _draw(self, *_: object) -> None:
        self.canvas.clear()
        side = min(self.size)
        if side <= 0:
            return
        left, low = self.x + (self.width - side) / 2, self.y + (self.height - side) / 2
        pen = max(1.0, side * self.weight / 2)
        with self.canvas:
            Color(rgba=self.color)
            for stroke in STROKES[self.name]:
                points = [(low if i % 2 else left) + at * side for i, at in enumerate(stroke)]
                SmoothLine(points=points, width=pen)
            if self.name in _CIRCLES:
                x, y, radius = (part * side for part in _CIRCLES[self.name])
                SmoothLine(circle=(left + x, low + y, radius), width=pen)
