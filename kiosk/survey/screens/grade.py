"""A question that one touch on a face answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.graphics import Color, Ellipse, SmoothLine
from kivy.lang import Builder
from kivy.properties import ColorProperty, NumericProperty, ObjectProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.survey.frame import GradeFace
from kiosk.survey.screens import parts  # noqa: F401 - used in the kv file
from kiosk.survey.screens.mood_lines import mood_lines
from kiosk.touch import tiling  # noqa: F401 - used in the kv file
from kiosk.touch.pressing import Pressing
from kiosk.touch.refill import refill

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class Mood(Widget):
    """A drawn face, from 0 (awful) to 1 (excellent): told by its shape, whatever its colour."""

    mood = NumericProperty(1.0)
    color = ColorProperty((0, 0, 0, 1))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for changed in ("pos", "size", "mood", "color"):
            self.fbind(changed, self._draw)
        self._draw()

    def _draw(self, *_: object) -> None:
        self.canvas.clear()
        side = min(self.size)
        if side <= 0:
            return
        left, low = self.center_x - side / 2, self.center_y - side / 2
        pen = max(1.2, side * 0.028)
        with self.canvas:
            Color(rgba=self.color)
            SmoothLine(circle=(self.center_x, self.center_y, side * 0.46), width=pen)
            for x in (0.34, 0.66):
                eye = side * 0.09
                Ellipse(pos=(left + x * side - eye / 2, low + 0.60 * side - eye / 2), size=(eye, eye))
            for stroke in mood_lines(self.mood):
                points = [(low if i % 2 else left) + at * side for i, at in enumerate(stroke)]
                SmoothLine(points=points, width=pen)


class GradeButton(Pressing, BoxLayout):
    """A face over its word."""

    mood = NumericProperty(1.0)


class GradeScreen(BoxLayout):
    kept = True
    face = ObjectProperty(rebind=True)

    def __init__(self, face: GradeFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        self._fill()

    def update(self, face: GradeFace) -> None:
        """Another question, or other words."""
        self.face = face
        self._fill()

    def _fill(self) -> None:
        grades = self.ids.grades
        refill(grades, [grade.button for grade in self.face.grades], lambda: GradeButton(touched=self._touched))
        for button, grade in zip(reversed(grades.children), self.face.grades, strict=True):
            button.mood = grade.mood
        self.ids.ways.show(self.face.ways, self._touched)
