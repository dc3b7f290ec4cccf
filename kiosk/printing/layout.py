"""Where each word of a slip stands, in dots. Pure: how wide a word is comes in as a function.

A printer has 8 dots a millimetre (203 dpi); 80 mm paper takes 576 of them across, 58 mm paper 384.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import Literal, NamedTuple

from msgspec import Struct

from kiosk.printing.slip import Role, Slip, SlipLine
from kiosk.printing.wrapping import SMALLEST, fit

DOTS_A_MM = 8
WIDTHS = {58: 384, 80: 576}  # paper in mm -> dots across
MARGIN = 8
GAP = 16  # dots of white between two parts of a slip
QR_MM = 20  # the least size of a code that old telephones and table scanners read from thermal paper
QUIET = 4  # modules of white around a code, ISO/IEC 18004
LEADING = 1.22  # of a text's size, from line to line

Face = Literal["regular", "bold"]
Side = Literal["left", "centre"]


class Extent(NamedTuple):
    """A word's width, and how far it reaches above and below its base line, in dots."""

    width: int
    above: int
    below: int


Measure = Callable[[str, Face, int], Extent]


class Words(Struct, frozen=True):
    """A run of text: left edge, base line, and the width that it takes (drawn narrower where that is less)."""

    text: str
    face: Face
    size: int
    x: int
    y: int
    width: int
    white: bool = False  # on a black bar


class Box(Struct, frozen=True):
    x: int
    y: int
    width: int
    height: int
    white: bool = False


class Layout(Struct, frozen=True):
    """A slip as things at places. `bars` are filled, the later ones over the earlier; `qr` is the code's place, its quiet zone included."""

    width: int
    height: int
    words: tuple[Words, ...]
    bars: tuple[Box, ...]
    qr: Box
    module: int


class Type(Struct, frozen=True):
    """How a role is set on 80 mm paper: dots high, and at most how many lines."""

    size: int
    face: Face = "regular"
    most: int = 4


TYPES: dict[Role, Type] = {
    "hall": Type(30, "bold", most=3),
    "address": Type(24, most=2),
    "number": Type(236, "bold", most=1),
    "copy": Type(38, "bold", most=1),
    "priority": Type(38, "bold", most=1),
    "service": Type(34, "bold"),
    "when": Type(80, "bold", most=1),
    "when-unknown": Type(48, "bold", most=1),
    "note": Type(26, most=3),
    "fact": Type(34, "bold", most=2),
    "issued": Type(26),
    "prepare-heading": Type(28, "bold", most=1),
    "prepare": Type(28, most=3),
    "text": Type(28, most=40),
    "rule": Type(26, most=10),
    "hot-line": Type(28, "bold", most=3),
}
LABEL = Type(26)

# For whoever reads large letters alone: capitals of 0.7° at half a metre (EN 301 549, 5.1.4) are 69 dots of size.
LARGE_TYPES: dict[Role, Type] = {
    **{role: Type(69, kind.face, most=12) for role, kind in TYPES.items()},
    "number": TYPES["number"],
    # What matters less is less large, or the slip would be as long as an arm.
    "hall": Type(48, "bold"),
    "address": Type(40),
    "issued": Type(44, most=2),
    "when": Type(100, "bold", most=1),
    "when-unknown": Type(80, "bold", most=3),
    "text": Type(69, most=80),
}
LARGE_LABEL = Type(69, most=4)
_CLOSE: tuple[Role, ...] = ("hall", "when", "fact", "prepare-heading")  # no gap between these and what follows
NARROW = 0.84  # 58 mm paper takes this much of each size
SQUEEZE = 0.8  # a number may be drawn this much narrower before it is set smaller


def lay_out(slip: Slip, paper_mm: int, modules: int, measure: Measure) -> Layout:
    """`slip` on paper of `paper_mm` (58 or 80); `modules`: how many its code has across, 0: no code.

    No word is broken and nothing leaves the paper: a text too big for its place is set smaller.
    """
    narrow = NARROW if paper_mm < max(WIDTHS) and not slip.large else 1.0
    sheet = _Sheet(WIDTHS[paper_mm], narrow, measure, large=slip.large)
    foot = [line for line in slip.lines if line.role in ("rule", "hot-line")]
    body = [line for line in slip.lines if line not in foot]
    for role, lines in groupby(body, key=lambda line: line.role):
        for line in lines:
            if role == "number":
                sheet.number(line)
            elif role in ("priority", "copy"):
                sheet.bar(line)
            elif role in ("fact", "issued"):
                sheet.fact(line)
            elif role in ("prepare-heading", "text"):
                sheet.run(line.text, sheet.types[role], side="left")
            elif role == "prepare":
                sheet.thing(line.text)
            else:
                sheet.centred(line)
        if role not in _CLOSE:
            sheet.space(GAP)
        if role in ("service", "issued"):
            sheet.hairline()
    qr, module = sheet.foot(foot, modules)
    return Layout(sheet.width, sheet.y + MARGIN, tuple(sheet.words), tuple(sheet.bars), qr, module)


