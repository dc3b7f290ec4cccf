"""Nobody is asked: which window this is, and what the tablet is for; or what everybody must know."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import fit_label, icons  # noqa: F401 - used in the kv file
from kiosk.survey.frame import RestFace

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class RestScreen(BoxLayout):
    kept = True
    face = ObjectProperty(rebind=True)

    def __init__(self, face: RestFace, _touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)

    def update(self, face: RestFace) -> None:
        """Other words, or what everybody must know."""
        self.face = face
