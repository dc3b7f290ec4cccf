"""What was lately asked of appliances and done at them, as they told it themselves. Pure."""

from __future__ import annotations

from collections import defaultdict, deque

from broker.contracts.status import Did

KEPT = 3  # of each appliance
UNSAID = frozenset({"screenshot", "log", "backup-standing"})  # what the office asks for whoever looks


class Deeds:
    """The last deeds by appliance, newest first."""

    def __init__(self) -> None:
        self._by: defaultdict[str, deque[Did]] = defaultdict(lambda: deque(maxlen=KEPT))

    def hear(self, appliance: str, did: Did) -> None:
        known = self._by[appliance]
        if did.what not in UNSAID and all(each.id != did.id for each in known):
            known.appendleft(did)

    def of(self, appliance: str) -> tuple[Did, ...]:
        return tuple(self._by[appliance]) if appliance in self._by else ()
