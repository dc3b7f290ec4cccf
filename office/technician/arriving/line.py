"""The office's line to the desk that lets boxes in: hears who asks, passes a technician's word on."""

from __future__ import annotations

import asyncio

from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.enrolling import Asking, DeskSaid, DeskWish
from broker.contracts.errors import ContractError
from broker.contracts.topics import Topics
from office.live import Live


class DeskLine:
    def __init__(self, live: Live) -> None:
        self.asking: Asking | None = None
        self._live, self._topics = live, Topics(live.hall.hall.id)
        self._wishes: dict[str, asyncio.Future[DeskSaid]] = {}
        live.hear_also(self._topics.asking, self._asks)
        live.hear_also(self._topics.desk_said, self._said)

    async def wish(self, wish: DeskWish, patience: float) -> DeskSaid | None:
        """What the desk says to it, or None when it said nothing in time: ask again with the same id."""
        done = self._wishes.setdefault(wish.id, asyncio.get_running_loop().create_future())
        self._live.publish(self._topics.desk_wish, codec.encode(wish))
        try:
            async with asyncio.timeout(patience):
                return await asyncio.shield(done)
        except TimeoutError:
            return None
        finally:
            self._wishes.pop(wish.id, None)

    def _asks(self, message: Message) -> None:
        try:
            self.asking = codec.read(Asking, message.body)
        except ContractError:
            return
        self._live.tell()

    def _said(self, message: Message) -> None:
        try:
            said = codec.read(DeskSaid, message.body)
        except ContractError:
            return
        wished = self._wishes.get(said.id)
        if wished is not None and not wished.done():
            wished.set_result(said)
