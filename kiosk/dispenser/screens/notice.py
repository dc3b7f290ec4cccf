"""What there is to say when there is nothing to choose: closed, suspended, no connection, no ticket."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import fit_label, icons  # noqa: F401 - used in the kv file
from kiosk.dispenser.frame import NoticeFace
from kiosk.touch.big_button import BigButton

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class NoticeScreen(BoxLayout):
    low_ready = True  # its only button stands at its foot
    face = ObjectProperty()

    def __init__(self, face: NoticeFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        if face.button:
            self.ids.foot.add_widget(BigButton(face=face.button, touched=touched))
