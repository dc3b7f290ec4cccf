"""The faces of the terminal's screens: words and buttons as values, from which Kivy draws and a voice can read. Pure."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import Struct

from kiosk.info.paging import Block
from kiosk.info.places.shape import Kind, Point
from kiosk.touch.faces import ButtonFace
from kiosk.touch.keyboard_face import KeyboardFace

Tone = Literal["open", "closed", "plain"]


class Ways(Struct, frozen=True):
    """The way back and the way home, and the pages of what is too long for one: `told` is «2 / 5», "" for one page.

    A button that leads nowhere now stands there all the same: what is under a finger keeps its place.
    """

    back: ButtonFace
    home: ButtonFace
    earlier: ButtonFace | None = None
    later: ButtonFace | None = None
    told: str = ""


class HomeFace(Struct, frozen=True):
    """The first screen. `status`: whether the hall receives now."""

    title: str
    status: str
    tone: Tone
    search: ButtonFace
    buttons: tuple[ButtonFace, ...]


class ListFace(Struct, frozen=True):
    """A listing. `note`: what is to be known about it; `small`: numbers side by side instead of rows."""

    title: str
    note: str
    rows: tuple[ButtonFace, ...]
    ways: Ways
    small: bool = False


class TextFace(Struct, frozen=True):
    """A page of text. `told`: what became of the last touch. `actions`: what can be done with it."""

    heard: ClassVar[tuple[str, ...]] = ("title", "told", "blocks")

    title: str
    blocks: tuple[Block, ...]
    actions: tuple[ButtonFace, ...]
    told: str
    ways: Ways


class Row(Struct, frozen=True):
    """A row of a table: what it is, and what is said of it. `tone` is told by `value` too, never by colour alone."""

    mark: str
    name: str
    detail: str
    value: str
    tone: Tone = "plain"


class TableFace(Struct, frozen=True):
    title: str
    note: str
    rows: tuple[Row, ...]
    ways: Ways


class SampleFace(Struct, frozen=True):
    """A picture, seen in so many `parts` across and down; `across`, `up`: which of them, from the upper left one."""

    title: str
    note: str
    picture: str
    parts: tuple[int, int]
    across: int
    up: int
    tools: tuple[ButtonFace, ...]
    ways: Ways


class CodeFace(Struct, frozen=True):
    title: str
    text: str
    qr: str
    ways: Ways


class SearchFace(Struct, frozen=True):
    title: str
    typed: str
    hint: str
    told: str
    results: tuple[ButtonFace, ...]
    keyboard: KeyboardFace
    ways: Ways


class WindowMark(Struct, frozen=True):
    """A window on the map. `open` None: nobody knows now."""

    at: Point
    number: int
    open: bool | None
    chosen: bool


class SpotMark(Struct, frozen=True):
    at: Point
    kind: Kind
    label: str
    chosen: bool


class RoomMark(Struct, frozen=True):
    at: Point
    label: str


class FloorFace(Struct, frozen=True):
    """A floor as it is drawn, in metres. `here`: where the visitor stands; `way`: the way from there. `legend`: what open
    and closed windows look like.
    """

    size: Point
    walls: tuple[tuple[Point, ...], ...]
    rooms: tuple[RoomMark, ...]
    windows: tuple[WindowMark, ...]
    spots: tuple[SpotMark, ...]
    here: Point | None
    here_label: str
    way: tuple[Point, ...]
    legend: tuple[str, str]


class MapFace(Struct, frozen=True):
    """The hall's map. `told`: what it shows, in words, for whoever does not see the picture."""

    title: str
    told: str
    picture: FloorFace
    floors: tuple[ButtonFace, ...]
    tools: tuple[ButtonFace, ...]
    ways: Ways


Face = HomeFace | ListFace | TextFace | TableFace | SampleFace | CodeFace | SearchFace | MapFace
