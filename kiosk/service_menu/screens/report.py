"""What was found out, line by line, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ColorProperty, NumericProperty, ObjectProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from display.look import fit_label, icons  # noqa: F401 - used in the kv file
from kiosk.service_menu.faces import LineFace, ReportFace
from kiosk.service_menu.frame import rows_of
from kiosk.touch import tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton
from kiosk.touch.look import look

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

# mark -> ground and ink, tokens of the palette
_COLOURS = {
    "good": ("accent", "on_accent"),
    "warn": ("warning", "on_warning"),
    "bad": ("stop", "on_stop"),
    "plain": ("ground", "ink"),
}


class LineRow(BoxLayout):
    face = ObjectProperty()
    rows = NumericProperty(1)
    row = NumericProperty(0)
    ground = ColorProperty()
    ink = ColorProperty()

    def __init__(self, face: LineFace, **kwargs: Any) -> None:
        super().__init__(face=face, rows=rows_of(bool(face.remedy)), **kwargs)
        look.follow(self._colour, "palette")
        self._colour()

    def _colour(self, *_: object) -> None:
        self.ground, self.ink = (getattr(look.palette, token) for token in _COLOURS[self.face.mark])


class ReportScreen(BoxLayout):
    face = ObjectProperty()
    row = NumericProperty(0)

    def __init__(self, face: ReportFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        for each in face.lines:
            row = LineRow(each)
            self.bind(row=row.setter("row"))
            self.ids.lines.add_widget(row)
        self.ids.lines.add_widget(Widget())
        for button in face.buttons:
            self.ids.buttons.add_widget(BigButton(face=button, touched=touched))
