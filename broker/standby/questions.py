"""At the standby: one question at a time for each who asks, each with its own number."""

from __future__ import annotations

import itertools
import threading
from typing import Any, TypeVar

import msgspec

from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.standby import StandbyTold
from broker.contracts.topics import Topics

_NO_LINK = 0.2  # seconds until it is worth while to try again

T = TypeVar("T", bound=msgspec.Struct)
_told = msgspec.json.Decoder[StandbyTold](StandbyTold)


class Questions:
    """Asks the queue-master over `bus`. Any thread may ask."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._topic = Topics(bus.hall).standby_ask(bus.client)
        self._numbers = itertools.count(1)
        self._changed = threading.Condition()
        self._answers: dict[int, StandbyTold | None] = {}
        self._stopped = False
        bus.subscribe(Topics(bus.hall).standby_told(bus.client), self._hear)

    def ask(self, kind: type[Any], answer: type[T], seconds: float, **fields: Any) -> T | None:
        """The answer; None when none came in time, or there is nobody to ask."""
        if not self._bus.connected:
            with self._changed:
                self._changed.wait_for(lambda: self._stopped, _NO_LINK)
            return None
        number = next(self._numbers)
        with self._changed:
            self._answers[number] = None
        try:
            self._bus.publish(self._topic, codec.encode(kind(number=number, **fields)))
            with self._changed:
                self._changed.wait_for(lambda: self._stopped or self._answers[number] is not None, seconds)
                told = self._answers[number]
        finally:
            with self._changed:
                del self._answers[number]
        return told if isinstance(told, answer) else None

    def stop(self) -> None:
        """Nobody waits any longer."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _hear(self, message: Message) -> None:
        try:
            told = _told.decode(message.body)
        except msgspec.MsgspecError:
            return
        with self._changed:
            if told.number in self._answers:
                self._answers[told.number] = told
                self._changed.notify_all()
