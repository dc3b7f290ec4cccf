"""A code with the card, to be photographed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import qr  # noqa: F401 - used in the kv file
from kiosk.info.faces import CodeFace
from kiosk.info.screens import parts  # noqa: F401 - used in the kv file

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class CodeScreen(BoxLayout):
    face = ObjectProperty()

    def __init__(self, face: CodeFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self.ids.foot.show(face.ways, touched)
