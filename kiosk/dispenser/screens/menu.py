"""The service menu, on all its levels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.dispenser.offer_faces import MenuFace
from kiosk.touch import tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton
from kiosk.touch.look import look

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class MenuScreen(BoxLayout):
    low_ready = True
    face = ObjectProperty()

    def __init__(self, face: MenuFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        if not face.ways:
            self.remove_widget(self.ids.ways.__self__)
        look.follow(self._place_banner, "low")
        self._place_banner()
        for button in face.buttons:
            self.ids.buttons.add_widget(
                BigButton(face=button, touched=touched, note_letters=8 if face.tiles else 5.5, lists=face.tiles)
            )
        if face.back:
            self.ids.foot.add_widget(BigButton(face=face.back, touched=touched, size_hint_x=0.4))
            self.ids.foot.add_widget(BoxLayout())
        for way in face.ways:
            self.ids.ways.add_widget(BigButton(face=way, touched=touched, letters=8))  # one size for all of them

    def _place_banner(self, *_: object) -> None:
        """Below the buttons, for it may come while a finger is on its way; above them where their room is scarce."""
        banner = self.ids.banner.__self__
        self.remove_widget(banner)
        below = 2 if self.face.ways else 1
        self.add_widget(banner, index=len(self.children) - 1 if look.low else below)
