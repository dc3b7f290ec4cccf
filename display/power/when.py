"""When a screen is to be lit: by the hall's calendar, by whoever is still in it, and by a sensor that sees people. Pure.

What is not known keeps the light on: a dark board tells nobody anything.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from broker.contracts.snapshot import Snapshot

LEAD = timedelta(minutes=15)  # before reception begins people stand at the door, and look in


class Light:
    """`after`: minutes that a screen stays lit in a closed hall with nobody in it; 0: it is always lit."""

    def __init__(self, after: float) -> None:
        self._after = after * 60
        self._empty_since: float | None = None

    def look(
        self, snapshot: Snapshot | None, wall: datetime, moment: float, moved: float | None = None
    ) -> tuple[bool, float | None]:
        """Whether to be lit at `moment` (of a clock that does not jump; `wall` is the other), and after how many seconds
        to look again; None: only when something is heard. `moved`: when somebody was last seen.
        """
        if not self._after or snapshot is None or _wanted(snapshot, wall):
            self._empty_since = None
            return True, None
        if self._empty_since is None:
            self._empty_since = moment
        dark_at = max(self._empty_since, moved if moved is not None else self._empty_since) + self._after
        if moment < dark_at:
            return True, dark_at - moment
        if snapshot.until is None:
            return False, None
        return False, max(1.0, (snapshot.until - LEAD - wall).total_seconds())


def _wanted(snapshot: Snapshot, wall: datetime) -> bool:
    """Somebody is here, or will be soon."""
    if snapshot.hall != "closed":
        return True
    if any(line.waiting for line in snapshot.lines):
        return True
    if any(window.state in ("calling", "serving") for window in snapshot.windows):
        return True
    return snapshot.until is not None and snapshot.until - wall <= LEAD
