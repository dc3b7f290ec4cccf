"""The on-screen keyboard, and the line that shows what is typed.

Keys keep their places and their widgets; typing changes faces at most. One label a key: forty whole buttons would
take longer to make than a visitor should wait for a screen.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.lang import Builder
from kivy.properties import NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.layout import Layout

from display.look.fit_label import FitLabel
from display.look.icons import Icon
from kiosk.touch.key_places import key_places
from kiosk.touch.keyboard_face import KeyboardFace
from kiosk.touch.look import look
from kiosk.touch.pressing import Pressing
from kiosk.touch.rounded import Rounded

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class KeyCap(Pressing, FitLabel):
    """One key: a letter, a word, or a drawn sign."""

    def __init__(self, **kwargs: Any) -> None:
        self._sign: Icon | None = None
        # Once before the next frame, whatever changes until then.
        self._anew = Clock.create_trigger(self._show, -1)
        super().__init__(bold=True, halign="center", **kwargs)
        self._rounded = Rounded(self, 2.5)
        for changed in ("face", "pos", "size", "ground", "frame", "ink", "rim"):
            self.fbind(changed, self._anew)
        look.follow(self._look_changes, "mm", "text", "least")
        self._anew()

    def _look_changes(self) -> None:
        self._anew()

    def _show(self, *_: object) -> None:
        self._rounded.paint()
        self._rounded.place()
        self.words, self.color = self.face.label, self.ink
        self.biggest = look.mm * (12 * look.text if len(self.face.label) == 1 else 7.6 * min(look.text, 1.4))
        self.smallest = look.least
        self._draw_sign()

    def _draw_sign(self) -> None:
        if not self.face.icon:
            if self._sign:
                self.remove_widget(self._sign)
                self._sign = None
            return
        if not self._sign:
            self._sign = Icon()
            self.add_widget(self._sign)
        side = min(look.mm * 9, *self.size)
        self._sign.name, self._sign.color = self.face.icon, self.ink
        self._sign.size, self._sign.center = (side, side), self.center


class Keyboard(Layout):
    """Shows a `KeyboardFace` over its whole width."""

    gap = NumericProperty(0)

    def __init__(self, face: KeyboardFace | None = None, **kwargs: Any) -> None:
        self._touched: Callable[[Any], None] = kwargs.pop("touched", lambda _press: None)
        super().__init__(**kwargs)
        self._face = KeyboardFace((), 1)
        for changed in ("pos", "size", "gap", "children"):
            self.fbind(changed, self._trigger_layout)
        if face:
            self.show(face)

    def show(self, face: KeyboardFace, touched: Callable[[Any], None] | None = None) -> None:
        """Other keys, or the same with other words."""
        self._touched = touched or self._touched
        if face == self._face and touched is None:
            return
        self._face = face
        keys = [key for row in face.rows for key in row]
        while len(self.children) > len(keys):
            self.remove_widget(self.children[0])
        while len(self.children) < len(keys):
            self.add_widget(KeyCap())
        for cap, key in zip(reversed(self.children), keys, strict=True):
            cap.face, cap.touched = key.face, self._touched
        self._trigger_layout()

    def do_layout(self, *_: object) -> None:
        places = key_places(self._face, (self.width, self.height), self.gap)
        for cap, cell in zip(reversed(self.children), places, strict=True):
            cap.pos = (self.x + cell.x, self.y + cell.y)
            cap.size = (cell.width, cell.height)


class TypedLine(BoxLayout):
    """What is typed, with the place of the next letter; `hint` while it is nothing."""

    typed = StringProperty("")
    hint = StringProperty("")
