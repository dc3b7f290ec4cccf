"""The rows of a board: each knows the palette, stands where it is put, and draws letters only when its words change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from display.board.call_row import parts
from display.look import fit_label, icons, qr  # noqa: F401 - strips.kv names their widgets
from display.look.box import Box
from display.look.palette import LIGHT

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class Strip(Widget):
    """A row: it knows the palette, and stands where it is put."""

    look = ObjectProperty(LIGHT)

    def put(self, box: Box) -> None:
        self.pos, self.size = box[:2], box[2:]

    def say(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)

    def make_ahead(self) -> int:
        """Make the letters now, of a row that is not on the screen yet. Returns the bytes that they have."""
        return sum(child.make_ahead() for child in self.children if isinstance(child, fit_label.FitLabel))


class CallStrip(Strip):
    """Its parts are counted from its own corner: a row that moves up a place is no work but that of moving it."""

    number = StringProperty("")
    window = StringProperty("")
    desk = StringProperty("")
    zone = StringProperty("")
    mark = StringProperty("")
    mark_drowns = BooleanProperty(False)  # its own ground is that of a call in this theme
    stands_out = BooleanProperty(False)
    flash = BooleanProperty(False)
    way = StringProperty("right")
    zone_size = NumericProperty(20)
    ink = ColorProperty(LIGHT.ink)
    parts = ObjectProperty(parts(1, 1, two_lines=False, zone=True), rebind=True)  # kv reads what is inside it

    def lay(self, box: Box, *, two_lines: bool, zone: bool) -> None:
        """Stand in `box`, on whole pixels, or letters would be blurred."""
        self.pos, self.size = (round(box.x), round(box.y)), box[2:]
        self.parts = parts(*self.size, two_lines=two_lines, zone=zone)


class LineStrip(Strip):
    letter = StringProperty("")
    name = StringProperty("")
    second = StringProperty("")
    waiting = StringProperty("")
    when = StringProperty("")
    time_known = BooleanProperty(False)
    name_size = NumericProperty(20)
    second_size = NumericProperty(15)
    when_size = NumericProperty(20)


class ArrowStrip(Strip):
    """Where another zone is, and whom it is calling."""

    zone = StringProperty("")
    way = StringProperty("right")
    numbers = StringProperty("")
    head = NumericProperty(0)  # the arrow's own square

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bind(size=self._divide)

    def _divide(self, *_: object) -> None:
        self.head = min(self.height, self.width * 0.22)


class CodeStrip(Strip):
    """An address for phones, and what is there."""

    address = StringProperty("")
    first = StringProperty("")
    second = StringProperty("")
    side = NumericProperty(0)  # of the code
    beside = BooleanProperty(False)  # the words stand beside it, not below it
    words = ObjectProperty(Box(0, 0, 0, 0), rebind=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bind(pos=self._divide, size=self._divide)

    def _divide(self, *_: object) -> None:
        x, y, width, height = *self.pos, *self.size
        self.beside = width > height * 1.3
        self.side = height if self.beside else min(width, height * 0.72)
        self.words = Box(x + height, y, width - height, height) if self.beside else Box(x, y, width, height - self.side)


class NoticeStrip(Strip):
    first = StringProperty("")
    second = StringProperty("")
    grave = BooleanProperty(False)
