"""The problems of all appliances of the hall, as far as they can be heard: for whoever asks at any of them."""

from __future__ import annotations

import logging

from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.status import Problem
from broker.contracts.topics import Topics

log = logging.getLogger(__name__)


class HallProblems:
    """Make it before `bus.start()`. Where the broker allows no such listening, it stays empty."""

    def __init__(self, bus: Bus) -> None:
        self._held: dict[tuple[str, str], Problem] = {}
        bus.subscribe(Topics(bus.hall).problem("+", "+"), self._hear)

    def elsewhere(self, than: str) -> dict[str, tuple[Problem, ...]]:
        """By appliance, without `than`."""
        others: dict[str, tuple[Problem, ...]] = {}
        for (appliance, _), problem in sorted(self._held.copy().items()):
            if appliance != than:
                others[appliance] = (*others.get(appliance, ()), problem)
        return others

    def _hear(self, message: Message) -> None:
        *_, appliance, _, code = message.topic.split("/")
        if not message.body:
            self._held.pop((appliance, code), None)
            return
        try:
            self._held[appliance, code] = codec.read(Problem, message.body)
        except ContractError as error:
            log.warning("a problem of %s that cannot be read: %s", appliance, error)
