"""Icons as strokes in a unit square: Noto Sans has no arrows and no pictograms, and a missing letter is a crossed box."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, InstructionGroup, SmoothLine
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
        # Once before the next frame, whatever changes until then.
        soon = Clock.create_trigger(self._draw, -1)
        super().__init__(**kwargs)
        with self.canvas:
            self._ink = Color(rgba=self.color)
        self._strokes = InstructionGroup()
        self.canvas.add(self._strokes)
        for changed in ("pos", "size", "name", "weight"):
            self.fbind(changed, soon)
        self.fbind("color", self._tint)
        soon()

    def _tint(self, *_: object) -> None:
        self._ink.rgba = self.color

    def _draw(self, *_: object) -> None:
        self._strokes.clear()
        side = min(self.size)
        if side > 0:
            corner = self.x + (self.width - side) / 2, self.y + (self.height - side) / 2
            draw_icon(self._strokes, self.name, corner, side, self.weight)


def draw_icon(
    where: InstructionGroup, name: str, corner: tuple[float, float], side: float, weight: float = 0.1
) -> None:
    """Add the strokes of an icon to `where`, in a square of `side` px whose lower left corner is `corner`."""
    left, low = corner
    pen = max(1.0, side * weight / 2)
    for stroke in STROKES[name]:
        points = [(low if i % 2 else left) + at * side for i, at in enumerate(stroke)]
        where.add(SmoothLine(points=points, width=pen))
    if name in _CIRCLES:
        x, y, radius = (part * side for part in _CIRCLES[name])
        where.add(SmoothLine(circle=(left + x, low + y, radius), width=pen))
