"""A floor of the hall, drawn: walls, windows, what else there is, where one stands and the way from there.

An open window is a filled square, one that does not receive an outlined and crossed one: the shape tells it without
the colour. The one that is looked for is bigger, with a ring around it.
"""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Ellipse, Line, Rectangle, RoundedRectangle
from kivy.uix.widget import Widget

from display.look.fit_label import FitLabel
from display.look.palette import Colour
from kiosk.info.faces import FloorFace, SpotMark, WindowMark
from kiosk.info.places.shape import Point
from kiosk.info.screens.signs import CIRCLES, SIGNS
from kiosk.touch.look import look

_SIDE = 2.5  # metres of a window's square
_SPOT = 1.9


class FloorView(Widget):
    """Shows a floor as large as its box allows."""

    def __init__(self, **kwargs: Any) -> None:
        # Once before the next frame, whatever changes until then.
        self._soon = Clock.create_trigger(self._draw, -1)
        super().__init__(**kwargs)
        self._face: FloorFace | None = None
        for changed in ("pos", "size"):
            self.fbind(changed, self._soon)
        look.follow(self._look_changes, "palette", "text")

    def show(self, face: FloorFace) -> None:
        if face != self._face:
            self._face = face
            self._soon()

    def _look_changes(self) -> None:
        self._soon()

    def _draw(self, *_: object) -> None:
        self.canvas.before.clear()
        self.clear_widgets()
        face = self._face
        if face is None or min(self.size) <= 0:
            return
        self._scale = min(self.width / face.size[0], self.height / face.size[1])
        self._left = self.center_x - face.size[0] * self._scale / 2
        self._low = self.center_y - face.size[1] * self._scale / 2
        with self.canvas.before:
            Color(*look.palette.card)
            Rectangle(pos=self._px((0, 0)), size=(face.size[0] * self._scale, face.size[1] * self._scale))
            for wall in face.walls:
                self._line(wall, look.palette.quiet, 0.9)
            if len(face.way) > 1:
                self._line(face.way, look.palette.accent, 1.6, dash=True)
        for room in face.rooms:
            self._label(room.label, room.at, look.palette.quiet, (12, 2.2), 7)
        for spot in face.spots:
            self._spot(spot)
        for window in face.windows:
            self._window(window)
        if face.here is not None:
            self._here(face.here, face.here_label)

    def _px(self, point: Point) -> tuple[float, float]:
        return self._left + point[0] * self._scale, self._low + point[1] * self._scale

    def _line(self, points: tuple[Point, ...], colour: Colour, mm: float, *, dash: bool = False) -> None:
        flat = [part for point in points for part in self._px(point)]
        Color(*colour)
        Line(points=flat, width=max(1.0, look.mm * mm / 2), cap="round", joint="round")
        if dash:  # dots along the way: it is told from a wall by more than its colour
            for point in points:
                x, y = self._px(point)
                Ellipse(pos=(x - look.mm * 1.5, y - look.mm * 1.5), size=(look.mm * 3, look.mm * 3))

    def _window(self, window: WindowMark) -> None:
        side = _SIDE * self._scale * (1.3 if window.chosen else 1)
        x, y = self._px(window.at)
        corner = x - side / 2, y - side / 2
        palette = look.palette
        ground, ink = (palette.accent, palette.on_accent) if window.open else (palette.card, palette.quiet)
        if window.chosen:
            ground, ink = (palette.warning, palette.on_warning)
        with self.canvas.before:
            if window.chosen:
                Color(*palette.ink)
                Line(circle=(x, y, side * 0.88), width=max(1.5, look.mm * 0.7))
            Color(*ground)
            RoundedRectangle(pos=corner, size=(side, side), radius=[side * 0.18])
            Color(*(palette.ink if window.chosen else palette.accent if window.open else palette.quiet))
            Line(rounded_rectangle=(*corner, side, side, side * 0.18), width=max(1.0, look.mm * 0.3))
            if window.open is False:
                Line(points=[*corner, x + side / 2, y + side / 2], width=max(1.0, look.mm * 0.3))
        self._label(str(window.number), window.at, ink, (_SIDE, _SIDE * 0.8), 9, bold=True)

    def _spot(self, spot: SpotMark) -> None:
        side = _SPOT * self._scale * (1.3 if spot.chosen else 1)
        x, y = self._px(spot.at)
        left, low = x - side / 2, y - side / 2
        palette = look.palette
        with self.canvas.before:
            if spot.chosen:
                Color(*palette.warning)
                RoundedRectangle(
                    pos=(left - side * 0.2, low - side * 0.2), size=(side * 1.4, side * 1.4), radius=[side * 0.3]
                )
                Color(*palette.ink)
                Line(circle=(x, y, side * 1.05), width=max(1.5, look.mm * 0.7))
            Color(*(palette.on_warning if spot.chosen else palette.ink))
            pen = max(1.0, side * 0.045)
            for stroke in SIGNS[spot.kind]:
                flat = [(low if i % 2 else left) + at * side for i, at in enumerate(stroke)]
                Line(points=flat, width=pen, cap="round", joint="round")
            if spot.kind in CIRCLES:
                across, up, radius = CIRCLES[spot.kind]
                Line(circle=(left + across * side, low + up * side, radius * side), width=pen)
        beside = -0.95 if spot.at[1] > _SPOT * 1.4 else 0.95  # words must not leave the floor
        below = spot.at[0], spot.at[1] + _SPOT * beside
        self._label(spot.label, below, palette.ink, (6.4, 1.5), 5.6)

    def _here(self, at: Point, words: str) -> None:
        x, y = self._px(at)
        palette = look.palette
        radius = look.mm * 4
        with self.canvas.before:
            Color(*palette.stop)
            Ellipse(pos=(x - radius, y - radius), size=(radius * 2, radius * 2))
            Color(*palette.on_stop)
            Line(circle=(x, y, radius * 0.5), width=max(1.0, look.mm * 0.5))
        self._label(words, (at[0], at[1] - 1.5), palette.stop, (7, 1.6), 7, bold=True)

    def _label(
        self, words: str, at: Point, colour: Colour, metres: tuple[float, float], letters: float, *, bold: bool = False
    ) -> None:
        label = FitLabel(
            words=words,
            color=colour,
            bold=bold,
            halign="center",
            biggest=look.mm * letters * min(look.text, 1.2),
            smallest=look.mm * 3,
            size_hint=(None, None),
            size=(metres[0] * self._scale, metres[1] * self._scale),
        )
        label.center = self._px(at)
        self.add_widget(label)
