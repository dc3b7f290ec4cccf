"""The priority step: who goes faster and with which document, and who needs an accessible window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.dispenser.frame import VisitorFace
from kiosk.touch import tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class VisitorScreen(BoxLayout):
    low_ready = True
    face = ObjectProperty()

    def __init__(self, face: VisitorFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        for each in face.classes:
            self.ids.classes.add_widget(BigButton(face=each, touched=touched))
        if face.need:
            self.ids.need.add_widget(BigButton(face=face.need, touched=touched))
        self.ids.ways.add_widget(BigButton(face=face.back, touched=touched, size_hint_x=0.4))
        self.ids.ways.add_widget(BigButton(face=face.go, touched=touched))
