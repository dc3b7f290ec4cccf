"""The other halls, as somebody tells of them on `state/city`: what was told last, with the moment each was so."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.city import Branch, City
from broker.contracts.errors import ContractError
from broker.contracts.topics import Topics
from kiosk.dispenser.inputs import BranchSeen, CitySeen

log = logging.getLogger(__name__)


class CityWatch:
    """`tell` is called in the bus's thread. `clock` tells the time of day. Before `bus.start()`."""

    def __init__(self, bus: Bus, tell: Callable[[CitySeen], None], clock: Callable[[], datetime]) -> None:
        self._hall, self._tell, self._clock = bus.hall, tell, clock
        bus.subscribe(Topics(bus.hall).city, self._hear)

    def _hear(self, message: Message) -> None:
        try:
            halls = codec.read(City, message.body).halls if message.body else ()
        except ContractError as error:
            log.warning("a picture of the city that cannot be read: %s", error)
            return
        at, now = time.monotonic(), self._clock()
        self._tell(CitySeen(at, tuple(_seen(each, at, now) for each in halls if each.id != self._hall)))


def _seen(branch: Branch, at: float, now: datetime) -> BranchSeen:
    # A clock that is behind would make it younger than now.
    age = max(0.0, (now - branch.at).total_seconds())
    return BranchSeen(branch.name, branch.address, branch.open, branch.waiting, branch.likely, at - age)
