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
from kiosk.touch.refill import refill

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class SectionCard(BoxLayout):
    section = ObjectProperty(rebind=True)
    words = StringProperty("")

    def __init__(self, section: Section, **kwargs: Any) -> None:
        super().__init__(section=section, **kwargs)
        self.show(section)

    def show(self, section: Section) -> None:
        self.section = section
        bullet = "• " if len(section.lines) > 1 else ""
        self.words = "\n".join(bullet + line for line in section.lines)
        self.size_hint = (_width(section), 1) if look.wide else (1, _height(section))


class CardScreen(BoxLayout):
    low_ready = True  # what can be touched stands at its foot
    kept = True
    face = ObjectProperty(rebind=True)

    def __init__(self, face: CardFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        self._fill()

    def update(self, face: CardFace) -> None:
        """The card of another service, or in other words."""
        self.face = face
        self._fill()

    def _fill(self) -> None:
        face, place = self.face, self.ids.sections
        while len(place.children) > len(face.sections):
            place.remove_widget(place.children[0])
        for card, section in zip(reversed(place.children), face.sections, strict=False):
            card.show(section)
        for section in face.sections[len(place.children) :]:
            place.add_widget(SectionCard(section))
        refill(self.ids.ways, (face.back, face.go), lambda: BigButton(touched=self._touched))
        self.ids.ways.children[-1].size_hint_x = 0.4


def _height(section: Section) -> float:
    """How much of the height a section needs beside the others: its heading, and its lines as they will break."""
    letters, heading = (46, 1.8) if look.text == 1 else (38, 1.6)
    return heading + sum(-(-len(line) // letters) for line in section.lines)


def _width(section: Section) -> float:
    """The same of the width, where the sections stand side by side."""
    return 1.0 + min(60, sum(len(line) for line in section.lines)) / 60
