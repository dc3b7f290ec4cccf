"""The map of the hall: where a window is, and what is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import BooleanProperty, ObjectProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from display.look import fit_label  # noqa: F401 - used in the kv file
from kiosk.info.faces import MapFace
from kiosk.info.screens import floor, parts  # noqa: F401 - used in the kv file
from kiosk.touch import tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton
from kiosk.touch.refill import refill

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class LegendMark(Widget):
    """What a window looks like that receives (filled), or does not."""

    filled = BooleanProperty(False)


class MapScreen(BoxLayout):
    kept = True
    face = ObjectProperty(rebind=True)

    def __init__(self, face: MapFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        self.update(face)

    def update(self, face: MapFace) -> None:
        """Another floor, another window, or one that has opened."""
        self.face = face
        self.ids.floor.show(face.picture)
        for name, buttons in (("floors", face.floors), ("tools", face.tools)):
            refill(self.ids[name], buttons, lambda: BigButton(touched=self._touched))
        self.ids.foot.show(face.ways, self._touched)
