"""A listing: services, papers, news, windows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.info.faces import ListFace
from kiosk.info.screens import parts  # noqa: F401 - used in the kv file
from kiosk.touch import tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class ListScreen(BoxLayout):
    face = ObjectProperty()

    def __init__(self, face: ListFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        for row in face.rows:
            self.ids.rows.add_widget(BigButton(face=row, touched=touched))
        self.ids.foot.show(face.ways, touched)
