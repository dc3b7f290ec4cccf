"""What the parts that all touch screens share say, as values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

# card: a choice; primary: the way most people go; quiet: a way back; bar: on the dark bar; chosen: the same, switched
# on; box and ticked: a box to be ticked
ButtonKind = Literal["card", "primary", "quiet", "bar", "chosen", "box", "ticked"]


@dataclass(frozen=True, slots=True)
class ButtonFace:
    """A button: its words, and what it means to the flow (None: it cannot be pressed now)."""

    label: str
    press: Any
    note: str = ""
    icon: str = ""
    kind: ButtonKind = "card"


@dataclass(frozen=True, slots=True)
class ReadingFace:
    """How the visitor reads: languages, letters, contrast."""

    languages: tuple[ButtonFace, ...]
    large_button: ButtonFace
    contrast_button: ButtonFace
    large: bool
    contrast: bool


@dataclass(frozen=True, slots=True)
class StillThereFace:
    title: str
    text: str
    stay: ButtonFace
    leave: ButtonFace
