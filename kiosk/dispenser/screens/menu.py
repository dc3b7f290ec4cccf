"""The service menu: both of its levels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.dispenser.frame import MenuFace
from kiosk.touch import tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class MenuScreen(BoxLayout):
    face = ObjectProperty()

    def __init__(self, face: MenuFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        for button in face.buttons:
            self.ids.buttons.add_widget(BigButton(face=button, touched=touched, note_letters=8 if face.tiles else 5.5))
        if face.back:
            self.ids.foot.add_widget(BigButton(face=face.back, touched=touched, size_hint_x=0.4))
            self.ids.foot.add_widget(BoxLayout())
