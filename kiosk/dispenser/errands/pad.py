"""A pad of keys for what is typed sign by sign: a booking's code, a case number."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import NumericProperty, ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import fit_label  # noqa: F401 - used in the kv file
from kiosk.dispenser.errands.faces import PadFace
from kiosk.touch import keyboard  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton
from kiosk.touch.refill import refill

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class KeyPadScreen(BoxLayout):
    """Typing changes words; keys keep their widgets, so that a finger finds them as they were."""

    kept = True
    face = ObjectProperty(rebind=True)
    rows = NumericProperty(1)

    def __init__(self, face: PadFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self.ids.pad.show(face.keys, touched)
        self._touched = touched
        self._fill()

    def update(self, face: PadFace) -> None:
        """Another face of the same pad."""
        self.face = face
        self.ids.pad.show(face.keys)
        self._fill()

    def _fill(self) -> None:
        refill(self.ids.foot, (self.face.back, self.face.go), lambda: BigButton(touched=self._touched))
        self.ids.foot.children[-1].size_hint_x = 0.5
