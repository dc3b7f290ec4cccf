"""An emergency that is in force: said at once, and again until it is over. Pure; the hall's own time orders what is heard.

It begins and ends by events, and by the live snapshot too: an announcer that was away when the alarm began must not be
silent through it, and one that missed its end must not send people to a shelter for ever. Calls are another matter:
no snapshot is ever a reason to speak one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class Alarm:
    """`why`: what is in force, None for nothing. `due`: when it is to be said next (seconds of a steady clock).

    `at`: the hall's time of the last word about it; what is older tells nothing.
    """

    every: float = 30.0
    why: str | None = None
    due: float = NEVER
    at: float = NEVER

    def heard(self, why: str | None, at: float, now: float) -> Alarm:
        """The alarm after the hall told, dated `at`, that `why` is in force, or (None) that nothing is."""
        if at < self.at:
            return self
        if why == self.why:
            return replace(self, at=at)
        return replace(self, why=why, due=now if why else NEVER, at=at)

    def take(self, now: float) -> tuple[Alarm, str | None]:
        """What is to be said now, or None, and when again."""
        if self.why is None or now < self.due:
            return self, None
        return replace(self, due=now + self.every), self.why

    def said(self, now: float) -> Alarm:
        """It was said to its end: the pause begins now, however long the words were."""
        return replace(self, due=now + self.every) if self.why else self

    def wait(self, now: float) -> float | None:
        """Seconds until it is to be said; None while nothing is in force."""
        return max(0.0, self.due - now) if self.why else None
