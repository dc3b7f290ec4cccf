"""A question with choices: one touch each, or boxes to be ticked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.survey.frame import ChoicesFace
from kiosk.survey.screens import parts  # noqa: F401 - used in the kv file
from kiosk.touch import tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton
from kiosk.touch.look import look
from kiosk.touch.refill import refill

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

MANY = 4  # choices, from which on their letters are smaller, so that all of them are of one size
_FEW, _MANY = 11, 8  # mm


class ChoicesOver(BoxLayout):
    """The question, its choices, and the ways below."""

    face = ObjectProperty(rebind=True)


class ChoicesBeside(BoxLayout):
    """The question and the ways on the left, the choices on the right."""

    face = ObjectProperty(rebind=True)


class ChoicesScreen(BoxLayout):
    """Stands still while boxes of one question are ticked."""

    kept = True

    def __init__(self, face: ChoicesFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._touched = touched
        self._laid = ChoicesBeside(face=face) if look.short else ChoicesOver(face=face)
        self.add_widget(self._laid)
        self._fill(face)

    def update(self, face: ChoicesFace) -> None:
        self._laid.face = face
        self._fill(face)

    def _fill(self, face: ChoicesFace) -> None:
        choices = self._laid.ids.choices
        refill(choices, face.choices, lambda: BigButton(touched=self._touched))
        for button in choices.children:
            button.letters = _FEW if len(face.choices) <= MANY else _MANY
        self._laid.ids.ways.show(face.ways, self._touched)
