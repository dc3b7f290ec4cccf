"""What several screens of the terminal have: the title, the note below it, the foot with the ways.

Kivy knows a class by its name alone, whoever has it: the terminal's parts bear the terminal's name.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from display.look.fit_label import FitLabel
from kiosk.info.faces import Ways
from kiosk.touch.big_button import BigButton
from kiosk.touch.tiling import Tiling

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class InfoTitle(BoxLayout):
    """`told`: which page of how many."""

    words = StringProperty("")
    told = StringProperty("")


class InfoNote(FitLabel):
    """A line below the title, or nothing."""


class InfoFoot(Tiling):
    """The way back and home on the left, the pages on the right: always at the same places."""

    paged = BooleanProperty(False)

    def show(self, ways: Ways, touched: Callable[[Any], None]) -> None:
        faces = [ways.back, ways.home, ways.earlier, ways.later]
        self.paged = ways.later is not None
        self.clear_widgets()
        for face in faces:
            if face:
                self.add_widget(BigButton(face=face, touched=touched, letters=8.4))
