"""The card of a service: what to bring and what not, fee, term. One touch leads on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import fit_label, icons  # noqa: F401 - used in the kv file
from kiosk.dispenser.offer_faces import CardFace, Section
from kiosk.touch.big_button import BigButton
from kiosk.touch.look import look

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class SectionCard(BoxLayout):
    section = ObjectProperty()
    words = StringProperty("")

    def __init__(self, section: Section, **kwargs: Any) -> None:
        bullet = "• " if len(section.lines) > 1 else ""
        super().__init__(section=section, words="\n".join(bullet + line for line in section.lines), **kwargs)


class CardScreen(BoxLayout):
    low_ready = True  # what can be touched stands at its foot
    face = ObjectProperty()

    def __init__(self, face: CardFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        for section in face.sections:
            hints = (_width(section), 1) if look.wide else (1, _height(section))
            self.ids.sections.add_widget(SectionCard(section, size_hint=hints))
        self.ids.ways.add_widget(BigButton(face=face.back, touched=touched, size_hint_x=0.4))
        self.ids.ways.add_widget(BigButton(face=face.go, touched=touched))


def _height(section: Section) -> float:
    """How much of the height a section needs beside the others: its heading, and its lines as they will break."""
    letters, heading = (46, 1.8) if look.text == 1 else (38, 1.6)
    return heading + sum(-(-len(line) // letters) for line in section.lines)


def _width(section: Section) -> float:
    """The same of the width, where the sections stand side by side."""
    return 1.0 + min(60, sum(len(line) for line in section.lines)) / 60
