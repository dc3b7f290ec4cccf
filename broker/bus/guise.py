"""A bus under another client's name: several speak over one connection, each for itself.

The office speaks for its windows so, and the demo for its made-up people. What may be said in whose name is held by the
broker's access list.
"""

from __future__ import annotations

from broker.bus.seam import Bus, Handler, LinkListener, Message


class Guise:
    """`bus` is started and stopped by whoever made it; `stop` of a guise only ends its hearing."""

    def __init__(self, bus: Bus, client: str) -> None:
        self._bus = bus
        self.client = client
        self.hall = bus.hall
        self._handlers: dict[str, list[Handler]] = {}
        self._listeners: list[LinkListener] = []
        bus.on_link(self._told)

    @property
    def connected(self) -> bool:
        return self._bus.connected

    def subscribe(self, topic: str, handler: Handler) -> None:
        if topic in self._handlers:
            self._handlers[topic].append(handler)
        else:
            self._handlers[topic] = [handler]
            self._bus.subscribe(topic, lambda message: self._hear(topic, message))

    def publish(
        self, topic: str, body: bytes, *, retain: bool = False, response_topic: str = "", correlation: bytes = b""
    ) -> None:
        self._bus.publish(topic, body, retain=retain, response_topic=response_topic, correlation=correlation)

    def on_link(self, listener: LinkListener) -> None:
        self._listeners.append(listener)

    def will(self, topic: str, body: bytes) -> None:
        raise NotImplementedError("a guise has no connection of its own to lose")

    def start(self) -> None:
        """The bus behind is started by whoever made it. It may be up already, which a new connection would tell."""
        if self.connected:
            self._told(True)

    def stop(self) -> None:
        """Hear nothing more; it may be put on again."""
        for handlers in self._handlers.values():
            handlers.clear()
        self._listeners.clear()

    def _hear(self, topic: str, message: Message) -> None:
        for handler in tuple(self._handlers[topic]):
            handler(message)

    def _told(self, up: bool) -> None:  # noqa: FBT001 - a LinkListener
        for listener in tuple(self._listeners):
            listener(up)


class Wardrobe:
    """Guises over one bus by name, each put on again where it was worn before."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._guises: dict[str, Guise] = {}

    def guise(self, client: str) -> Guise:
        if client not in self._guises:
            self._guises[client] = Guise(self._bus, client)
        return self._guises[client]
