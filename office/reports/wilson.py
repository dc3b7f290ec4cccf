"""How sure a share is: Wilson's score interval (E. B. Wilson, JASA 22 (1927) 209–212). Pure.

It stays within 0 and 1 and is honest for few answers, where the usual "plus or minus" is not.
"""

from __future__ import annotations

from math import sqrt

Z_95 = 1.959963984540054


def interval(part: int, whole: int, z: float = Z_95) -> tuple[float, float] | None:
    """The bounds between which the true share lies, 95 times of 100; None when nobody was asked."""
    if whole <= 0:
        return None
    share = part / whole
    middle = share + z * z / (2 * whole)
    half = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
