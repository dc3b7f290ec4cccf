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
from kiosk.touch.refill import refill

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class MenuScreen(BoxLayout):
    low_ready = kept = True
    face = ObjectProperty(rebind=True)

    def __init__(self, face: MenuFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        self._ways = self.ids.ways.__self__
        self._back = BigButton(touched=touched, size_hint_x=0.4)
        self._beside = BoxLayout()
        look.follow(self._place_banner, "low")
        self._fill()

    def update(self, face: MenuFace) -> None:
        """Another level, or other words on this one."""
        self.face = face
        self._fill()

    def _fill(self) -> None:
        face, foot = self.face, self.ids.foot
        if bool(face.ways) != (self._ways.parent is not None):
            if face.ways:
                self.add_widget(self._ways)
            else:
                self.remove_widget(self._ways)
        self._place_banner()
        refill(self.ids.buttons, face.buttons, lambda: BigButton(touched=self._touched))
        for button in self.ids.buttons.children:
            button.note_letters, button.lists = (8 if face.tiles else 5.5), face.tiles
        if bool(face.back) != (self._back.parent is not None):
            for part in (self._back, self._beside):
                if face.back:
                    foot.add_widget(part)
                else:
                    foot.remove_widget(part)
        if face.back:
            self._back.face = face.back
            self._back.settle()
        if face.ways:  # in one size; where there are none, those of before stand aside with their row
            refill(self._ways, face.ways, lambda: BigButton(touched=self._touched, letters=8))

    def _place_banner(self, *_: object) -> None:
        """Below the buttons, for it may come while a finger is on its way; above them where their room is scarce."""
        banner = self.ids.banner.__self__
        place = len(self.children) - 2 if look.low else 2 if self.face.ways else 1
        if self.children.index(banner) != place:
            self.remove_widget(banner)
            self.add_widget(banner, index=place)
