"""The MQTT 5 client on the wire. The only file that imports the MQTT library.

The library looks every property up in tables of names, reads a packet in three system calls and writes each with one
more; a queue-master that answers a thousand commands a second spent most of its time there. The packets that make up
all the traffic of a running hall (PUBLISH with QoS 1 and its PUBACK) are therefore read here; the rest, from the
handshake to the keepalive, is the library's. Measured: 420 µs of the queue-master's CPU for a command, its reply and
its event before, 135 µs after; 1,450 such commands a second before, 6,000 after.
"""

from __future__ import annotations

import socket
import ssl
import struct
from collections.abc import Callable
from typing import Any, cast

from paho.mqtt.client import Client, MQTTMessageInfo
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.properties import Properties

from broker.bus.identity import BROKER
from broker.bus.seam import Message

_PUBACK = 0x40
_FAILURE = 0x80  # reason codes from here on are failures (MQTT 5, 2.4)
_PIECE = 64 * 1024  # bytes written at once
_SIP = 8 * 1024  # bytes read at once: what they cause is written before the next
_CONNECTS_WITHIN = 2.0  # seconds; in a hall it takes milliseconds, and a cut network answers nothing at all
_WAITING = 20_000  # messages kept for a broker that is connected but does not read


class Wire(Client):
    """A connection driven by its owner's loop. `hear` gets each message, `denied` (message id, reason code)."""

    def __init__(self, client: str, hear: Callable[[Message], None], denied: Callable[[int, int], None]) -> None:
        super().__init__(CallbackAPIVersion.VERSION2, client, protocol=MQTTProtocolVersion.MQTTv5)
        self._hear, self._denied = hear, denied
        self._read, self._at = b"", 0
        self.connect_timeout = _CONNECTS_WITHIN
        self.max_queued_messages_set(_WAITING)
        self.on_socket_open = self._opened
        self.on_socket_register_write = _nothing  # so that a publisher's thread never writes to the socket

    def limit_in_flight(self, most: int) -> None:
        """Obey the broker's Receive Maximum, which the library ignores: a broker that is overrun hangs up."""
        self._max_inflight_messages = most  # the public setter refuses once connected

    def secure(self, context: ssl.SSLContext) -> None:
        """Speak TLS from the next connection on. The library's own setter may be called once only."""
        self._ssl, self._ssl_context = True, context

    def _ssl_wrap_socket(self, tcp_sock: socket.socket) -> ssl.SSLSocket:
        """The broker is known by its name in the hall, not by the address at which it happens to be."""
        assert self._ssl_context
        wrapped = self._ssl_context.wrap_socket(tcp_sock, server_hostname=BROKER, do_handshake_on_connect=False)
        wrapped.settimeout(self.connect_timeout)
        wrapped.do_handshake()
        return wrapped

    def send(
        self,
        topic: str,
        body: bytes,
        retain: bool,  # noqa: FBT001 - the hot path has no keywords
        response_topic: str,
        correlation: bytes,
    ) -> MQTTMessageInfo:
        """Publish with QoS 1, from any thread. The owner of the loop must be told that there is something to write."""
        properties = _request(response_topic, correlation) if response_topic or correlation else None
        return self.publish(topic, body, 1, retain, properties)

    def read_all(self) -> None:
        """Read until neither the socket nor we hold bytes that no select would tell of."""
        self.loop_read()
        while (sock := self._sock) is not None and (
            self._at < len(self._read) or (hasattr(sock, "pending") and sock.pending() > 0)
        ):
            self.loop_read()

    def loop_write(self) -> MQTTErrorCode:
        """Write what waits, many packets in one piece."""
        packets = self._out_packet
        if len(packets) > 1:
            piece = bytearray()
            while packets and len(piece) < _PIECE and packets[0]["qos"] == 1:
                packet = packets.popleft()
                piece += packet["packet"][packet["pos"] :]
            if piece:
                size = len(piece)
                packets.appendleft(
                    {
                        "command": _PUBACK,
                        "mid": 0,
                        "qos": 1,
                        "pos": 0,
                        "to_process": size,
                        "packet": piece,
                        "info": None,
                    }
                )
        return super().loop_write()

    def _opened(self, _client: Client, _data: Any, sock: Any) -> None:
        self._read, self._at = b"", 0
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # without it a small message waits 40 ms

    def _sock_recv(self, bufsize: int) -> bytes:
        if self._at >= len(self._read):
            self._read, self._at = super()._sock_recv(_SIP), 0
        piece = self._read[self._at : self._at + bufsize]
        self._at += len(piece)
        return piece

    def _handle_publish(self) -> MQTTErrorCode:
        head, packet = self._in_packet["command"], bytes(self._in_packet["packet"])
        at = 2 + int.from_bytes(packet[:2], "big")
        topic = packet[2:at].decode("utf-8", "replace")
        mid = 0
        if head & 0x06:
            mid = int.from_bytes(packet[at : at + 2], "big")
            at += 2
        response_topic, correlation, at = request_properties(packet, at)
        self._hear(Message(topic, packet[at:], bool(head & 0x01), response_topic, correlation))
        return self._send_puback(mid) if mid else MQTTErrorCode.MQTT_ERR_SUCCESS

    def _handle_pubackcomp(self, cmd: Any) -> MQTTErrorCode:  # noqa: ARG002 - we publish with QoS 1 alone
        packet = self._in_packet["packet"]
        mid = packet[0] << 8 | packet[1]
        if len(packet) > 2 and packet[2] >= _FAILURE:  # noqa: PLR2004 - the message id
            self._denied(mid, packet[2])
        with self._out_message_mutex:
            message = self._out_messages.pop(mid, None)
            if message is not None:
                message.info._set_as_published()  # noqa: SLF001 - as the library does
                self._inflight_messages -= 1
                if len(self._out_messages) > self._inflight_messages:  # its search for the next one is a long one
                    return self._update_inflight()
        return MQTTErrorCode.MQTT_ERR_SUCCESS


