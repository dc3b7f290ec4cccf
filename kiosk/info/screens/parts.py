"""What several screens of the terminal have: the title, the note below it, the foot with the ways.

Kivy knows a class by its name alone, whoever has it: the terminal's parts bear the terminal's name.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from display.look.fit_label import FitLabel
from kiosk.info.faces import Ways
from kiosk.touch.big_button import BigButton
from kiosk.touch.refill import refill
from kiosk.touch.tiling import Tiling

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class InfoTitle(BoxLayout):
    """`told`: which page of how many."""

    words = StringProperty("")
    told = StringProperty("")


class InfoNote(FitLabel):
    """A line below the title, or nothing. `always`: the height that it has with words and without."""

    always = NumericProperty(0)


class InfoFoot(Tiling):
    """The way back and home on the left, the pages on the right: always at the same places."""

    paged = BooleanProperty(False)

    def show(self, ways: Ways, touched: Callable[[Any], None]) -> None:
        faces = [face for face in (ways.back, ways.home, ways.earlier, ways.later) if face]
        self.paged = ways.later is not None
        refill(self, faces, lambda: BigButton(touched=touched, letters=8.4))
