"""Who tries codes until one fits has to wait: unknown codes are counted for each client.

A mistyped code, whose check sign does not fit, tells nobody anything and is not counted. What is counted lives with
the process: a restart forgives, and nobody outside can bring one about.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta, tzinfo

from broker.contracts.errors import Refused
from broker.queuemaster.timetable import said_time

_CLIENTS = 1000  # remembered at once; a hall has dozens


class Guessing:
    """At most `most` unknown codes of one client within `pause`; then it waits until the first is that old."""

    def __init__(self, most: int, pause: timedelta, zone: tzinfo, reason: str = "too-many-guesses") -> None:
        self._most = most
        self._pause = pause
        self._zone = zone
        self._reason = reason
        self._wrong: dict[str, deque[datetime]] = {}

    def need_patience(self, client: str, now: datetime) -> None:
        """Refused `too-many-guesses` (or what it was made with), saying when the client may try again."""
        wrong = self._wrong.get(client)
        while wrong and wrong[0] + self._pause <= now:
            wrong.popleft()
        if wrong is not None and not wrong:
            del self._wrong[client]
        elif wrong is not None and len(wrong) >= self._most:
            raise Refused(self._reason, time=said_time(wrong[0] + self._pause + timedelta(minutes=1), self._zone))

    def was_wrong(self, client: str, now: datetime) -> None:
        if client not in self._wrong and len(self._wrong) >= _CLIENTS:
            del self._wrong[next(iter(self._wrong))]
        self._wrong.setdefault(client, deque(maxlen=self._most)).append(now)
