"""THE rule of whose turn it is, in numbers: everything that decides who is called goes through `standing`.

At a window, of all who wait and whom it may call, the one with the greatest standing is called; of equals, the one
who is senior. Accumulating priority: Stanford, Taylor, Ziedins, Queueing Systems 77 (2014) 297–330. What follows
from the rule for an ordinary visitor is proven in `docs/fairness.md` and computed by `bound.py`.
"""

from __future__ import annotations

from typing import NamedTuple

STRICT_STEP = 1_000_000.0  # seconds; no wait of a day comes near it


class Standing(NamedTuple):
    """Compared from the left: the upper tier before the lower, then the greater score (seconds)."""

    upper: bool
    score: float


def standing(waited: float, rate: float, guarantee: float | None, extra: float, *, strict: bool) -> Standing:
    """How one ticket stands at one window, at one moment.

    `waited`: seconds since its seniority, not below 0. `rate`: of its class, 1.0 for ordinary ones. `guarantee`:
    seconds after which it goes into the upper tier, which is ordered by seniority alone; None: never. `extra`:
    seconds that this window adds or takes off (minus the place of the line among its preferences × the policy's
    preference; plus one preference for needs that few windows meet).
    """
    if guarantee is not None and waited >= guarantee:
        return Standing(upper=True, score=waited)
    if strict:
        return Standing(upper=False, score=waited + STRICT_STEP * (rate - 1.0) + extra)
    return Standing(upper=False, score=rate * waited + extra)
