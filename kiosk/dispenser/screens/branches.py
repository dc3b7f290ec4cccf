"""The other halls of the city: how busy they are, and how old that is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import fit_label  # noqa: F401 - used in the kv file
from kiosk.dispenser.offer_faces import BranchesFace, BranchRow
from kiosk.touch import tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class BranchCard(BoxLayout):
    row = ObjectProperty()

    def __init__(self, row: BranchRow, **kwargs: Any) -> None:
        super().__init__(row=row, **kwargs)


class BranchesScreen(BoxLayout):
    low_ready = True  # what can be touched stands at its foot
    face = ObjectProperty()

    def __init__(self, face: BranchesFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        for row in face.rows:
            self.ids.rows.add_widget(BranchCard(row))
        self.ids.foot.add_widget(BigButton(face=face.back, touched=touched, size_hint_x=0.4))
        self.ids.foot.add_widget(BoxLayout())
