"""How often somebody may ask, so that nobody tries codes until one fits or keeps the hall's machine busy. Pure.

A bucket for each address or ticket holds so many requests and fills again at a steady rate.
"""

from __future__ import annotations

from dataclasses import dataclass, field

_MOST_KNOWN = 20_000  # buckets that are remembered; those that are full again go first


@dataclass
class Limit:
    """`burst` at once, `rate` a second afterwards."""

    burst: float
    rate: float
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)  # who -> what was left, and when

    def allows(self, who: str, now: float) -> bool:
        """Whether `who` may ask at `now` (seconds of any clock that goes on); counts it."""
        left = self._now(who, now)
        if left < 1.0:
            return False
        if len(self._left) >= _MOST_KNOWN and who not in self._left:
            self._forget(now)
        self._left[who] = (left - 1.0, now)
        return True

    def spent(self, who: str, now: float) -> bool:
        """Whether `who` has nothing left; counts nothing."""
        return self._now(who, now) < 1.0

    def _now(self, who: str, now: float) -> float:
        left, since = self._left.get(who, (self.burst, now))
        return min(self.burst, left + (now - since) * self.rate)

    def _forget(self, now: float) -> None:
        full = [who for who in self._left if self._now(who, now) >= self.burst]
        for who in full or list(self._left)[: _MOST_KNOWN // 2]:
            del self._left[who]
