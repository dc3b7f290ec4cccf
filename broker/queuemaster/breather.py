"""When something has changed, the boards draw it: on a box that is queue-master and board, looking ahead waits for that. Pure.

A frame takes all cores of a small machine for some hundredths of a second, and who presses Next looks at the board.
"""

from __future__ import annotations

LASTS = 0.1  # seconds
APART = 1.0  # seconds between two: in a rush, when something changes all the time, nobody would look ahead else


class Breather:
    """Moments are seconds of a clock that never goes back."""

    def __init__(self) -> None:
        self._until = float("-inf")

    def changed(self, moment: float) -> None:
        if moment - self._until >= APART:
            self._until = moment + LASTS

    def left(self, moment: float) -> float:
        """Seconds until it is over; 0: it is."""
        return max(0.0, self._until - moment)
