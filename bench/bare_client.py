"""The least that is an MQTT 5 client: a load that costs the two cores next to nothing beside what it measures.

Of the protocol just what a fast asker needs: connect, one subscription, publish at QoS 1, acknowledge. No properties,
no keepalive, no second try. Whoever wants a client takes `broker.bus.link`.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable

from bench.wrong import Wrong
from broker.contracts.topics import Topics

_CONNACK, _PUBLISH, _SUBACK = 2, 3, 9  # packet types, the first half of a packet's first byte

Heard = Callable[["BareClient", bytes], None]


class BareClient:
    """One connection that asks on `command/<name>` and hears `reply/<name>`."""

    def __init__(self, port: int, hall: str, name: str) -> None:
        topics = Topics(hall)
        self.name = name
        self._command = _text(topics.command(name))
        self._packet_id = 0
        self._coming = bytearray()
        self.ready = False
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._send(0x10, _text("MQTT") + b"\x05\x02\x00\x00\x00" + _text(name))
        self._send(0x82, b"\x00\x01\x00" + _text(topics.reply(name)) + b"\x01")

    def ask(self, body: bytes) -> None:
        self._packet_id = self._packet_id % 65535 + 1
        self._send(0x32, self._command + self._packet_id.to_bytes(2) + b"\x00" + body)

    def take_in(self) -> list[bytes]:
        """The replies that have come. Wrong when the broker hung up or refused."""
        data = self.socket.recv(65536)
        if not data:
            raise Wrong(f"the broker hung up on {self.name}")
        self._coming += data
        heard = []
        while (packet := self._packet()) is not None:
            kind, content = packet
            if kind >> 4 == _PUBLISH:
                heard.append(self._reply(content))
            elif kind >> 4 == _CONNACK and content[1]:
                raise Wrong(f"the broker refused {self.name}: reason {content[1]}")
            elif kind >> 4 == _SUBACK:
                self.ready = True
        return heard

    def close(self) -> None:
        self.socket.close()

    def _reply(self, content: memoryview) -> bytes:
        at = 2 + int.from_bytes(content[:2])
        packet_id = bytes(content[at : at + 2])
        properties, begins = _length(content, at + 2)
        self.socket.sendall(b"\x40\x02" + packet_id)
        return bytes(content[begins + properties :])

    def _packet(self) -> tuple[int, memoryview] | None:
        coming = self._coming
        if len(coming) < 2 or (len(coming) < 5 and coming[-1] & 0x80):  # noqa: PLR2004 - type and up to four of length
            return None
        size, begins = _length(memoryview(bytes(coming[:5])), 1)
        if len(coming) < begins + size:
            return None
        content = memoryview(bytes(coming[begins : begins + size]))
        kind = coming[0]
        del coming[: begins + size]
        return kind, content

    def _send(self, kind: int, content: bytes) -> None:
        self.socket.sendall(bytes((kind,)) + _varint(len(content)) + content)


class Crowd:
    """Many bare clients in one thread. `turn` lets each hear what came for it."""

    def __init__(self, port: int, hall: str, names: list[str]) -> None:
        self.clients = [BareClient(port, hall, name) for name in names]
        self._ready = selectors.DefaultSelector()
        for client in self.clients:
            self._ready.register(client.socket, selectors.EVENT_READ, client)
        end = time.monotonic() + 10
        while not all(client.ready for client in self.clients):
            self.turn(lambda _client, _body: None)
            if time.monotonic() > end:
                raise Wrong("the broker does not let all clients in")

    def turn(self, heard: Heard, patience: float = 0.05) -> None:
        """Wait up to `patience` seconds for replies and give each to `heard`."""
        for key, _ in self._ready.select(patience):
            client: BareClient = key.data
            for body in client.take_in():
                heard(client, body)

    def close(self) -> None:
        self._ready.close()
        for client in self.clients:
            client.close()


def _text(text: str) -> bytes:
    body = text.encode()
    return len(body).to_bytes(2) + body


def _varint(number: int) -> bytes:
    written = bytearray()
    while True:
        number, low = divmod(number, 128)
        written.append(low | (0x80 if number else 0))
        if not number:
            return bytes(written)


def _length(content: memoryview, at: int) -> tuple[int, int]:
    """A variable byte integer at `at`, and where it ends."""
    value = shift = 0
    while True:
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return value, at
