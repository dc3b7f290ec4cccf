"""How loud media are while a hall speaks: by what the voice tells of itself, and by the calls where none does. Pure."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

LINGERS = 8.0  # seconds: a voice is longer than a call is new, and says it in two languages


class Ducking(Struct, frozen=True, kw_only=True):
    """`spare`: the share that is left while a call is new and no voice is heard of."""

    spare: float
    called: bool = False
    until: float = float("-inf")  # a call is new no longer, but may still be spoken until then
    told: bool = False  # the voice has told of itself since a call became new, so its own end counts
    decibels: float = 0.0

    def call(self, now: float, *, is_new: bool) -> Ducking:
        """A call is new, or is so no longer."""
        if is_new:
            return replace(self, called=True, told=self.decibels > 0)
        return replace(self, called=False, until=now + LINGERS)

    def voice(self, decibels: float) -> Ducking:
        """The voice wants media so much quieter; 0: it is silent again."""
        return replace(self, decibels=decibels, told=self.told or decibels > 0)

    def share(self, now: float) -> float:
        """1: as loud as they are meant to be; 0: silence."""
        if self.decibels > 0:
            return float(10 ** (-self.decibels / 20))
        return self.spare if not self.told and (self.called or now < self.until) else 1.0

    def wait(self, now: float) -> float | None:
        """Seconds until the share changes by itself; None: it does not."""
        return self.until - now if not self.called and now < self.until else None
