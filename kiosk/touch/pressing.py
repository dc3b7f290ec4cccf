"""What everything that is pressed does: shows its face in the palette's colours, and acts when the finger leaves it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Line
from kivy.properties import ColorProperty, NumericProperty, ObjectProperty
from kivy.uix.behaviors import ButtonBehavior

from display.look.palette import Colour, Palette
from kiosk.touch.faces import ButtonFace
from kiosk.touch.look import look

AFTERGLOW = 0.2  # seconds

_EMPTY = ButtonFace("", None)

# kind -> ground, frame, words, note: tokens of the palette
_COLOURS = {
    "card": ("card", "edge", "ink", "quiet"),
    "box": ("card", "edge", "ink", "quiet"),
    "ticked": ("card", "accent", "accent", "accent"),
    "primary": ("accent", "accent", "on_accent", "on_accent"),
    "chosen": ("accent", "accent", "on_accent", "on_accent"),
    "bar": ("bar", "rule", "on_bar", "on_bar"),
    "quiet": ("ground", "accent", "accent", "accent"),
}
_DOWN = ("pressed", "pressed", "on_accent", "on_accent")
_DEAD = ("ground", "rule", "quiet", "quiet")


def colours(face: ButtonFace, palette: Palette, *, down: bool) -> tuple[Colour, ...]:
    """Ground, frame, words and note of a button."""
    tokens = _DEAD if face.press is None else _DOWN if down else _COLOURS[face.kind]
    return tuple(getattr(palette, token) for token in tokens)


class Pressing(ButtonBehavior):
    """Mixed into a widget: calls `touched` with its face's press when a finger that came down on it leaves it there."""

    face = ObjectProperty(_EMPTY, rebind=True)
    touched: Callable[[Any], None] | None = None
    ground = ColorProperty((0, 0, 0, 0))
    frame = ColorProperty((0, 0, 0, 0))
    ink = ColorProperty((0, 0, 0, 0))
    quiet = ColorProperty((0, 0, 0, 0))
    rim = NumericProperty(1)

    def __init__(self, **kwargs: Any) -> None:
        self.touched = kwargs.pop("touched", None)
        super().__init__(**kwargs)
        self._ringed = False
        self._pressed: Any = None
        self.fbind("face", self._colour)
        self.fbind("state", self._touched_or_left)
        look.follow(self._colour, "palette")
        look.follow(self._ring, "focus")
        for changed in ("face", "pos", "size", "ground"):
            self.fbind(changed, self._ring)
        self._colour()
        self._ring()

    def _colour(self, *_: object) -> None:
        self.rim = look.mm * (1.0 if self.face.kind == "ticked" else 0.5)
        self.ground, self.frame, self.ink, self.quiet = colours(self.face, look.palette, down=self.state == "down")

    def _ring(self, *_: object) -> None:
        """What the keys of the pad are at: a light ring within a dark one, one of which is seen on any ground."""
        ringed = look.focus is not None and look.focus == self.face
        if not ringed and not self._ringed:
            return
        self._ringed = ringed
        self.canvas.after.remove_group("focus")
        if ringed:
            with self.canvas.after:
                for colour, width, out in ((look.palette.on_focus, 2.2, 1.2), (look.palette.focus, 1.2, 1.2)):
                    Color(*colour, group="focus")
                    box = (self.x - look.mm * out, self.y - look.mm * out)
                    size = (self.width + look.mm * out * 2, self.height + look.mm * out * 2)
                    Line(rounded_rectangle=(*box, *size, look.mm * 3.5), width=look.mm * width / 2, group="focus")

    def _touched_or_left(self, *_: object) -> None:
        # A button keeps its colour for a moment after the finger. What follows from it is drawn at once instead of
        # waiting for a frame that would only show the button let go.
        if self.state == "down":
            self._colour()
        else:
            Clock.schedule_once(self._colour, AFTERGLOW)

    def settle(self) -> None:
        """It stands on another screen from now on, and does not glow for what was pressed on the last."""
        self._colour()

    def on_press(self) -> None:
        self._pressed = self.face.press

    def on_release(self) -> None:
        # A face that changed under the finger is not what the visitor wanted.
        if self.touched and self.face.press is not None and self._pressed == self.face.press:
            self.touched(self.face.press)
