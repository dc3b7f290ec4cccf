"""Nine crosses, one after the other: where does the panel think that it is touched?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.core.window import Window
from kivy.graphics import Color, Ellipse, Line, Rectangle
from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from display.look import fit_label  # noqa: F401 - used in the kv file
from kiosk.service_menu.calibration import Place
from kiosk.service_menu.faces import PointsFace
from kiosk.service_menu.inputs import Pointed
from kiosk.touch.look import look

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

_ARM_MM = 8.0


class PointsScreen(Widget):
    """The place counts where the finger leaves: whoever aims slides a little."""

    face = ObjectProperty()

    def __init__(self, face: PointsFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        self.fbind("size", self._draw)
        self.fbind("pos", self._draw)
        self._draw()

    def _draw(self, *_: object) -> None:
        self.canvas.before.clear()
        with self.canvas.before:
            Color(*look.palette.card)
            Rectangle(pos=self.pos, size=self.size)
            Color(*look.palette.accent)
            for place in self.face.touched:
                x, y = self._px(place)
                Ellipse(pos=(x - look.mm, y - look.mm), size=(look.mm * 2, look.mm * 2))
            Color(*look.palette.stop)
            x, y = self._px(self.face.target)
            arm, pen = look.mm * _ARM_MM, max(1.0, look.mm * 0.25)
            Line(points=(x - arm, y, x + arm, y), width=pen)
            Line(points=(x, y - arm, x, y + arm), width=pen)
            Line(circle=(x, y, arm * 0.6), width=pen)

    def _px(self, place: tuple[float, float]) -> tuple[float, float]:
        return self.x + place[0] * self.width, self.y + place[1] * self.height

    def on_touch_down(self, touch: Any) -> bool:
        touch.grab(self)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self._touched(Pointed(Place(touch.x / Window.width, touch.y / Window.height)))
        return True
