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
from kiosk.touch.refill import refill

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class Asked(BoxLayout):
    title = StringProperty("")
    note = StringProperty("")


class Ways(BoxLayout):
    """The row at the foot; a lone way back does not fill it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._beside = BoxLayout(size_hint_x=1.6)

    def show(self, ways: tuple[ButtonFace, ...], touched: Callable[[Any], None]) -> None:
        if self._beside.parent:
            self.remove_widget(self._beside)
        refill(self, ways, lambda: BigButton(touched=touched))
        if len(ways) == 1:
            self.add_widget(self._beside, index=0 if ways[0].icon == "arrow-left" else 1)
