"""What a touch means on every touch screen, and what happens to every one of them. Values only."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

# What a button means. A button carries its press; the flow decides whether it counts.


class More(Struct, frozen=True):
    """The next screen of the same list."""


class Back(Struct, frozen=True):
    pass


class Leave(Struct, frozen=True):
    """Done here: the next visitor's screen, please."""


class StillHere(Struct, frozen=True):
    pass


class Speak(Struct, frozen=True):
    language: str


class ToggleLarge(Struct, frozen=True):
    pass


class ToggleContrast(Struct, frozen=True):
    pass


class ToggleLow(Struct, frozen=True):
    """All that can be touched moves within the reach of whoever sits, or back."""


class StartAloud(Struct, frozen=True):
    """From now on the screen is spoken to the headset."""


class StopAloud(Struct, frozen=True):
    pass


class Louder(Struct, frozen=True):
    pass


class Softer(Struct, frozen=True):
    pass


Reading = Speak | ToggleLarge | ToggleContrast | ToggleLow | StartAloud | StopAloud | Louder | Softer


# What happens. `at` is monotonic seconds.


class Touched(Struct, frozen=True):
    """A finger left the screen: on a button, or beside them (None). `spare`: a new id, should one be needed."""

    at: float
    press: Any
    spare: str


class Passed(Struct, frozen=True):
    """Only time has passed."""

    at: float


class Drawn(Struct, frozen=True):
    """Another screen than before is now before the visitor's eyes."""

    at: float


class Heard(Struct, frozen=True):
    """What was to be heard of the screen has been said to its end: from now on the visitor is waited for."""

    at: float
