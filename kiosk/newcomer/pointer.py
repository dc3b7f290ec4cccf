"""An arrow where the mouse is: the X server of an appliance has none, since most have no mouse."""

from __future__ import annotations

from typing import Any

from kivy.core.window import Window
from kivy.graphics import Color, InstructionGroup, Line, Triangle

from kiosk.touch.look import look

TALL, BROAD = 9.0, 6.0  # mm


class Pointer:
    """Above everything in the window. `is_meant`: a mouse is plugged in; a finger needs no arrow."""

    def __init__(self) -> None:
        self.is_meant = False
        self._drawn = InstructionGroup()
        Window.canvas.after.add(self._drawn)
        Window.bind(mouse_pos=self._move)

    def _move(self, _window: Any, at: tuple[float, float]) -> None:
        self._drawn.clear()
        if not self.is_meant:
            return
        (x, y), tall, broad = at, look.mm * TALL, look.mm * BROAD
        points = (x, y, x, y - tall, x + broad, y - tall * 0.7)
        self._drawn.add(Color(*look.palette.ink))
        self._drawn.add(Triangle(points=points))
        self._drawn.add(Color(*look.palette.ground))
        self._drawn.add(Line(points=points, close=True, width=max(1.0, look.mm * 0.3)))
