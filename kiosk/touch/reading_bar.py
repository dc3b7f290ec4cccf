"""The strip at the foot of every touch screen: languages, bigger letters, contrast, reach. Within everybody's reach."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import NumericProperty
from kivy.uix.gridlayout import GridLayout

from kiosk.touch.big_button import BigButton
from kiosk.touch.faces import ReadingFace
from kiosk.touch.look import look
from kiosk.touch.refill import refill

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class ReadingBar(GridLayout):
    """Its buttons stay, and get new faces."""

    count = NumericProperty(0)
    lines = NumericProperty(1)

    def __init__(self, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fbind("height", self._tell_height)
        self._tell_height()
        self._touched = touched

    def _tell_height(self, *_: object) -> None:
        look.bar = self.height

    def show(self, face: ReadingFace) -> None:
        ways = (face.large_button, face.contrast_button, face.low_button)
        # Whoever listens needs other buttons; there is no room for both.
        faces = [*face.languages, *(face.speech or (each for each in ways if each))]
        faces += [face.help_button] if face.help_button else []
        self.count = len(faces)
        refill(self, faces, lambda: BigButton(touched=self._touched))
