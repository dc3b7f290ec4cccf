"""What a box may want to be, as buttons: two in a row, at least 20 mm each. `kivy_setup.prepare` must have run before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.graphics import Color, InstructionGroup
from kivy.lang import Builder
from kivy.properties import ColorProperty, NumericProperty, ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from display.look.fit_label import common_size
from display.look.icons import draw_icon
from kiosk.touch.faces import ButtonFace
from kiosk.touch.look import look
from kiosk.touch.pressing import Pressing
from kiosk.touch.rounded import Rounded
from kiosk.touch.sizes import GAP, TARGET

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

COLUMNS = 2
LOW, HIGH = 26.0, 44.0  # mm of a button as they are read; it is never lower than a target
LETTERS, CAPTION, CAPTION_SMALL, SPACING = 9.0, 8.0, 5.5, 2.0  # mm
TICK, CORNER = 5.0, 2.0  # mm of the tick, and from it to the corner
STEPS = {"tab": 1, "down": 1, "right": 1, "up": -1, "left": -1}


class RoleButton(Pressing, BoxLayout):
    """Its role in two languages, and a tick in the corner when it is the one that is wanted."""

    letters = NumericProperty(20)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._rounded = Rounded(self, 3)
        self._tick = InstructionGroup()
        self.canvas.after.add(self._tick)
        for changed in ("pos", "size", "rim", "ground", "frame", "ink", "face"):
            self.fbind(changed, self._draw)
        self._draw()

    def _draw(self, *_: object) -> None:
        self._rounded.place()
        self._rounded.paint()
        self._tick.clear()
        if self.face.kind == "chosen":
            side, off = look.mm * TICK, look.mm * (TICK + CORNER)
            self._tick.add(Color(*self.ink))
            draw_icon(self._tick, "check", (self.x + self.width - off, self.y + self.height - off), side, weight=0.16)


class Roles(BoxLayout):
    """`show` none, or always the same roles. `touched` is told the press of one that was pressed. `least_width` and
    `least_height`: px that it needs.
    """

    choose = ObjectProperty(("", ""))
    ink = ColorProperty((0, 0, 0, 1))
    caption = NumericProperty(0)
    gap = NumericProperty(0)
    least_width = NumericProperty(0)
    least_height = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        self.touched: Callable[[str], None] = lambda _role: None
        self._buttons: list[RoleButton] = []
        self._at: int | None = None
        super().__init__(**kwargs)
        self.fbind("size", self.fit)
        for changed in ("mm", "finger", "wide"):
            look.follow(self.fit, changed)

    def show(self, faces: tuple[ButtonFace, ...], choose: tuple[str, str]) -> None:
        self.choose = choose
        if len(faces) != len(self._buttons):
            self._at = None
            self._buttons = [
                RoleButton(touched=lambda role: self.touched(role), size_hint_y=None)  # noqa: PLW0108 - it comes later
                for _ in faces
            ]
            self.ids.grid.clear_widgets()
            for button in self._buttons:
                self.ids.grid.add_widget(button)
            self.fit()
        for button, face in zip(self._buttons, faces, strict=True):
            button.face = face
        self._ring()
        self.fit()

    @property
    def _gap(self) -> float:
        return float(look.finger / TARGET * GAP)

    def key(self, name: str) -> bool:
        """A key of whatever types; True: it was meant for the buttons."""
        if not self._buttons:
            return False
        if name in STEPS:
            self._at = (self._at + STEPS[name]) % len(self._buttons) if self._at is not None else min(0, STEPS[name])
            self._ring()
        elif name == "enter" and self._at is not None:
            self.touched(self._buttons[self._at].face.press)
        else:
            return False
        return True

    def _ring(self) -> None:
        look.focus = self._buttons[self._at].face if self._at is not None else None

    def fit(self, *_: object) -> None:
        """All in letters of one size, as large as the longest word allows."""
        rows = -(-len(self._buttons) // COLUMNS)
        self.gap, self.caption = self._gap, look.mm * (CAPTION_SMALL if look.small else CAPTION) if rows else 0
        beside = self.caption * 2.4 + look.mm * SPACING * 4 + self._gap * (rows - 1)
        low = max(look.finger, look.mm * LOW)
        self.least_width = COLUMNS * look.finger + self._gap if rows else 0
        self.least_height = rows * low + beside if rows else 0
        if not rows:
            return
        high = max(low, min((self.height - beside) / rows, look.mm * HIGH)) if look.wide else low
        words = (self.width - self._gap) / COLUMNS - look.mm * 4, (high - look.mm * 8) * 0.6
        letters = look.mm * LETTERS
        if min(words) > 0:
            labels = [button.face.label for button in self._buttons]
            letters = common_size(labels, (int(words[0]), int(words[1])), letters, bold=True)
        for button in self._buttons:
            button.height, button.letters = high, letters
