"""The moment between the touch and the ticket."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import fit_label  # noqa: F401 - used in the kv file
from kiosk.dispenser.frame import IssuingFace

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class IssuingScreen(BoxLayout):
    low_ready = True  # its only button stands at its foot
    """Stands still: an animation would cost more than the answer takes."""

    face = ObjectProperty()

    def __init__(self, face: IssuingFace, touched: Callable[[Any], None], **kwargs: Any) -> None:  # noqa: ARG002 - as all screens
        super().__init__(face=face, **kwargs)
