"""Who stands before a touch screen: how they read it, and whether they are still there. Pure, no clock.

A flow's state is a `Reader` with whatever else the appliance has to know; these verbs keep the rest as it is.
"""

from __future__ import annotations

from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from broker.contracts.phrases import FIRST
from kiosk.touch.help_call import NO_HELP, HelpPress, HelpSeen, HelpState
from kiosk.touch.presence import Patience, Presence
from kiosk.touch.presses import (
    Heard,
    Leave,
    Louder,
    Reading,
    Softer,
    Speak,
    StartAloud,
    StopAloud,
    ToggleContrast,
    ToggleLarge,
    ToggleLow,
    Touched,
)
from kiosk.touch.typing_keys import KeyPress

BUTTONS, LARGE_BUTTONS, LOW_BUTTONS = 8, 4, 6  # at most so many of a list on one screen, and each of them big enough


class Fittings(Struct, frozen=True):
    """What this appliance is built with. `lowers`: its screen reaches so high that low mode makes a difference.
    `dark_after`: seconds without anybody in a closed hall, after which it goes dark; None: never.

    `headset`: there is one to speak to. `calls`: a person can be called. `volumes`: how many there are; `volume`: the one that each visitor begins with.
    """

    lowers: bool = False
    dark_after: float | None = None
    headset: bool = False
    calls: bool = False
    volumes: int = 7
    volume: int = 3


class Reader(Struct, frozen=True):
    """`asked`: the question whether anybody is still there is on the screen. `low`: all buttons within low reach.
    `dark`: the light is off, and the next touch only puts it on.

    `aloud`: the screen is spoken to the headset, so many steps of `louder` than each visitor begins with.
    """

    language: str = FIRST
    large: bool = False
    contrast: bool = False
    low: bool = False
    aloud: bool = False
    louder: int = 0
    presence: Presence = field(default_factory=Presence)
    asked: bool = False
    dark: bool = False
    fittings: Fittings = Fittings()
    help: HelpState = NO_HELP

    @property
    def reads_as_usual(self) -> bool:
        """As the next visitor should find the screen."""
        return self.language == FIRST and not self.reads_otherwise and not self.help.shown

    @property
    def reads_otherwise(self) -> bool:
        """In a way that takes more time than others need."""
        return self.large or self.contrast or self.low or self.aloud

    @property
    def volume(self) -> int:
        """1 to `fittings.volumes`."""
        return self.fittings.volume + self.louder

    @property
    def buttons(self) -> int:
        """How many of a list there are on one screen."""
        return LARGE_BUTTONS if self.large else LOW_BUTTONS if self.low else BUTTONS


R = TypeVar("R", bound=Reader)
_AS_USUAL: dict[str, Any] = {"large": False, "contrast": False, "low": False, "aloud": False, "louder": 0}


def next_reader(reader: R) -> R:
    """The next visitor begins afresh, in Ukrainian."""
    presence = replace(reader.presence, slow=False)
    after = replace(reader, help=reader.help.left(), presence=presence)
    return replace(after, language=FIRST, **_AS_USUAL, asked=False)


def equipped(reader: R, fittings: Fittings, strike_guard: float) -> R:
    """The reader of an appliance that has these fittings; a second strike within `strike_guard` seconds is none."""
    return replace(reader, fittings=fittings, presence=replace(reader.presence, guard=strike_guard))


def saw(reader: R, at: float) -> R:
    """Another screen is before the visitor's eyes: a finger already on its way was meant for the one before."""
    return replace(reader, presence=reader.presence.shown(at))


def present(reader: R, at: float) -> R:
    """A finger is on the glass. In the dark it only puts the light on, and nothing counts before."""
    return reader if reader.dark else replace(reader, presence=reader.presence.renewed(at))


def given_time(reader: R, at: float) -> R:
    """Something new is on the screen: reading it takes time as well."""
    return replace(reader, presence=reader.presence.renewed(at), asked=False)


def heed(reader: R, event: Touched) -> tuple[R, Any]:
    """A touch as far as it counts: the reader after it, and the press that is to be followed, or None.

    A press that changes the way of reading, or calls a person, is followed here.
    """
    presence, press, asked = reader.presence, event.press, reader.asked
    if isinstance(press, StartAloud | StopAloud):  # a plug, a held corner: no finger that trembles, and never in vain
        reader = read(replace(reader, asked=False), press)
        return replace(reader, presence=reader.presence.touched(event.at, obeyed=False)), None
    key = press if isinstance(press, KeyPress) else None
    if presence.deaf(event.at) if key is None else presence.deaf_to_key(key, event.at):
        return replace(reader, presence=presence.touched(event.at, obeyed=False)), None
    reader = replace(reader, presence=presence.touched(event.at, obeyed=press is not None, key=key), asked=False)
    # The question covers the buttons; any touch answers it.
    if asked and not isinstance(press, Leave):
        return reader, None
    if isinstance(press, HelpPress):
        return replace(reader, help=reader.help.pressed(press)), None
    if isinstance(press, Reading):
        return read(reader, press), None
    # What is said of the call for help covers the buttons too.
    return (reader, press) if not reader.help.shown or isinstance(press, Leave) else (reader, None)


def read(reader: R, press: Reading) -> R:
    """The visitor's way of reading."""
    match press:
        case Speak(language):
            reader = replace(reader, language=language)
        case ToggleLarge():
            reader = replace(reader, large=not reader.large)
        case ToggleContrast():
            reader = replace(reader, contrast=not reader.contrast)
        case ToggleLow():
            reader = replace(reader, low=not reader.low)
        case StartAloud() | StopAloud():
            on = isinstance(press, StartAloud) and reader.fittings.headset
            reader = replace(reader, aloud=on, louder=reader.louder if on and reader.aloud else 0)
        case Louder() if reader.volume < reader.fittings.volumes:
            reader = replace(reader, louder=reader.louder + 1)
        case Softer() if reader.volume > 1:
            reader = replace(reader, louder=reader.louder - 1)
    return replace(reader, presence=replace(reader.presence, slow=reader.reads_otherwise))


def heard(reader: R, event: Heard) -> R:
    """A visitor who had to listen first has the same time to answer as one who reads. A question goes on waiting."""
    return reader if reader.asked else replace(reader, presence=reader.presence.renewed(event.at))


def saw_help(reader: R, event: HelpSeen) -> R:
    return replace(reader, help=reader.help.seen(event.stage))


def waited(reader: R, patience: Patience | None, at: float) -> R | None:
    """The reader after so long without a touch: asked or not. None: nobody is there any more."""
    if patience is None:
        return replace(reader, asked=False)
    mood = reader.presence.mood(patience, at)
    return None if mood == "gone" else replace(reader, asked=mood == "asked")
