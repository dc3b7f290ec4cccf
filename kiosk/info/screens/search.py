"""Search: what is typed, what is found, and the keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.info.faces import SearchFace
from kiosk.info.screens import parts  # noqa: F401 - used in the kv file
from kiosk.touch import keyboard, tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton
from kiosk.touch.refill import refill

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class FindScreen(BoxLayout):
    """Stands still while somebody types: only what is found changes."""

    kept = True
    face = ObjectProperty(rebind=True)

    def __init__(self, face: SearchFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        self.ids.keyboard.show(face.keyboard, touched)
        self._fill(None, face)

    def update(self, face: SearchFace) -> None:
        before, self.face = self.face, face
        self.ids.keyboard.show(face.keyboard)
        self._fill(before, face)

    def _fill(self, before: SearchFace | None, face: SearchFace) -> None:
        if before is None or before.results != face.results:
            refill(self.ids.results, face.results, lambda: BigButton(touched=self._touched))
        if before is None or before.ways != face.ways:
            self.ids.foot.show(face.ways, self._touched)
