"""Hears what boards say of their screens and tells the hall on which of them each call was seen: `state/seen`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime

from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.shown import Seen, Shown
from broker.contracts.snapshot import CallView
from broker.contracts.status import Status
from broker.contracts.topics import Topics
from broker.queuemaster.showing import Showing

log = logging.getLogger(__name__)


class ShownWatch:
    """`called` is the loop's, the rest happens in the bus's thread."""

    def __init__(self, bus: Bus, clock: Callable[[], datetime]) -> None:
        self._bus, self._clock, self._topics = bus, clock, Topics(bus.hall)
        self._showing = Showing()
        self._lock = threading.Lock()
        bus.subscribe(self._topics.status("+"), self._status)
        bus.subscribe(self._topics.shown("+"), self._shown)

    def called(self, calls: Iterable[CallView]) -> None:
        """The hall's last calls have changed, or have not."""
        with self._lock:
            if self._showing.called(calls, self._clock()):
                self._tell()

    def told(self) -> Seen:
        with self._lock:
            return self._showing.told(self._clock())

    def _status(self, message: Message) -> None:
        try:
            status = codec.read(Status, message.body)
        except ContractError:
            return
        with self._lock:
            self._showing.status(_appliance(message), status)

    def _shown(self, message: Message) -> None:
        try:
            shown = codec.read(Shown, message.body)
        except ContractError as error:
            log.warning("what a screen shows cannot be read: %s", error)
            return
        with self._lock:
            if self._showing.shown(_appliance(message), shown, self._clock()):
                self._tell()

    def _tell(self) -> None:
        self._bus.publish(self._topics.seen, codec.encode(self._showing.told(self._clock())), retain=True)


def _appliance(message: Message) -> str:
    return message.topic.split("/")[-2]
