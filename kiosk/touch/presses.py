"""What a touch means on every touch screen, and what happens to every one of them. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# What a button means. A button carries its press; the flow decides whether it counts.


@dataclass(frozen=True, slots=True)
class More:
    """The next screen of the same list."""


@dataclass(frozen=True, slots=True)
class Back:
    pass


@dataclass(frozen=True, slots=True)
class Leave:
    """Done here: the next visitor's screen, please."""


@dataclass(frozen=True, slots=True)
class StillHere:
    pass


@dataclass(frozen=True, slots=True)
class Speak:
    language: str


@dataclass(frozen=True, slots=True)
class ToggleLarge:
    pass


@dataclass(frozen=True, slots=True)
class ToggleContrast:
    pass


@dataclass(frozen=True, slots=True)
class ToggleLow:
    """All that can be touched moves within the reach of whoever sits, or back."""


@dataclass(frozen=True, slots=True)
class StartAloud:
    """From now on the screen is spoken to the headset."""


@dataclass(frozen=True, slots=True)
class StopAloud:
    pass


@dataclass(frozen=True, slots=True)
class Louder:
    pass


@dataclass(frozen=True, slots=True)
class Softer:
    pass


Reading = Speak | ToggleLarge | ToggleContrast | ToggleLow | StartAloud | StopAloud | Louder | Softer


# What happens. `at` is monotonic seconds.


@dataclass(frozen=True, slots=True)
class Touched:
    """A finger left the screen: on a button, or beside them (None). `spare`: a new id, should one be needed."""

    at: float
    press: Any
    spare: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Only time has passed."""

    at: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """Another screen than before is now before the visitor's eyes."""

    at: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What was to be heard of the screen has been said to its end: from now on the visitor is waited for."""

    at: float
