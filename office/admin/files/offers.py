"""What the queue-master offers of content, as the bus says it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.status import Content


class Offers:
    """`told`: something has changed. All in the office's loop."""

    def __init__(self, told: Callable[[], None]) -> None:
        self._told = told
        self._offers: dict[str, Content] = {}
        self._changed = asyncio.Event()

    def hear(self, message: Message) -> None:
        name = message.topic.rsplit("/", 1)[1]
        try:
            offer = codec.read(Content, message.body) if message.body else None
        except ContractError:
            return
        if offer is None:
            self._offers.pop(name, None)
        else:
            self._offers[name] = offer
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
        self._told()

    def version(self, name: str) -> str:
        """What people call the version that is published; "": none is."""
        offer = self._offers.get(name)
        return offer.version if offer else ""

    async def until(self, name: str, sha256: str, patience: float) -> bool:
        """Wait until this very bundle is offered ("": none of this name). Whether it was in time."""
        try:
            async with asyncio.timeout(patience):
                while (offer.sha256 if (offer := self._offers.get(name)) else "") != sha256:
                    await self._changed.wait()
        except TimeoutError:
            return False
        return True
