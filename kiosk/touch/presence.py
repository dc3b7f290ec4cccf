"""Whether somebody stands at the screen, and whether a touch is a new wish or the same finger trembling. Pure.

Numbers from EN 301 549 and WCAG 2.2: a repeated strike within 0.5 s is one strike, and a hall may set another span;
whoever is about to be sent home is warned and gets at least 20 s to say that they are still there, however often.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

STRIKE_GUARD = 0.5
WARNING = 20.0  # seconds in which a single touch keeps what is on the screen
SLOWER = 2.0  # how much longer everything waits for whoever reads in another way than most

Mood = Literal["here", "asked", "gone"]


class Patience(Struct, frozen=True):
    """Seconds without a touch before asking, and seconds after asking before going home. No `asking`: go at once."""

    idle: float
    asking: float = 0.0


BROWSING = Patience(50.0, WARNING)


class Presence(Struct, frozen=True):
    """When a touch was last seen, and when it was last obeyed or what came of it was shown (monotonic seconds).

    `guard`: seconds in which a second strike is none. `slow`: the visitor reads large letters, or listens, or reaches
    up: every screen waits longer, and none goes without asking. `key`: the key of the on-screen keyboard that was obeyed last, and `struck` when; None: something else was.
    """

    seen: float = float("-inf")
    obeyed: float = float("-inf")
    guard: float = STRIKE_GUARD
    slow: bool = False
    key: object = None
    struck: float = float("-inf")

    def deaf(self, at: float) -> bool:
        """True while a touch belongs to the one obeyed before."""
        return at - self.obeyed < self.guard

    @property
    def typing(self) -> bool:
        """True while the visitor goes from key to key."""
        return self.key is not None

    def deaf_to_key(self, key: object, at: float) -> bool:
        """As `deaf`, for a key. Another key may follow at once, whatever was drawn since: a guard between any two keys
        would be too slow to type with.
        """
        return self.deaf(at) if self.key is None else key == self.key and at - self.struck < self.guard

    def touched(self, at: float, *, obeyed: bool, key: object = None) -> Presence:
        seen = max(self.seen, at)
        return replace(self, seen=seen, obeyed=at, key=key, struck=at) if obeyed else replace(self, seen=seen)

    def shown(self, at: float) -> Presence:
        """A new screen is there: a finger already on its way was meant for the one before."""
        return replace(self, obeyed=max(self.obeyed, at))

    def renewed(self, at: float) -> Presence:
        """Something new is on the screen: reading it takes time as well."""
        return replace(self, seen=max(self.seen, at))

    def mood(self, patience: Patience, at: float) -> Mood:
        idle, asking = self._terms(patience)
        if at < self.seen + idle:
            return "here"
        return "asked" if at < self.seen + idle + asking else "gone"

    def next_change(self, patience: Patience, at: float) -> float | None:
        """When the mood changes by itself; None when it has changed for the last time."""
        idle, asking = self._terms(patience)
        asked, gone = self.seen + idle, self.seen + idle + asking
        return asked if at < asked else gone if at < gone else None

    @property
    def warning(self) -> float:
        """Seconds in which whoever is asked may answer, where a screen asks as long as the standards want."""
        return WARNING * (SLOWER if self.slow else 1.0)

    def _terms(self, patience: Patience) -> tuple[float, float]:
        """Seconds before asking, and after it."""
        if not self.slow:
            return patience.idle, patience.asking
        return patience.idle * SLOWER, max(patience.asking, WARNING) * SLOWER