class _Sheet:
    """Paper that is filled from the top; `y` is how far."""

    def __init__(self, width: int, scale: float, measure: Measure, *, large: bool = False) -> None:
        self.types, self.label = (LARGE_TYPES, LARGE_LABEL) if large else (TYPES, LABEL)
        self.large = large
        self.width = width
        self.inner = width - 2 * MARGIN
        self.scale = scale
        self.measure = measure
        self.y = MARGIN
        self.words: list[Words] = []
        self.bars: list[Box] = []

    def space(self, dots: int) -> None:
        self.y += round(dots * self.scale)

    def hairline(self) -> None:
        self.bars.append(Box(MARGIN, self.y, self.inner, 2))
        self.space(GAP)

    def run(self, text: str, kind: Type, *, side: Side, left: int = MARGIN, width: int = 0) -> None:
        """Lines of text in a column."""
        width = width or self.inner
        size, lines = fit(
            text, round(kind.size * self.scale), width, kind.most, partial(self._width, kind.face), even=side != "left"
        )
        for line in lines:
            own = self._width(kind.face, line, size)
            x = left if side == "left" else left + (width - own) // 2
            self.words.append(Words(line, kind.face, size, x, self.y + size, own))
            self.y += round(size * LEADING)

    def thing(self, text: str) -> None:
        """A thing of a list, behind a square that a pen can tick."""
        size = round(self.types["prepare"].size * self.scale)
        side = round(size * 0.6)
        frame = Box(MARGIN, self.y + size - side, side, side)
        self.bars += (frame, Box(frame.x + 2, frame.y + 2, side - 4, side - 4, white=True))
        indent = size
        self.run(text, self.types["prepare"], side="left", left=MARGIN + indent, width=self.inner - indent)

    def centred(self, line: SlipLine) -> None:
        if line.label:
            self.run(line.label, self.label, side="centre")
        self.run(line.text, self.types[line.role], side="centre")

    def number(self, line: SlipLine) -> None:
        """The number, as big as the paper is wide: narrowed a little before it is made smaller."""
        self.run(line.label, self.label, side="centre")
        self.space(GAP // 2)
        kind = self.types["number"]
        size = round(kind.size * self.scale)
        natural = self.measure(line.text, kind.face, size)
        while natural.width * SQUEEZE > self.inner and size > SMALLEST:
            size -= max(1, size // 50)
            natural = self.measure(line.text, kind.face, size)
        width = min(natural.width, self.inner)
        self.words.append(
            Words(line.text, kind.face, size, MARGIN + (self.inner - width) // 2, self.y + natural.above, width)
        )
        self.y += natural.above + natural.below + GAP // 2

    def bar(self, line: SlipLine) -> None:
        """White on black, from edge to edge: seen across a desk."""
        kind = self.types["priority"]
        size, (text, *_) = fit(
            line.text, round(kind.size * self.scale), self.inner - 2 * GAP, 1, partial(self._width, kind.face)
        )
        height = round(size * 1.5)
        self.bars.append(Box(MARGIN, self.y, self.inner, height))
        extent = self.measure(text, kind.face, size)
        base = self.y + (height + self.measure("П", kind.face, size).above) // 2
        self.words.append(
            Words(text, kind.face, size, (self.width - extent.width) // 2, base, extent.width, white=True)
        )
        self.y += height

    def fact(self, line: SlipLine) -> None:
        """A label on the left and its value on the right; one above the other where both do not fit."""
        kind = self.types[line.role]
        size, label_size = round(kind.size * self.scale), round(self.label.size * self.scale)
        value = self._width(kind.face, line.text, size)
        label = self._width(self.label.face, line.label, label_size)
        if value + label + GAP <= self.inner:
            base = self.y + size
            right = MARGIN + self.inner - value
            self.words.append(Words(line.label, self.label.face, label_size, MARGIN, base, label))
            self.words.append(Words(line.text, kind.face, size, right, base, value))
            self.y += round(size * LEADING)
        else:
            self.run(line.label, self.label, side="left")
            self.run(line.text, kind, side="left")

    def foot(self, lines: list[SlipLine], modules: int) -> tuple[Box, int]:
        """The code with the small print beside it, or above it on narrow paper. Returns its place and module."""
        if not modules:
            for line in lines:
                self.run(line.text, self.types[line.role], side="centre")
                self.space(GAP // 2)
            return Box(0, self.y, 0, 0), 0
        module = -(-QR_MM * DOTS_A_MM // modules)
        side = module * (modules + 2 * QUIET)
        beside = self.width - side - MARGIN
        if beside < side or self.large:
            for line in lines:
                self.run(line.text, self.types[line.role], side="centre")
                self.space(GAP // 2)
            qr = Box((self.width - side) // 2, self.y, side, side)
            self.y += side
            return qr, module
        # The margin of the paper is white as well, so the quiet zone may begin at its edge.
        qr = Box(0, self.y, side, side)
        top = self.y
        self.y += QUIET * module
        for line in lines:
            self.run(line.text, self.types[line.role], side="left", left=side, width=beside)
            self.space(GAP // 2)
        self.y = max(self.y, top + side)
        return qr, module

    def _width(self, face: Face, text: str, size: int) -> int:
        return self.measure(text, face, size).width
