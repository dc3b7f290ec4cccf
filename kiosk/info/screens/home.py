"""The first screen: whether the hall receives, the search, and everything else that can be asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import fit_label, icons  # noqa: F401 - used in the kv file
from kiosk.info.faces import HomeFace
from kiosk.touch import tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton
from kiosk.touch.refill import refill

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class StatusBar(BoxLayout):
    """Whether the hall receives: by a sign, by words, and by colour last."""

    words = StringProperty("")
    tone = StringProperty("plain")


class HomeScreen(BoxLayout):
    kept = True
    face = ObjectProperty(rebind=True)

    def __init__(self, face: HomeFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        self._fill()

    def update(self, face: HomeFace) -> None:
        """Other words, as when the hall opens: the buttons stay under the fingers."""
        self.face = face
        self._fill()

    def _fill(self) -> None:
        refill(self.ids.search, (self.face.search,), lambda: BigButton(touched=self._touched))
        refill(
            self.ids.buttons,
            self.face.buttons,
            lambda: BigButton(touched=self._touched, note_letters=7, lists=True),
        )
