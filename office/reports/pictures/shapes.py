"""What a picture is made of. Ink is named by purpose; a page or a sheet of paper has a colour for each. Pure."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Ink = Literal["ink", "soft", "grid", "main", "main-soft", "second", "good", "bad", "warn", "card"]
Anchor = Literal["start", "middle", "end"]


class Bar(Struct, frozen=True):
    """A filled box. `tip`: what it says when it is pointed at."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink = "main"
    tip: str = ""
    strength: float = 1.0
    round: float = 2.0


class Stroke(Struct, frozen=True):
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    ink: Ink = "main"
    width: float = 1.0
    dashed: bool = False
    tip: str = ""


class Patch(Struct, frozen=True):
    """A filled shape with these corners."""

    points: tuple[tuple[float, float], ...]
    ink: Ink = "main-soft"
    strength: float = 1.0
    tip: str = ""


class Dot(Struct, frozen=True):
    x: float
    y: float
    radius: float = 3.5
    ink: Ink = "main"
    tip: str = ""


class Word(Struct, frozen=True):
    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    ink: Ink = "soft"
    size: float = 11.0
    bold: bool = False


Shape = Bar | Stroke | Patch | Dot | Word


class Picture(Struct, frozen=True, kw_only=True):
    """`title`: what a picture is of, for who does not see it; the table behind it has the numbers."""

    width: float
    height: float
    title: str
    shapes: tuple[Shape, ...]
