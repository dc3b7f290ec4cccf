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

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class StatusBar(BoxLayout):
    """Whether the hall receives: by a sign, by words, and by colour last."""

    words = StringProperty("")
    tone = StringProperty("plain")


class HomeScreen(BoxLayout):
    face = ObjectProperty(rebind=True)

    def __init__(self, face: HomeFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self.ids.search.add_widget(BigButton(face=face.search, touched=touched))
        for button in face.buttons:
            self.ids.buttons.add_widget(BigButton(face=button, touched=touched, note_letters=7, lists=True))
        self._touched = touched

    def update(self, face: HomeFace) -> None:
        """Other words, as when the hall opens: the buttons stay under the fingers."""
        self.face = face
        buttons = self.ids.buttons
        if len(buttons.children) != len(face.buttons):
            buttons.clear_widgets()
            for _ in face.buttons:
                buttons.add_widget(BigButton(touched=self._touched, note_letters=7, lists=True))
        for widget, button in zip(reversed(buttons.children), face.buttons, strict=True):
            widget.face = button
        self.ids.search.children[0].face = face.search
