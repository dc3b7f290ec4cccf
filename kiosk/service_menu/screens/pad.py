"""Where a technician types the code. Which digits were typed, nobody sees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import BooleanProperty, ObjectProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from display.look import fit_label  # noqa: F401 - used in the kv file
from kiosk.service_menu.faces import PadFace
from kiosk.touch import tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class Dot(Widget):
    """One digit of the code: typed, or not yet."""

    full = BooleanProperty(False)


class PadScreen(BoxLayout):
    face = ObjectProperty()

    def __init__(self, face: PadFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        for _ in range(face.length):
            self.ids.dots.add_widget(Dot())
        for key in face.keys:
            self.ids.digits.add_widget(BigButton(face=key, touched=touched))
        self.update(face)

    def update(self, face: PadFace) -> None:
        """One digit more or less: the keys stay where fingers find them."""
        self.face = face
        for number, dot in enumerate(reversed(self.ids.dots.children)):
            dot.full = number < face.typed
        for key, button in zip(face.keys, reversed(self.ids.digits.children), strict=True):
            button.face = key
