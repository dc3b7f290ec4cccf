"""The hall's snapshot as an appliance sees it, and how old it is."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.snapshot import Snapshot
from broker.contracts.topics import Topics

log = logging.getLogger(__name__)

SILENCE = 5.0  # seconds without the queue-master's heartbeat (every 2 s) after which the source counts as lost


class HallWatch:
    """Keeps the newest snapshot. `on_change` is called in the bus's thread when there is something new to draw:
    another snapshot, the link gone or back, or the same snapshot after a silence.
    """

    def __init__(self, bus: Bus, on_change: Callable[[], None], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._bus, self._on_change, self._clock = bus, on_change, clock
        self._heard = clock()
        self.snapshot: Snapshot | None = None
        bus.subscribe(Topics(bus.hall).state, self._hear)
        bus.on_link(lambda _up: on_change())

    @property
    def connected(self) -> bool:
        return self._bus.connected

    def age(self, now: float | None = None) -> float:
        """Seconds (of the monotonic clock) since the queue-master was last heard; since the beginning, if never."""
        return max(0.0, (self._clock() if now is None else now) - self._heard)

    def silent(self, now: float | None = None) -> bool:
        """True when what is shown may be old: its age must be shown with it."""
        return self.age(now) > SILENCE

    def _hear(self, message: Message) -> None:
        if not message.body:
            return
        try:
            heard = codec.read(Snapshot, message.body)
        except ContractError as error:
            log.warning("a snapshot that cannot be read: %s", error)
            return
        held = self.snapshot
        if held is not None and heard.epoch == held.epoch and heard.seq < held.seq:
            return  # overtaken on the way
        was_silent = self.silent()
        # A retained snapshot says nothing of the queue-master being alive, however it came to be stored.
        if not message.retained:
            self._heard = self._clock()
        self.snapshot = heard
        if held is None or was_silent or _drawn(heard) != _drawn(held):
            self._on_change()


def _drawn(snapshot: Snapshot) -> Snapshot:
    """What a heartbeat does not change."""
    return msgspec.structs.replace(snapshot, at=_NEVER)


_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
