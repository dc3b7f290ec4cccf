"""The bus inside one process: the same interface as the link, for stories, property tests and the reader.

Faults are arguments: a `random.Random` and four rates decide what is lost, doubled, late or out of order.
Nothing is delivered until `deliver` is called, so a test owns time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from broker.bus.seam import Handler, LinkListener, Message
from broker.bus.topic_filter import matches
from broker.contracts.codec import MAX_BYTES
from broker.contracts.errors import ContractError


@dataclass(frozen=True, slots=True)
class Faults:
    """How bad the bus is: each rate is the share of deliveries that it strikes."""

    lose: float = 0.0
    double: float = 0.0
    delay: float = 0.0
    reorder: float = 0.0


class MemoryBroker:
    """What the clients of one process share."""

    def __init__(self, faults: Faults | None = None, random: Random | None = None) -> None:
        self.faults = faults or Faults()
        self.random = random or Random(0)  # noqa: S311 - chance for tests, not secrets
        self.retained: dict[str, Message] = {}
        self.clients: list[MemoryBus] = []
        self._waiting: list[tuple[MemoryBus, Handler, Message]] = []

    def client(self, name: str, hall: str = "test-hall") -> MemoryBus:
        return MemoryBus(self, name, hall)

    def accept(self, message: Message, *, retain: bool) -> None:
        if retain:
            if message.body:
                self.retained[message.topic] = message
            else:
                self.retained.pop(message.topic, None)
        for client in self.clients:
            for pattern, handler in client.handlers:
                if client.connected and matches(pattern, message.topic):
                    self._queue(client, handler, message)

    def _queue(self, client: MemoryBus, handler: Handler, message: Message) -> None:
        copies = 0 if self.random.random() < self.faults.lose else 1
        copies += self.random.random() < self.faults.double
        for _ in range(copies):
            place = len(self._waiting)
            if self.random.random() < self.faults.reorder:
                place = self.random.randint(0, place)
            self._waiting.insert(place, (client, handler, message))

    def deliver(self, rounds: int = 1000) -> int:
        """Hand over what waits, and what that causes. Returns how many messages were handed over."""
        handed = 0
        for _ in range(rounds):
            if not self._waiting:
                break
            batch, self._waiting = self._waiting, []
            for client, handler, message in batch:
                if self.random.random() < self.faults.delay:
                    self._waiting.append((client, handler, message))
                elif client.connected:
                    handler(message)
                    handed += 1
        return handed


@dataclass
class MemoryBus:
    """One client. See `seam.Bus`."""

    broker: MemoryBroker
    client: str
    hall: str
    connected: bool = False
    handlers: list[tuple[str, Handler]] = field(default_factory=list)
    _listeners: list[LinkListener] = field(default_factory=list)
    _kept: dict[str, bytes] = field(default_factory=dict)
    _will: tuple[str, bytes] | None = None

    def subscribe(self, topic: str, handler: Handler) -> None:
        self.handlers.append((topic, handler))
        if self.connected:
            self._hear_retained(topic, handler)

    def publish(
        self, topic: str, body: bytes, *, retain: bool = False, response_topic: str = "", correlation: bytes = b""
    ) -> None:
        if len(body) > MAX_BYTES:
            raise ContractError(f"{len(body)} bytes; a message has at most {MAX_BYTES}")
        if retain:
            self._kept[topic] = body
        if self.connected:
            self.broker.accept(Message(topic, body, False, response_topic, correlation), retain=retain)

    def on_link(self, listener: LinkListener) -> None:
        self._listeners.append(listener)

    def will(self, topic: str, body: bytes) -> None:
        self._will = (topic, body)

    def start(self) -> None:
        self.broker.clients.append(self)
        self.connected = True
        for pattern, handler in self.handlers:
            self._hear_retained(pattern, handler)
        for topic, body in self._kept.items():
            self.broker.accept(Message(topic, body), retain=True)
        for listener in self._listeners:
            listener(True)

    def stop(self) -> None:
        self.connected = False
        if self in self.broker.clients:
            self.broker.clients.remove(self)
        for listener in self._listeners:
            listener(False)

    def cut(self) -> None:
        """The network is gone, without a goodbye: the will speaks."""
        self.stop()
        if self._will:
            self.broker.accept(Message(*self._will), retain=True)

    def _hear_retained(self, pattern: str, handler: Handler) -> None:
        for message in list(self.broker.retained.values()):
            if matches(pattern, message.topic):
                self.broker._queue(self, handler, Message(message.topic, message.body, retained=True))  # noqa: SLF001 - two halves of one thing
