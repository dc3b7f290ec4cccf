"""A question that is answered in one's own words, with the on-screen keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.survey.frame import WordsFace
from kiosk.survey.screens import parts  # noqa: F401 - used in the kv file
from kiosk.touch import keyboard  # noqa: F401 - used in the kv file

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class OwnWordsScreen(BoxLayout):
    """Stands still while somebody types: only what is typed changes."""

    face = ObjectProperty(rebind=True)

    def __init__(self, face: WordsFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        self.ids.keyboard.show(face.keyboard, touched)
        self.ids.ways.show(face.ways, touched)

    def update(self, face: WordsFace) -> None:
        self.face = face
        self.ids.keyboard.show(face.keyboard)
        self.ids.ways.show(face.ways, self._touched)
