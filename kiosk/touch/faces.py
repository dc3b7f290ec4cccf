"""What the parts that all touch screens share say, as values. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct

# card: a choice; primary: the way most people go; quiet: a way back; bar: on the dark bar; chosen: the same, switched
# on; box and ticked: a box to be ticked
ButtonKind = Literal["card", "primary", "quiet", "bar", "chosen", "box", "ticked"]


class ButtonFace(Struct, frozen=True):
    """A button: its words, and what it means to the flow (None: it cannot be pressed now).

    `spoken`: what speech says instead of the words, where they cannot be read aloud (a letter, a sign).
    """

    label: str
    press: Any
    note: str = ""
    icon: str = ""
    kind: ButtonKind = "card"
    spoken: str = ""


class ReadingFace(Struct, frozen=True):
    """How the visitor reads: languages, letters, contrast, reach. `low_button`: only where it makes a difference.

    `aloud`: all of the screen is spoken, at `volume`; `speech`: the buttons for that; `hold`:
    what the corner says that begins it, "" where there is no headset. `help_button`: where a person can be called.
    """

    languages: tuple[ButtonFace, ...]
    large_button: ButtonFace
    contrast_button: ButtonFace
    large: bool
    contrast: bool
    low_button: ButtonFace | None = None
    low: bool = False
    speech: tuple[ButtonFace, ...] = ()
    hold: str = ""
    help_button: ButtonFace | None = None
    aloud: bool = False
    volume: int = 0


class StillThereFace(Struct, frozen=True):
    """A card before the screen, with two answers."""

    title: str
    text: str
    stay: ButtonFace
    leave: ButtonFace


def buttons(face: Any) -> Iterator[ButtonFace]:
    """Every button of a face, in the order in which the face names them: whatever a face is made of, it is values."""
    if isinstance(face, ButtonFace):
        yield face
    elif isinstance(face, tuple):
        for part in face:
            yield from buttons(part)
    elif isinstance(face, Struct):
        for name in face.__struct_fields__:
            yield from buttons(getattr(face, name))


def presses(face: Any) -> list[Any]:
    """What can be pressed on a face."""
    return [button.press for button in buttons(face) if button.press is not None]
