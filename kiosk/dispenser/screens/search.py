"""Search: what is typed, what was found, and the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import fit_label  # noqa: F401 - used in the kv file
from kiosk.dispenser.offer_faces import SearchFace
from kiosk.touch import keyboard, tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton
from kiosk.touch.look import look
from kiosk.touch.refill import refill

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class SearchScreen(BoxLayout):
    """Stays while one types: a letter changes what was found, not the keys."""

    kept = True
    face = ObjectProperty(rebind=True)

    def __init__(self, face: SearchFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        if look.wide:  # over the keys; the list has all the height beside them
            line = self.ids.line.__self__
            self.ids.upper.remove_widget(line)
            self.ids.lower.add_widget(line, index=2)
        self._back = BigButton(touched=touched, size_hint_x=0.4)
        self.ids.foot.add_widget(self._back)
        self.ids.foot.add_widget(BoxLayout())
        self._fill()

    def update(self, face: SearchFace) -> None:
        self.face = face
        self._fill()

    def _fill(self) -> None:
        self._back.face = self.face.back
        self.ids.keyboard.show(self.face.keyboard, self._touched)
        self._back.settle()
        refill(self.ids.results, self.face.results, lambda: BigButton(touched=self._touched, lists=True))
