"""When the hall is told its next snapshot. Pure.

A snapshot with an event (a call, a ticket) waits only for the one before that had an event, too: whoever presses Next
looks at the board. One of a changed forecast, which nobody looks for, waits for any other; and when nothing changes
there is a heartbeat, by which an appliance knows that what it shows is still so.
"""

from __future__ import annotations

from math import inf

HEARTBEAT = 2.0  # seconds; who has not heard the snapshot for 5 s may say that it is old
APART = 0.05  # seconds; more often than 20 times a second nobody sees


class Pace:
    """Moments are seconds of a clock that never goes back."""

    def __init__(self) -> None:
        self._told = self._told_events = -inf
        self._changed = True  # nobody knows how it stands after a start
        self._events = False

    def changed(self) -> None:
        """Something is another than the hall was told, without an event."""
        self._changed = True

    def happened(self) -> None:
        """There was an event."""
        self._events = True

    def left(self, moment: float) -> float:
        """Seconds until the snapshot is due; 0: it is."""
        due = self._told + (APART if self._changed else HEARTBEAT)
        if self._events:
            due = min(due, self._told_events + APART)
        return max(0.0, due - moment)

    def told(self, moment: float) -> None:
        if self._events:
            self._told_events = moment
        self._told = moment
        self._changed = self._events = False
