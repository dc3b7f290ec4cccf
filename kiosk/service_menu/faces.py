"""What the screens of the service menu say, as values. Pure."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from kiosk.service_menu.report import Mark
from kiosk.service_menu.state import PatternKind
from kiosk.touch.aloud.items import Order
from kiosk.touch.faces import ButtonFace


class PadFace(Struct, frozen=True):
    """The digits 1 to 9, then erase, 0 and leave. `typed` of `length` are typed; which, nobody sees and nobody hears.

    `told`: how many, and `order`: where the keys are, for whoever listens. They are not drawn.
    """

    heard: ClassVar[Order] = ("title", "text", "order", "warning", "told")

    title: str
    text: str
    warning: str
    typed: int
    length: int
    keys: tuple[ButtonFace, ...]
    told: str = ""
    order: str = ""


class ItemsFace(Struct, frozen=True):
    """`ways`: to the other items, and out."""

    title: str
    buttons: tuple[ButtonFace, ...]
    columns: int
    ways: tuple[ButtonFace, ...]


class LineFace(Struct, frozen=True):
    """`said`: what the mark means, for whoever listens. It is not drawn."""

    heard: ClassVar[Order] = ("label", "value", "said", "remedy")

    mark: Mark
    label: str
    value: str
    remedy: str
    said: str = ""


class ReportFace(Struct, frozen=True):
    """`lines` of this page; `rows`: how many lines there is room for, so that the last page is set as the first."""

    title: str
    lines: tuple[LineFace, ...]
    rows: int
    buttons: tuple[ButtonFace, ...]


class WordsFace(Struct, frozen=True):
    """A few words and what can be answered: work under way, or a question."""

    title: str
    text: str
    buttons: tuple[ButtonFace, ...]


class PatternFace(Struct, frozen=True):
    """A picture over the whole screen. `words`: what to look for, and that a touch goes on.

    `ways`: what keys can do where a finger touches anywhere. They are not drawn.
    """

    kind: PatternKind
    words: str
    ways: tuple[ButtonFace, ...] = ()


class PointsFace(Struct, frozen=True):
    """The point that is to be touched now, and those that were: (share of the width, of the height from below).

    `ways`: what keys can do. They are not drawn.
    """

    target: tuple[float, float]
    touched: tuple[tuple[float, float], ...]
    words: str
    ways: tuple[ButtonFace, ...] = ()


WHOLE_SCREEN = (PatternFace, PointsFace)

Face = PatternFace | PointsFace | PadFace | ItemsFace | ReportFace | WordsFace
