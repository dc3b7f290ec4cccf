"""Thanks; or that this ticket has answered already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import fit_label, icons  # noqa: F401 - used in the kv file
from kiosk.survey.frame import ThanksFace
from kiosk.touch import big_button  # noqa: F401 - used in the kv file

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class ThanksScreen(BoxLayout):
    face = ObjectProperty()

    def __init__(self, face: ThanksFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self.ids.done.touched = touched
