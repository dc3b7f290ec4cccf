"""Where the parts of a button stand: its sign at the left, its words and the note below them, its arrow. Pure.

With a note: the label from the top, the note right below its letters. Without: the label in the middle. The label
leaves room for the note at its smallest (a line of Noto Sans is 1.37 letters high): one line; with large letters as
many as it takes. A note that only lists what is inside goes where they leave it none.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from display.look.box import Box
from kiosk.touch.faces import ButtonFace

SIGN = 8.0  # mm; a box to be ticked is drawn 2 mm around it
_LINE = 1.37  # of the letters
_SHARE = 0.58  # of the height, for a label that has a note
_BROAD = 0.56  # of the letters' size: how broad a letter is on average


class Scale(NamedTuple):
    """How big things are just now: pixels of a mm, how much bigger letters are, the least of them in px."""

    mm: float
    text: float
    least: float


class Build(NamedTuple):
    """What a kind of list says of its buttons: mm of the label at most, mm of the note at least, and whether the note
    only lists what is inside.
    """

    letters: float
    note_letters: float
    lists: bool


class Letters(NamedTuple):
    """px."""

    biggest: float
    smallest: float


class Places(Struct, frozen=True):
    """`sign`, `arrow`: names of icons, "" for none. `note` "": there is none, or no room for it."""

    sign: str
    sign_box: Box
    arrow: str
    arrow_box: Box
    words: Box
    label: Box
    label_letters: Letters
    centred: bool
    note: str
    note_letters: Letters
    above: float
    between: float

    def note_box(self, label_height: float, scale: Scale) -> Box:
        """Where the note stands below a label whose letters are so high."""
        top = self.words.top - label_height - self.above - self.between
        height = min(top - self.words.y, scale.mm * 36 * scale.text)
        return Box(self.words.x, top - height, self.words.width - scale.mm * 3, height)


def places(face: ButtonFace, box: Box, scale: Scale, build: Build) -> Places:
    """Of a button with this face in this box."""
    mm = scale.mm
    on_bar, ticks = face.kind in {"bar", "chosen"}, face.kind in {"box", "ticked"}
    sign = "check" if ticks else face.icon if face.icon in {"arrow-left", "search"} else ""
    forth = face.icon == "arrow-right"
    arrow = "arrow-right" if forth else "chevron-right" if face.kind == "card" and face.press is not None else ""
    across, down = mm * (2 if on_bar else 6), mm * 2
    left, right = mm * SIGN if sign else 0, mm * SIGN if arrow else 0
    height = max(0.0, box.height - 2 * down)
    middle = box.y + down + height / 2 - mm * SIGN / 2
    words = Box(
        box.x + across + left, box.y + down, max(0.0, box.width - 2 * across - left - right), height
    )  # what the signs leave
    indent = mm * (6 if ticks else 4 if sign else 0)
    note, letters, lines = _note(face, words, scale, build)
    roomy = scale.text == 1 and words.height > mm * 26
    above, between = (mm * 2.5, mm * 1.5) if roomy else (0.0, 0.0)
    label_height = words.height
    if note:
        for_note = letters * _LINE * lines + above + between
        label_height = min(words.height * (_SHARE if scale.text == 1 else 1), words.height - for_note)
    return Places(
        sign=sign,
        sign_box=Box(box.x + across, middle, left, left),
        arrow=arrow,
        arrow_box=Box(words.x + words.width, middle, right, right),
        words=words,
        label=Box(
            words.x + indent,
            words.top - above - label_height if note else words.y,
            words.width - indent - mm * (2 if face.kind == "card" else 0),
            label_height,
        ),
        label_letters=Letters(
            mm * (8.6 if on_bar else build.letters) * scale.text, scale.least if scale.text > 1 else mm * 5
        ),
        centred=not (face.kind == "card" or ticks),
        note=note,
        note_letters=Letters(mm * 8.6 * scale.text, letters),
        above=above,
        between=between,
    )


def _note(face: ButtonFace, words: Box, scale: Scale, build: Build) -> tuple[str, float, int]:
    """The note, its smallest letters in px, and how many lines the label leaves for it."""
    letters = scale.mm * build.note_letters
    if scale.text == 1:
        return face.note, letters, 1
    letters = max(letters, scale.least)
    note = "" if build.lists and words.height < scale.mm * 50 else face.note
    wanted = -(-len(note) * letters * _BROAD // max(1.0, words.width - scale.mm * 3))
    return note, letters, int(max(1, min(2 if build.lists else 3, wanted)))
