"""A question that is answered in one's own words, with the on-screen keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.survey.frame import WordsFace
from kiosk.survey.screens import parts  # noqa: F401 - used in the kv file
from kiosk.touch import keyboard  # noqa: F401 - used in the kv file
from kiosk.touch.look import look

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class Written(BoxLayout):
    typed = StringProperty("")
    hint = StringProperty("")


class OwnWordsOver(BoxLayout):
    """The question, what is written, the keys, and the ways below."""

    face = ObjectProperty(rebind=True)


class OwnWordsBeside(BoxLayout):
    """The ways beside what is written."""

    face = ObjectProperty(rebind=True)


class OwnWordsScreen(BoxLayout):
    """Stands still while somebody types: only what is typed changes."""

    kept = True

    def __init__(self, face: WordsFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._touched = touched
        self._laid = OwnWordsBeside(face=face) if look.short else OwnWordsOver(face=face)
        self.add_widget(self._laid)
        self._laid.ids.keyboard.show(face.keyboard, touched)
        self._laid.ids.ways.show(face.ways, touched)

    def update(self, face: WordsFace) -> None:
        self._laid.face = face
        self._laid.ids.keyboard.show(face.keyboard)
        self._laid.ids.ways.show(face.ways, self._touched)
