"""How long to wait before a dead role is started again. Pure."""

from __future__ import annotations

LONGEST = 10.0
FIRST = 0.25


def pause(failures: int) -> float:
    """Seconds to wait; `failures` counts the deaths in a row before the role was ready.

    A role that had been ready is started again at once, however often it is killed. One that dies while it is starting
    will most likely do so again, and waits twice as long each time.
    """
    return 0.0 if failures == 0 else min(LONGEST, FIRST * 2 ** (failures - 1))
