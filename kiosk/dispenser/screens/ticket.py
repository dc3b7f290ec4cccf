"""The ticket: the number, and what a visitor wants to know next. On paper too, or to be photographed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import qr  # noqa: F401 - used in the kv file
from kiosk.dispenser.frame import TicketFace
from kiosk.touch import big_button  # noqa: F401 - used in the kv file

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class FactRow(BoxLayout):
    label = StringProperty("")
    value = StringProperty("")


class TicketScreen(BoxLayout):
    low_ready = True  # its only button stands at its foot
    face = ObjectProperty()

    def __init__(self, face: TicketFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        for fact in face.facts:
            self.ids.facts.add_widget(FactRow(label=fact.label, value=fact.value))
        self.ids.done.touched = touched
