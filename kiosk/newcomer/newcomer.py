"""The one screen of a box without a role. `kivy_setup.prepare` must have run before this file is imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.lang import Builder
from kivy.properties import BooleanProperty, ColorProperty, ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import fit_label  # noqa: F401 - used in the kv file
from display.look.palette import Colour, Palette
from kiosk.newcomer.face import Face
from kiosk.newcomer.roles import Roles
from kiosk.touch.look import look

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

BLINK, BLINKS = 0.5, 20  # seconds of each phase, and phases: ten seconds, and slower than what hurts


def colours(face: Face, palette: Palette, *, turned: bool) -> tuple[Colour, Colour]:
    """Ground and ink. `turned`: the other phase of a blink."""
    grounds = {
        "calm": (palette.ground, palette.ink),
        "good": (palette.accent, palette.on_accent),
        "bad": (palette.stop, palette.on_stop),
    }
    return (palette.call, palette.on_call) if turned and face.tone == "calm" else grounds[face.tone]


class NewcomerScreen(BoxLayout):
    """`wants` is told each role that somebody touches, "" when it is taken back."""

    face = ObjectProperty(rebind=True)
    turned = BooleanProperty(defaultvalue=False)
    ground = ColorProperty((1, 1, 1, 1))
    ink = ColorProperty((0, 0, 0, 1))

    def __init__(self, face: Face, wants: Callable[[str], None] = lambda _role: None, **kwargs: Any) -> None:
        self._left = 0
        self._blinking: Any = None
        super().__init__(face=face, **kwargs)
        self.roles: Roles = self.ids.roles
        self.roles.touched = wants
        self.bind(face=self._show, turned=self._colour)
        self._show()

    def _show(self, *_: object) -> None:
        self.roles.show(self.face.roles, self.face.choose)
        self._colour()

    def identify(self) -> None:
        """Blink: it is me."""
        self._left = BLINKS
        if self._blinking is None:
            self._blinking = Clock.schedule_interval(self._blink, BLINK)
            self._blink(0.0)

    def _blink(self, _: float) -> None:
        self._left -= 1
        self.turned = self._left > 0 and not self.turned
        if self._left <= 0:
            self._blinking.cancel()
            self._blinking = None

    def _colour(self, *_: object) -> None:
        self.ground, self.ink = colours(self.face, look.palette, turned=self.turned)
