"""The button of all touch screens: at least 20 mm, acts when the finger leaves it, says what it means.

A screen has a dozen of them, and a visitor waits for each one that is made. So its shape is not a kv file with boxes in
boxes, which takes ten times as long to be made: `button_places` says where its parts stand, and this draws them.
"""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, InstructionGroup, Line
from kivy.properties import BooleanProperty, NumericProperty
from kivy.uix.widget import Widget

from display.look.box import Box
from display.look.fit_label import FitLabel
from display.look.icons import draw_icon
from display.look.settling import settling
from kiosk.touch.button_places import Build, Places, Scale, places
from kiosk.touch.look import look
from kiosk.touch.pressing import Pressing
from kiosk.touch.rounded import Rounded

_NOTHING = (0, 0, 0, 0)


class BigButton(Pressing, Widget):
    """Shows a `face`. `letters`: mm of the label's at most; `note_letters`: mm below which the note's do not shrink, its
    end is cut off instead. `lists`: the note only lists what is inside; large letters may take its room.
    """

    letters = NumericProperty(11)
    note_letters = NumericProperty(5.5)
    lists = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        self._label = FitLabel(bold=True)
        self._note: FitLabel | None = None
        super().__init__(**kwargs)
        self._rounded = Rounded(self, 3)
        self._signs = _Signs(self)
        self.add_widget(self._label)
        for changed in ("face", "pos", "size", "letters", "note_letters", "lists"):
            self.fbind(changed, self._soon)
        for changed in ("ground", "frame", "ink", "quiet", "rim"):
            self.fbind(changed, self._paint)
        look.follow(self._soon, "mm", "text", "least")
        self._paint()
        self._soon()

    def _soon(self, *_: object) -> None:
        settling.ask(self, self._place)

    def _paint(self, *_: object) -> None:
        self._rounded.paint()
        self._signs.paint(self.ink, self.face.kind)
        self._label.color = self.ink
        if self._note:
            self._note.color = self.quiet

    def _place(self) -> None:
        scale = Scale(look.mm, look.text, look.least)
        stand = places(self.face, Box(*self.pos, *self.size), scale, Build(self.letters, self.note_letters, self.lists))
        self._rounded.place()
        self._signs.place(stand)
        self._signs.paint(self.ink, self.face.kind)
        label = self._label
        label.words = self.face.label
        label.halign, label.valign = "center" if stand.centred else "left", "top" if stand.note else "middle"
        label.biggest, label.smallest = stand.label_letters
        label.pos, label.size = stand.label[:2], stand.label[2:]
        label.texture_update()  # the note stands right below its letters
        self._place_note(stand, scale)

    def _place_note(self, stand: Places, scale: Scale) -> None:
        if not stand.note:
            if self._note:
                self.remove_widget(self._note)
                self._note = None
            return
        if not self._note:
            self._note = FitLabel(valign="top", color=self.quiet)
            self.add_widget(self._note)
        box = stand.note_box(self._label.texture_size[1], scale)
        self._note.words = stand.note
        self._note.biggest, self._note.smallest = stand.note_letters
        self._note.pos, self._note.size = box[:2], box[2:]
        self._note.texture_update()


class _Signs:
    """What is drawn beside the words: an arrow, a glass, a box to be ticked."""

    def __init__(self, button: BigButton) -> None:
        with button.canvas:
            self._colour = Color()
        self._drawn = InstructionGroup()
        button.canvas.add(self._drawn)
        with button.canvas:
            self._sign_colour = Color()
        self._sign = InstructionGroup()
        button.canvas.add(self._sign)
        self._standing: object = None

    def paint(self, ink: Any, kind: str) -> None:
        self._colour.rgba = ink
        self._sign_colour.rgba = _NOTHING if kind == "box" else ink  # not ticked: the box alone

    def place(self, stand: Places) -> None:
        standing = stand.sign, stand.sign_box, stand.arrow, stand.arrow_box, look.mm
        if standing == self._standing:
            return
        self._standing = standing
        self._drawn.clear()
        self._sign.clear()
        if stand.arrow:
            draw_icon(self._drawn, stand.arrow, stand.arrow_box[:2], stand.arrow_box.width)
        if stand.sign == "check":
            x, y, side, _ = stand.sign_box
            out = look.mm * 2
            box = (x - out, y - out, side + out * 2, side + out * 2, out)
            self._drawn.add(Line(rounded_rectangle=box, width=max(1, look.mm * 0.3)))
        if stand.sign:
            draw_icon(self._sign, stand.sign, stand.sign_box[:2], stand.sign_box.width)
