"""The faces of all that is offered before a ticket: lists, search, the card of a service, other halls. Values only."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import Struct

from kiosk.touch.aloud.items import Order
from kiosk.touch.faces import ButtonFace
from kiosk.touch.keyboard_face import KeyboardFace


class MenuFace(Struct, frozen=True):
    """A listing. `tiles`: the first level, in squarer buttons; else rows. `banner`: a warning above, or "". `ways`: what
    leads elsewhere than into the list.
    """

    heard: ClassVar[Order] = ("title", "banner")

    title: str
    buttons: tuple[ButtonFace, ...]
    back: ButtonFace | None
    banner: str
    tiles: bool
    ways: tuple[ButtonFace, ...] = ()


class SearchFace(Struct, frozen=True):
    """`typed`: so far, or "" and the `hint` stands there. `message`: what the `results` are, or why there are none."""

    typed: str
    hint: str
    message: str
    results: tuple[ButtonFace, ...]
    keyboard: KeyboardFace
    back: ButtonFace


class Section(Struct, frozen=True):
    """A part of a card. `mark`: "check" before what is needed, "cross" before what is not, or "" for neither."""

    heading: str
    lines: tuple[str, ...]
    mark: Literal["check", "cross", ""] = ""


class CardFace(Struct, frozen=True):
    """What to know of a service before its ticket. `closed`: why there is none now, or ""."""

    service: str
    sections: tuple[Section, ...]
    closed: str
    go: ButtonFace
    back: ButtonFace


class BranchRow(Struct, frozen=True):
    """Another hall. `age`: how old the `load` is."""

    name: str
    address: str
    load: str
    age: str


class BranchesFace(Struct, frozen=True):
    title: str
    rows: tuple[BranchRow, ...]
    back: ButtonFace
