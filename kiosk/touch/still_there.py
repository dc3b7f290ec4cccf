"""The question before going home: a card over the dimmed screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.anchorlayout import AnchorLayout

from display.look import fit_label  # noqa: F401 - used in the kv file
from kiosk.touch import big_button  # noqa: F401 - used in the kv file
from kiosk.touch.faces import StillThereFace

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class StillThere(AnchorLayout):
    """Covers everything: no touch reaches what is below it."""

    face = ObjectProperty()

    def __init__(self, face: StillThereFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        for name in ("stay", "leave"):
            self.ids[name].touched = touched

    def on_touch_down(self, touch: Any) -> bool:
        super().on_touch_down(touch)
        return True
