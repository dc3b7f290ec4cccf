"""What the hall's clock says, by the heartbeat of its queue-master; and how it compares with the one here."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.snapshot import Snapshot
from broker.contracts.topics import Topics

OLD = 10.0  # seconds; the heart beats every two


class HallClock:
    """Make it before `bus.start()`."""

    def __init__(
        self,
        bus: Bus,
        *,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._clock, self._wall = clock, wall
        self._ahead = timedelta()
        self._heard: float | None = None
        bus.subscribe(Topics(bus.hall).state, self._hear)

    @property
    def ahead(self) -> timedelta | None:
        """How far the hall's clock is ahead of the one here, by what was heard just now; None: nothing was."""
        if self._heard is None or self._clock() - self._heard > OLD:
            return None
        return self._ahead

    def _hear(self, message: Message) -> None:
        if message.retained or not message.body:
            return  # nobody knows how long it lay there
        try:
            said = codec.read(Snapshot, message.body).at
        except ContractError:
            return  # the watch counts and logs those
        self._ahead, self._heard = said - self._wall(), self._clock()
