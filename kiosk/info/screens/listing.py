"""A listing: services, papers, news, windows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.info.faces import ListFace
from kiosk.info.screens import parts  # noqa: F401 - used in the kv file
from kiosk.touch import tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton
from kiosk.touch.refill import refill

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class ListScreen(BoxLayout):
    kept = True
    face = ObjectProperty(rebind=True)

    def __init__(self, face: ListFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        self._fill()

    def update(self, face: ListFace) -> None:
        """Another list, another page, or other words."""
        self.face = face
        self._fill()

    def _fill(self) -> None:
        refill(self.ids.rows, self.face.rows, lambda: BigButton(touched=self._touched))
        self.ids.foot.show(self.face.ways, self._touched)
