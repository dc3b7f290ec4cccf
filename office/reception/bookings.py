"""Who is expected today: asked of the queue-master while somebody looks, because a booking may be weeks old."""

from __future__ import annotations

import time

from broker.bus.clock import new_id
from broker.contracts.commands import ListBookings
from broker.contracts.replies import BookingView
from office.live import Live

FRESH = 20.0  # seconds
MOST = 2000  # bookings of a day


class Bookings:
    """`today`: as it was last told. `look` asks again when that is old; it belongs into the office's asyncio loop."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._asked = 0.0
        self._asking = False
        self.today: tuple[BookingView, ...] = ()

    def stale(self) -> None:
        """Something was done about a booking."""
        self._asked = 0.0

    async def look(self) -> None:
        if self._asking or (self._asked and time.monotonic() - self._asked < FRESH):
            return
        self._asking = True
        try:
            found = await self._all()
        finally:
            self._asking = False
        self._asked = time.monotonic()
        if found is not None:
            self.today = found

    async def _all(self) -> tuple[BookingView, ...] | None:
        found: list[BookingView] = []
        while len(found) < MOST:
            after = found[-1].id if found else None
            reply = await self._live.ask(ListBookings(id=new_id(), at=self._live.clock(), after=after))
            if reply is None or reply.bookings is None:
                return None
            if not reply.bookings:
                break
            found += reply.bookings
        return tuple(found)
