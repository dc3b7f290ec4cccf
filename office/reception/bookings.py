"""Who is expected today: asked of the queue-master while somebody looks, because a booking may be weeks old."""

from __future__ import annotations

import time

from broker.bus.clock import new_id
from broker.contracts import events as e
from broker.contracts.commands import ListBookings
from broker.contracts.events import Event
from broker.contracts.replies import BookingView
from office.live import Live

FRESH = 20.0  # seconds
SOON = 1.0  # seconds between two questions while a file of bookings comes in
MOST = 2000  # bookings of a day


class Bookings:
    """`today`: as it was last told. `look` asks again when that is old, or soon when it heard that something has changed.

    It belongs into the office's asyncio loop.
    """

    def __init__(self, live: Live) -> None:
        self._live = live
        self._asked = 0.0
        self._asking = False
        self._changed = False
        self.today: tuple[BookingView, ...] = ()

    def stale(self) -> None:
        """Something was done about a booking."""
        self._asked = 0.0

    def hear(self, event: Event) -> None:
        match event:
            case e.BookingMade() | e.BookingMoved() | e.BookingCancelled() | e.BookingMissed():
                self._changed = True
            case e.TicketIssued():
                self._changed = self._changed or event.booking is not None

    def forget(self) -> None:
        self._changed = True

    async def look(self) -> None:
        fresh = SOON if self._changed else FRESH
        if self._asking or (self._asked and time.monotonic() - self._asked < fresh):
            return
        self._asking, self._changed = True, False
        try:
            found = await self._all()
        finally:
            self._asking = False
        self._asked = time.monotonic()
        if found is not None and found != self.today:
            self.today = found
            self._live.tell()

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
