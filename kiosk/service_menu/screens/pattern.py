"""Pictures on which a fault of the screen is seen: edges, plain colours, steps of grey, letters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.graphics import Color, Line, Rectangle
from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from display.look import fit_label  # noqa: F401 - used in the kv file
from kiosk.service_menu.faces import PatternFace
from kiosk.service_menu.inputs import Seen
from kiosk.touch.look import look

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

_PLAIN = {
    "white": (1, 1, 1),
    "black": (0, 0, 0),
    "red": (1, 0, 0),
    "green": (0, 1, 0),
    "blue": (0, 0, 1),
    "letters": (1, 1, 1),
}
_STEPS = 16


class PatternScreen(Widget):
    """Any touch goes on, when the finger leaves."""

    face = ObjectProperty()

    def __init__(self, face: PatternFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        self.fbind("size", self._draw)
        self.fbind("pos", self._draw)
        self._draw()

    def _draw(self, *_: object) -> None:
        self.canvas.before.clear()
        with self.canvas.before:
            match self.face.kind:
                case "edges":
                    self._edges()
                case "greys":
                    self._greys()
                case kind:
                    Color(*_PLAIN[kind])
                    Rectangle(pos=self.pos, size=self.size)

    def _edges(self) -> None:
        """A frame one pixel from each edge, and a grid of centimetres."""
        Color(0, 0, 0)
        Rectangle(pos=self.pos, size=self.size)
        Color(0.35, 0.35, 0.35)
        step = look.mm * 10
        for n in range(1, int(self.width / step) + 1):
            Rectangle(pos=(self.x + n * step, self.y), size=(1, self.height))
        for n in range(1, int(self.height / step) + 1):
            Rectangle(pos=(self.x, self.y + n * step), size=(self.width, 1))
        Color(1, 1, 1)
        Line(rectangle=(self.x + 1, self.y + 1, self.width - 2, self.height - 2), width=1)

    def _greys(self) -> None:
        for n in range(_STEPS):
            Color(*[n / (_STEPS - 1)] * 3)
            Rectangle(pos=(self.x, self.y + self.height * n / _STEPS), size=(self.width, self.height / _STEPS + 1))

    def on_touch_down(self, touch: Any) -> bool:
        touch.grab(self)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self._touched(Seen())
        return True
