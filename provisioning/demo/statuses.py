"""What the appliances say of themselves, brought from the bus's thread into the demo's loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.status import Status
from broker.contracts.topics import Topics

log = logging.getLogger(__name__)


class Statuses:
    """Calls `heard(appliance, status)` in `loop`."""

    def __init__(self, bus: Bus, loop: asyncio.AbstractEventLoop, heard: Callable[[str, Status], None]) -> None:
        self._loop, self._heard = loop, heard
        bus.subscribe(Topics(bus.hall).status("+"), self._hear)

    def _hear(self, message: Message) -> None:
        if not message.body:
            return
        try:
            status = codec.read(Status, message.body)
        except ContractError as error:
            log.warning("%s cannot be read: %s", message.topic, error)
            return
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._heard, message.topic.split("/")[-2], status)
