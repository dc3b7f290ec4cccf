"""What a technician can choose from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import fit_label  # noqa: F401 - used in the kv file
from kiosk.service_menu.faces import ItemsFace
from kiosk.touch import tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class ItemsScreen(BoxLayout):
    face = ObjectProperty()

    def __init__(self, face: ItemsFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        for button in face.buttons:
            self.ids.buttons.add_widget(BigButton(face=button, touched=touched, note_letters=3.5))
        for button in face.ways:
            self.ids.head.add_widget(BigButton(face=button, touched=touched))
