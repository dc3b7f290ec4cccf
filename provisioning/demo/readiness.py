"""When is a hall ready? When each of its appliances has said so on the bus. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from broker.contracts.status import Status

UP = ("ready", "degraded")  # degraded serves too, and says itself what it lacks


class Readiness:
    """Hears statuses. What was said before `since` is a retained echo of an earlier demo and does not count."""

    def __init__(self, appliances: Iterable[str], since: datetime) -> None:
        self._since = dict.fromkeys(appliances, since)
        self._up: set[str] = set()

    def hear(self, appliance: str, status: Status) -> None:
        if appliance not in self._since or status.at < self._since[appliance]:
            return
        if status.state in UP:
            self._up.add(appliance)
        else:
            self._up.discard(appliance)

    def started(self, appliance: str, at: datetime) -> None:
        """A new process of this appliance was started: only what it says from now on counts."""
        if appliance in self._since:
            self._since[appliance] = at
            self._up.discard(appliance)

    def is_up(self, appliance: str) -> bool:
        return appliance in self._up

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for name in self._since if name not in self._up)
