"""The faces of the terminal's screens: words and buttons as values, from which Kivy draws and a voice can read. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from kiosk.info.paging import Block
from kiosk.info.places.shape import Kind, Point
from kiosk.touch.faces import ButtonFace
from kiosk.touch.keyboard_face import KeyboardFace

Tone = Literal["open", "closed", "plain"]


@dataclass(frozen=True, slots=True)
class Ways:
    """The way back and the way home, and the pages of what is too long for one: `told` is «2 / 5», "" for one page.

    A button that leads nowhere now stands there all the same: what is under a finger keeps its place.
    """

    back: ButtonFace
    home: ButtonFace
    earlier: ButtonFace | None = None
    later: ButtonFace | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class HomeFace:
    """The first screen. `status`: whether the hall receives now."""

    title: str
    status: str
    tone: Tone
    search: ButtonFace
    buttons: tuple[ButtonFace, ...]


@dataclass(frozen=True, slots=True)
class ListFace:
    """A listing. `note`: what is to be known about it; `small`: numbers side by side instead of rows."""

    title: str
    note: str
    rows: tuple[ButtonFace, ...]
    ways: Ways
    small: bool = False


@dataclass(frozen=True, slots=True)
class TextFace:
    """A page of text. `told`: what became of the last touch. `actions`: what can be done with it."""

    heard: ClassVar[tuple[str, ...]] = ("title", "told", "blocks")

    title: str
    blocks: tuple[Block, ...]
    actions: tuple[ButtonFace, ...]
    told: str
    ways: Ways


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what it is, and what is said of it. `tone` is told by `value` too, never by colour alone."""

    mark: str
    name: str
    detail: str
    value: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class TableFace:
    title: str
    note: str
    rows: tuple[Row, ...]
    ways: Ways


@dataclass(frozen=True, slots=True)
class SampleFace:
    """A picture, seen in so many `parts` across and down; `across`, `up`: which of them, from the upper left one."""

    title: str
    note: str
    picture: str
    parts: tuple[int, int]
    across: int
    up: int
    tools: tuple[ButtonFace, ...]
    ways: Ways


@dataclass(frozen=True, slots=True)
class CodeFace:
    title: str
    text: str
    qr: str
    ways: Ways


@dataclass(frozen=True, slots=True)
class SearchFace:
    title: str
    typed: str
    hint: str
    told: str
    results: tuple[ButtonFace, ...]
    keyboard: KeyboardFace
    ways: Ways


@dataclass(frozen=True, slots=True)
class WindowMark:
    """A window on the map. `open` None: nobody knows now."""

    at: Point
    number: int
    open: bool | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class SpotMark:
    at: Point
    kind: Kind
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class RoomMark:
    at: Point
    label: str


@dataclass(frozen=True, slots=True)
class FloorFace:
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


@dataclass(frozen=True, slots=True)
class MapFace:
    """The hall's map. `told`: what it shows, in words, for whoever does not see the picture."""

    title: str
    told: str
    picture: FloorFace
    floors: tuple[ButtonFace, ...]
    tools: tuple[ButtonFace, ...]
    ways: Ways


Face = HomeFace | ListFace | TextFace | TableFace | SampleFace | CodeFace | SearchFace | MapFace
