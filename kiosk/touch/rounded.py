"""The shape of everything that is pressed: a rounded frame, and the ground within its rim."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, RoundedRectangle

from kiosk.touch.look import look


class Rounded:
    """Stands below what `on` (a `Pressing`) draws, as large as that, with corners of `radius` mm."""

    def __init__(self, on: Any, radius: float) -> None:
        self._on, self._radius = on, radius
        with on.canvas.before:
            self._frame_colour = Color()
            self._frame = RoundedRectangle()
            self._ground_colour = Color()
            self._ground = RoundedRectangle()

    def paint(self) -> None:
        self._frame_colour.rgba, self._ground_colour.rgba = self._on.frame, self._on.ground

    def place(self) -> None:
        on, rim, radius = self._on, self._on.rim, look.mm * self._radius
        self._frame.pos, self._frame.size, self._frame.radius = on.pos, on.size, [radius]
        self._ground.pos = on.x + rim, on.y + rim
        self._ground.size = on.width - rim * 2, on.height - rim * 2
        self._ground.radius = [radius - rim]
