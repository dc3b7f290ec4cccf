"""A picture on which a screen that cuts its edges is found out: frames at the very edge and further in, and arrows."""

from __future__ import annotations

from pathlib import Path

from kivy.graphics import Color, Line, Mesh, Rectangle
from kivy.lang import Builder
from kivy.properties import StringProperty
from kivy.uix.widget import Widget

from display.look import fit_label  # noqa: F401 - edge_pattern.kv names its widget

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

_WHITE, _FURTHER = (1, 1, 1), ((0.025, (1.0, 0.8, 0.2)), (0.05, (1.0, 0.4, 0.3)))  # shares that televisions cut


class EdgePattern(Widget):
    """`name`: of the appliance. Whoever sees four white lines and the tips of four arrows sees all of the screen."""

    name = StringProperty("")
    pixels = StringProperty("")

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.fbind("size", self._draw)
        self.fbind("pos", self._draw)
        self._draw()

    def _draw(self, *_: object) -> None:
        self.pixels = f"{self.width:.0f} × {self.height:.0f}"
        self.canvas.before.clear()
        with self.canvas.before:
            Color(0, 0, 0)
            Rectangle(pos=self.pos, size=self.size)
            for share, colour in _FURTHER:
                Color(*colour)
                self._frame(self.width * share, self.height * share)
            Color(*_WHITE)
            self._frame(1, 1)
            for way in ((0, 1), (0, -1), (1, 0), (-1, 0)):
                self._arrow(*way)

    def _frame(self, across: float, up: float) -> None:
        Line(rectangle=(self.x + across, self.y + up, self.width - 2 * across, self.height - 2 * up), width=1)

    def _arrow(self, across: int, up: int) -> None:
        """Its tip is the last pixel in the middle of an edge."""
        long, wide = min(self.size) * 0.05, min(self.size) * 0.02
        x, y = self.center_x + across * self.width / 2, self.center_y + up * self.height / 2
        ends = [(x - across * long + up * w, y - up * long + across * w) for w in (-wide, wide)]
        points = [(x, y), *ends]
        Mesh(vertices=[part for point in points for part in (*point, 0, 0)], indices=[0, 1, 2], mode="triangles")
