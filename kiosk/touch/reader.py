"""Who stands before a touch screen: how they read it, and whether they are still there. Pure, no clock.

A flow's state is a `Reader` with whatever else the appliance has to know; these verbs keep the rest as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from broker.contracts.phrases import FIRST
from kiosk.touch.presence import Patience, Presence
from kiosk.touch.presses import Leave, Reading, Speak, ToggleContrast, ToggleLarge, Touched
from kiosk.touch.typing_keys import KeyPress


@dataclass(frozen=True, slots=True)
class Reader:
    """`asked`: the question whether anybody is still there is on the screen."""

    language: str = FIRST
    large: bool = False
    contrast: bool = False
    presence: Presence = field(default_factory=Presence)
    asked: bool = False

    @property
    def reads_as_usual(self) -> bool:
        """As the next visitor should find the screen."""
        return self.language == FIRST and not self.large and not self.contrast


R = TypeVar("R", bound=Reader)


def next_reader(reader: R) -> R:
    """The next visitor begins afresh, in Ukrainian."""
    return replace(reader, language=FIRST, large=False, contrast=False, asked=False)


def saw(reader: R, at: float) -> R:
    """Another screen is before the visitor's eyes: a finger already on its way was meant for the one before."""
    return replace(reader, presence=reader.presence.shown(at))


def given_time(reader: R, at: float) -> R:
    """Something new is on the screen: reading it takes time as well."""
    return replace(reader, presence=reader.presence.renewed(at), asked=False)


def heed(reader: R, event: Touched) -> tuple[R, Any]:
    """A touch as far as it counts: the reader after it, and the press that is to be followed, or None."""
    presence, press, asked = reader.presence, event.press, reader.asked
    key = press if isinstance(press, KeyPress) else None
    if presence.deaf(event.at) if key is None else presence.deaf_to_key(key, event.at):
        return replace(reader, presence=presence.touched(event.at, obeyed=False)), None
    reader = replace(reader, presence=presence.touched(event.at, obeyed=press is not None, key=key), asked=False)
    # The question covers the buttons; any touch answers it.
    return reader, press if not asked or isinstance(press, Leave) else None


def read(reader: R, press: Reading) -> R:
    """The visitor's way of reading."""
    match press:
        case Speak(language):
            return replace(reader, language=language)
        case ToggleLarge():
            return replace(reader, large=not reader.large)
        case ToggleContrast():
            return replace(reader, contrast=not reader.contrast)


def waited(reader: R, patience: Patience | None, at: float) -> R | None:
    """The reader after so long without a touch: asked or not. None: nobody is there any more."""
    if patience is None:
        return replace(reader, asked=False)
    mood = reader.presence.mood(patience, at)
    return None if mood == "gone" else replace(reader, asked=mood == "asked")
