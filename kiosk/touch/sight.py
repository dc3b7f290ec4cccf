"""What a finger was meant for: the button that stood under it when it set out, not one that came under it since. Pure.

A screen is drawn anew whenever the hall says something. A finger takes half a second to the glass, and a frame takes a
while to be drawn, so the button under a finger may be younger than the wish to press it. Whoever presses what stood
there all the while is obeyed; whoever meets a button that has just come is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

ON_ITS_WAY = 0.5  # seconds from the wish to the glass


class Spot(Struct, frozen=True):
    """A button and where it stands: px from the lower left corner of the screen. `press` None: it is dead now."""

    label: str
    press: Any
    left: float
    low: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.low <= y <= self.top


Spots = tuple[Spot, ...]


def under(spots: Iterable[Spot], x: float, y: float) -> Spot | None:
    """The button at a place."""
    return next((spot for spot in spots if spot.holds(x, y)), None)


def alike(one: Spot | None, other: Spot | None) -> bool:
    """Whether a finger that is meant for one is meant for the other: it would do the same, or one of them is dead and it
    is called the same.
    """
    if one is None or other is None:
        return one is other
    return one.press == other.press or (None in (one.press, other.press) and one.label == other.label)


class Sight:
    """What stood where on one screen, as far back as a finger may remember. Times are monotonic."""

    def __init__(self) -> None:
        self._past: list[tuple[float, Spots]] = []  # until when it was seen; the last may be before the eyes still
        self._unseen = False

    @property
    def unseen(self) -> bool:
        """True while the screen has been changed and the eyes have the one before."""
        return self._unseen

    def changes(self, spots: Spots) -> None:
        """The screen that shows `spots` is changed now."""
        if not self._unseen:
            self._past.append((float("inf"), spots))
            self._unseen = True

    def drawn(self, at: float) -> None:
        """The screen as it is now is before the eyes."""
        if self._unseen:
            self._past[-1] = (at, self._past[-1][1])
            self._unseen = False
        self._past = [each for each in self._past if each[0] > at - ON_ITS_WAY]

    def meant(self, x: float, y: float, now: Spot | None) -> Spot | None:
        """What a finger that comes down here sees under it, where the button of the screen as it is now is `now`."""
        return under(self._past[-1][1], x, y) if self._unseen else now

    def steady(self, x: float, y: float, spot: Spot | None, at: float) -> bool:
        """Whether this has stood here for as long as a finger is on its way."""
        return all(alike(under(spots, x, y), spot) for until, spots in self._past if until > at - ON_ITS_WAY)