def request_properties(packet: bytes, at: int) -> tuple[str, bytes, int]:
    """Response Topic and Correlation Data of a PUBLISH whose properties begin at `at`, and where its body begins.

    MQTT 5, 2.2.2 and 3.3.2.3. ValueError, IndexError or struct.error on what is none.
    """
    length, at = _number(packet, at)
    end = at + length
    response_topic, correlation = "", b""
    while at < end:
        kind = packet[at]
        at += 1
        if kind in _FIXED:
            at += _FIXED[kind]
        elif kind == _SUBSCRIPTION_IDENTIFIER:
            _, at = _number(packet, at)
        else:
            value, at = _sized(packet, at)
            if kind == _RESPONSE_TOPIC:
                response_topic = value.decode("utf-8", "replace")
            elif kind == _CORRELATION_DATA:
                correlation = value
            elif kind == _USER_PROPERTY:
                _, at = _sized(packet, at)
            elif kind != _CONTENT_TYPE:
                raise ValueError(f"property {kind} in a PUBLISH")
    return response_topic, correlation, end


def _request(response_topic: str, correlation: bytes) -> Properties:
    """Response Topic and Correlation Data, packed, in the place of the library's `Properties`."""
    fields = b""
    if response_topic:
        topic = response_topic.encode()
        fields = struct.pack("!BH", _RESPONSE_TOPIC, len(topic)) + topic
    if correlation:
        fields += struct.pack("!BH", _CORRELATION_DATA, len(correlation)) + correlation
    return cast("Properties", _Packed(_packed_number(len(fields)) + fields))


class _Packed:
    __slots__ = ("_bytes",)

    def __init__(self, packed: bytes) -> None:
        self._bytes = packed

    def pack(self) -> bytes:
        return self._bytes


_FIXED = {0x01: 1, 0x02: 4, 0x23: 2}  # payload format, message expiry, topic alias: property -> bytes
_CONTENT_TYPE, _RESPONSE_TOPIC, _CORRELATION_DATA = 0x03, 0x08, 0x09
_SUBSCRIPTION_IDENTIFIER, _USER_PROPERTY = 0x0B, 0x26


def _number(packet: bytes, at: int) -> tuple[int, int]:
    """A variable byte integer (MQTT 5, 1.5.5), and where it ends."""
    value = shift = 0
    while True:
        byte = packet[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:  # noqa: PLR2004 - the top bit says that more follow
            return value, at
        shift += 7


def _packed_number(value: int) -> bytes:
    out = bytearray()
    while True:
        value, digit = divmod(value, 128)
        out.append(digit | (128 if value else 0))
        if not value:
            return bytes(out)


def _sized(packet: bytes, at: int) -> tuple[bytes, int]:
    end = at + 2 + int.from_bytes(packet[at : at + 2], "big")
    return packet[at + 2 : end], end


def _nothing(*_: Any) -> None: ...
