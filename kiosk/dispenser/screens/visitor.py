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
from kiosk.touch.refill import refill

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class VisitorScreen(BoxLayout):
    low_ready = kept = True
    face = ObjectProperty(rebind=True)

    def __init__(self, face: VisitorFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        self._fill()

    def update(self, face: VisitorFace) -> None:
        """Another service, or another way of going on."""
        self.face = face
        self._fill()

    def _fill(self) -> None:
        face = self.face
        refill(self.ids.classes, face.classes, self._button)
        refill(self.ids.need, (face.need,) if face.need else (), self._button)
        refill(self.ids.ways, (face.back, face.go), self._button)
        self.ids.ways.children[-1].size_hint_x = 0.4

    def _button(self) -> BigButton:
        return BigButton(touched=self._touched)
