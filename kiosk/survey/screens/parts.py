"""What the questions share: the title with its note, and the ways on and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import fit_label  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton
from kiosk.touch.faces import ButtonFace

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class Asked(BoxLayout):
    title = StringProperty("")
    note = StringProperty("")


class Ways(BoxLayout):
    """The row at the foot; a lone way back does not fill it."""

    def show(self, ways: tuple[ButtonFace, ...], touched: Callable[[Any], None]) -> None:
        faces = [child.face for child in reversed(self.children) if isinstance(child, BigButton)]
        if faces == list(ways):
            return
        if len(faces) == len(ways) > 0:
            buttons = [child for child in reversed(self.children) if isinstance(child, BigButton)]
            for button, face in zip(buttons, ways, strict=True):
                button.face = face
            return
        self.clear_widgets()
        for way in ways:
            self.add_widget(BigButton(face=way, touched=touched))
        if len(ways) == 1:
            self.add_widget(BoxLayout(size_hint_x=1.6), index=0 if ways[0].icon == "arrow-left" else 1)
