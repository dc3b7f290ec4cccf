"""How long to wait before the next try: twice as long each time, never in step with the neighbours."""

from __future__ import annotations


def back_off(tries: int, chance: float, first: float = 1.0, longest: float = 8.0) -> float:
    """Seconds to wait after try number `tries` (the first is 1).

    Doubles from `first` up to `longest`; `chance` (0 ≤ chance < 1, random) takes away up to a half ("equal
    jitter"), so that twenty appliances that lost one broker do not all come back in the same millisecond.
    """
    full = min(longest, first * 2.0 ** min(tries - 1, 30))
    return full * (1.0 - chance / 2.0)
