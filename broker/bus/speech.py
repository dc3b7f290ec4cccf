"""Whether the hall's voice is speaking where an appliance stands: for media that go down meanwhile, boards that flash."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection

from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.status import Speaking
from broker.contracts.topics import Topics

log = logging.getLogger(__name__)


class SpeechWatch:
    """Hears every announcer. `zones`: where the appliance is heard or seen; none: everywhere.

    `on_change` is called in the bus's thread when somebody begins to speak or is done. An announcer that is lost in the
    middle says no end: what it said last counts for as long as it may take, so ask `duck` now and then.
    """

    def __init__(
        self,
        bus: Bus,
        on_change: Callable[[], None],
        *,
        zones: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._on_change, self._zones, self._clock = on_change, frozenset(zones), clock
        self._begun: dict[str, tuple[Speaking, float]] = {}  # by the announcement, and until when at the latest
        self._lock = threading.Lock()
        bus.subscribe(Topics(bus.hall).speaking("+"), self._hear)

    @property
    def now(self) -> tuple[Speaking, ...]:
        """What is being said here."""
        moment = self._clock()
        with self._lock:
            return tuple(speaking for speaking, until in self._begun.values() if moment < until)

    @property
    def duck(self) -> float:
        """By how many decibels media are to be quieter now; 0: not at all."""
        return max((speaking.duck for speaking in self.now), default=0.0)

    @property
    def ends_in(self) -> float | None:
        """Seconds after which nobody speaks here any more, at the latest; None: nobody does."""
        moment = self._clock()
        with self._lock:
            return max((until - moment for _, until in self._begun.values() if moment < until), default=None)

    @property
    def calls(self) -> frozenset[tuple[str, int]]:
        """The numbers and windows that are being called."""
        return frozenset((call.number, call.window) for speaking in self.now for call in speaking.calls)

    def _hear(self, message: Message) -> None:
        if message.retained:
            return  # somebody kept it: it was said some other time
        try:
            said = codec.read(Speaking, message.body)
        except ContractError as error:
            log.warning("what cannot be read: %s", error)
            return
        if self._zones and said.zones and not self._zones.intersection(said.zones):
            return
        with self._lock:
            if said.state == "started":
                moment = self._clock()
                self._begun = {key: held for key, held in self._begun.items() if moment < held[1]}
                self._begun[said.id] = (said, moment + said.seconds)
            elif self._begun.pop(said.id, None) is None:
                return
        self._on_change()
