"""A layout file as values: areas of the screen and what each of them shows. Read with `layouts.load`.

Boxes are `[left, top, width, height]` in hundredths of the screen, from its upper left corner.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from broker.contracts.fields import Text

Kind = Literal["header", "calls", "waiting", "media", "ticker", "qr", "arrows"]
Way = Literal["right", "left", "up", "down"]
Side = Literal["landscape", "portrait"]
Lines = Literal["auto", "one", "two"]
Box = tuple[float, ...]
SIDES: tuple[Side, ...] = ("landscape", "portrait")


class BoardPart(Struct, frozen=True, kw_only=True):
    """[board]. `like`: a shipped layout, of which this one has every table that it does not write itself.

    `distance`: metres to the farthest reader, whose capitals must be 0.7 degrees high. `languages`: "both" at once, or
    one after the other, each for `turn` seconds. `zones`: whose calls are shown (none: all).
    """

    like: str = ""
    distance: float = 3.0
    languages: Literal["both", "alternating"] = "both"
    turn: float = 10.0
    theme: str = "light"
    zones: tuple[str, ...] = ()


class Area(Struct, frozen=True, kw_only=True):
    """[[area]]. A screen that is wider than high has its `landscape` box, another its `portrait` one; [] or nothing:
    it is not shown there. While a call is new it stands in its `…_on_call` box, if it has one.

    `distance`: how far the readers of this area are, where that is not the board's. `most`: rows at the most. `lines` of
    a call's row: its window beside its number or under it; "auto": under it where a number beside it would be too small
    for that distance.
    """

    shows: Kind
    landscape: Box = ()
    portrait: Box = ()
    landscape_on_call: Box | None = None
    portrait_on_call: Box | None = None
    distance: float | None = None
    most: int = 8
    lines: Lines = "auto"

    def box(self, side: Side, *, on_call: bool) -> Box:
        calm, called = (
            (self.landscape, self.landscape_on_call) if side == "landscape" else (self.portrait, self.portrait_on_call)
        )
        return called if on_call and called is not None else calm


class Arrow(Struct, frozen=True, kw_only=True):
    """[[arrow]]. Where a zone is, seen from this board."""

    zone: str
    points: Way = "right"


class Message(Struct, frozen=True, kw_only=True):
    """[[message]] of the ticker. It does not run: messages take turns, each for `seconds`."""

    text: Text
    seconds: float = 12.0


class Code(Struct, frozen=True, kw_only=True):
    """[qr]: an address that a phone opens, and what is there. Without it, the hall's own page of the queue, if it has one."""

    address: str = ""
    text: Text = {}


class Layout(Struct, frozen=True, kw_only=True):
    """`theme`: colours by purpose that differ from those of the theme that [board] names."""

    board: BoardPart
    area: tuple[Area, ...] = ()
    arrow: tuple[Arrow, ...] = ()
    message: tuple[Message, ...] = ()
    qr: Code = Code()
    theme: dict[str, str] = {}

    def areas(self, side: Side) -> tuple[Area, ...]:
        """The areas that a screen of this side has, calm or on a call."""
        return tuple(a for a in self.area if a.box(side, on_call=False) or a.box(side, on_call=True))

    def distance(self, area: Area) -> float:
        return self.board.distance if area.distance is None else area.distance
