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

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

MANY = 4  # choices, from which on their letters are smaller, so that all of them are of one size
_FEW, _MANY = 11, 8  # mm


class ChoicesScreen(BoxLayout):
    """Stands still while boxes of one question are ticked."""

    face = ObjectProperty(rebind=True)

    def __init__(self, face: ChoicesFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        self._fill()

    def update(self, face: ChoicesFace) -> None:
        self.face = face
        self._fill()

    def _fill(self) -> None:
        choices = self.ids.choices
        if len(choices.children) != len(self.face.choices):
            choices.clear_widgets()
            for _ in self.face.choices:
                choices.add_widget(
                    BigButton(touched=self._touched, letters=_FEW if len(self.face.choices) <= MANY else _MANY)
                )
        for button, face in zip(reversed(choices.children), self.face.choices, strict=True):
            if button.face != face:
                button.face = face
        self.ids.ways.show(self.face.ways, self._touched)
