"""The bus over MQTT 5. The only file that imports the MQTT library.

The library's parts are driven by a loop of our own (its documented interface for external event loops), because its
own thread wakes through a system call at every publish, reconnects in step with everybody else's and hides the
broker's refusals. The broker is taken as lossy: what must arrive is asked again (`asking.Asker`) or kept (`outbox`).
"""

from __future__ import annotations

import logging
import os
import selectors
import socket
import struct
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from random import SystemRandom
from typing import TYPE_CHECKING, Any, Protocol, cast

from broker.bus.back_off import back_off
from broker.bus.seam import Handler, LinkListener, Message
from broker.bus.topic_filter import Routes
from broker.contracts.codec import MAX_BYTES
from broker.contracts.errors import ContractError

if TYPE_CHECKING:
    from paho.mqtt.client import Client

log = logging.getLogger(__name__)

KEEPALIVE = 5  # seconds; a silent death of the network is seen after two of them
_MISC = 1.0  # seconds between looks at the keepalive
_IN_FLIGHT = 1000  # unacknowledged messages; the broker's own limit (Receive Maximum) lowers it
_WAITING = 20_000  # messages kept for a broker that is connected but does not read
_FAREWELL = 2.0  # seconds that `stop` gives to what is under way
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 4.0  # seconds between attempts to connect
_POISON = frozenset({"Packet too large", "Malformed packet", "Protocol error", "Payload format invalid"})


@dataclass(slots=True)
class Counts:
    """What a technician wants to know of a link. `denied`: by the broker's access list."""

    connected: int = 0
    lost: int = 0
    refused: int = 0
    denied: int = 0
    dropped: int = 0
    failed_handlers: int = 0


class Link:
    """One client of the hall's broker. See `seam.Bus`."""

    def __init__(self, hall: str, client: str, host: str, port: int, *, keepalive: int = KEEPALIVE) -> None:
        self.counts = Counts()
        self._hall, self._client = hall, client
        self._host, self._port, self._keepalive = host, port, keepalive
        self._routes = Routes()
        self._listeners: list[LinkListener] = []
        self._kept: dict[str, bytes] = {}
        self._kept_lock = threading.Lock()  # a kept message and its sending must not be overtaken by a newer one
        self._will: tuple[str, bytes] | None = None
        self._chance = SystemRandom().random
        self._mqtt: Client | None = None
        self._connected = False
        self._subscribing: int | None = None  # message id of the subscriptions that make the link complete
        self._largest = MAX_BYTES
        self._recent: deque[tuple[int, str]] = deque(maxlen=256)  # so that a refusal can name its topic
        self._last: _Sent | None = None
        self._stopping = threading.Event()
        self._awake = True
        self._wake_read, self._wake_write = -1, -1
        self._thread: threading.Thread | None = None

    @property
    def client(self) -> str:
        return self._client

    @property
    def hall(self) -> str:
        return self._hall

    @property
    def connected(self) -> bool:
        return self._connected

    def subscribe(self, topic: str, handler: Handler) -> None:
        self._routes.add(topic, handler)
        if self._connected and self._mqtt is not None:
            self._mqtt.subscribe(topic, qos=1)
            self._wake()

    def publish(
        self, topic: str, body: bytes, *, retain: bool = False, response_topic: str = "", correlation: bytes = b""
    ) -> None:
        if len(body) > self._largest:
            raise ContractError(f"{len(body)} bytes for {topic}; a message has at most {self._largest}")
        if retain:
            with self._kept_lock:
                self._kept[topic] = body
                self._send(topic, body, True, response_topic, correlation)
        else:
            self._send(topic, body, False, response_topic, correlation)

    def on_link(self, listener: LinkListener) -> None:
        self._listeners.append(listener)

    def will(self, topic: str, body: bytes) -> None:
        self._will = (topic, body)

    def start(self) -> None:
        if self._thread is not None:
            raise RuntimeError("a link is started once")
        self._wake_read, self._wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._thread = threading.Thread(target=self._run, name=f"link-{self._client}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._wake(even_if_awake=True)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(_FAREWELL + 8.0)  # an attempt to connect may take its five seconds

    # --- sending: any thread ---

    def _send(self, topic: str, body: bytes, retain: bool, response_topic: str, correlation: bytes) -> None:  # noqa: FBT001 - the hot path has no keywords
        mqtt = self._mqtt
        if mqtt is None or not self._connected:
            if not retain:
                self.counts.dropped += 1
            return
        extras = _Extras(response_topic, correlation) if response_topic or correlation else None
        sent = mqtt.publish(topic, body, 1, retain, cast("Any", extras))
        if sent.rc and sent.rc != _NO_CONNECTION:  # without a connection the library keeps it and sends it later
            self.counts.dropped += 1
            log.warning("%s: %s was not sent: %s", self._client, topic, sent.rc)
            return
        self._recent.append((sent.mid, topic))
        self._last = sent
        if not self._awake:
            self._wake()

    def _wake(self, *, even_if_awake: bool = False) -> None:
        """Get the network thread out of its wait. One byte is enough, however many messages wait."""
        if self._wake_write >= 0 and (even_if_awake or not self._awake):
            self._awake = True
            with suppress(BlockingIOError):  # it is being woken already
                os.write(self._wake_write, b"\0")

    # --- the network thread ---

    def _run(self) -> None:
        mqtt = self._mqtt = self._new_client()
        tries = 0
        while not self._stopping.is_set():
            tries += 1
            try:
                mqtt.connect(self._host, self._port, self._keepalive, clean_start=True)
            except (OSError, ValueError) as error:  # ValueError: a host name that is none
                self._say_once(tries, error)
            else:
                if self._serve(mqtt):
                    tries = 0
            self._lost()
            if self._stopping.wait(back_off(max(tries, 1), self._chance(), _FIRST_PAUSE, _LONGEST_PAUSE)):
                break
        self._mqtt = None
        os.close(self._wake_write)
        os.close(self._wake_read)
        self._wake_write = self._wake_read = -1

    def _serve(self, mqtt: Client) -> bool:
        """One connection, from the first byte to the last. True if it came so far that messages could flow."""
        was = self.counts.connected
        try:
            self._pump(mqtt)
        except Exception:
            # Bytes from the network must never end this thread: hang up and begin anew.
            log.exception("%s: the connection broke on what the broker sent", self._client)
            _hang_up(mqtt)
        return self.counts.connected > was

    def _pump(self, mqtt: Client) -> None:
        end: float | None = None
        sock: Any = mqtt.socket()
        with selectors.DefaultSelector() as ready:
            ready.register(self._wake_read, selectors.EVENT_READ)
            ready.register(sock, selectors.EVENT_READ)
            waits_to_write = False
            while mqtt.socket() is sock and sock is not None:
                self._awake = False  # from here on a publisher must wake us …
                if mqtt.want_write():  # … and what it left before is seen here
                    self._awake = True
                    mqtt.loop_write()
                    self._awake = False
                    if mqtt.socket() is not sock:
                        return
                    if mqtt.want_write() != waits_to_write:
                        waits_to_write = not waits_to_write
                        ready.modify(sock, selectors.EVENT_READ | (selectors.EVENT_WRITE if waits_to_write else 0))
                events = ready.select(0.0 if mqtt.want_write() and not waits_to_write else _MISC)
                self._awake = True
                for key, mask in events:
                    if key.fd == self._wake_read:
                        os.read(self._wake_read, 4096)
                    elif mask & selectors.EVENT_READ:
                        mqtt.loop_read()
                mqtt.loop_misc()
                if self._stopping.is_set():
                    end = end or time.monotonic() + _FAREWELL
                    if not self._under_way() or time.monotonic() > end:
                        mqtt.disconnect()
                        mqtt.loop_write()
                        return

    def _under_way(self) -> bool:
        if not self._connected or self._last is None:
            return False
        try:
            return not self._last.is_published()
        except (RuntimeError, ValueError):
            return False  # it was given up

    def _lost(self) -> None:
        if self._connected:
            self._connected = False
            self.counts.lost += 1
            self._tell(False)

    def _tell(self, up: bool) -> None:  # noqa: FBT001 - it is the message
        for listener in self._listeners:
            try:
                listener(up)
            except Exception:
                self.counts.failed_handlers += 1
                log.exception("%s: a listener to the link failed", self._client)

    def _say_once(self, tries: int, error: Exception) -> None:
        if tries == 1:
            log.warning("%s: no broker at %s:%d (%s); trying on", self._client, self._host, self._port, error)

    # --- what the library tells us: in the network thread ---

    def _new_client(self) -> Client:
        # Imported here: it takes some 80 ms, which a screen spends better on its first frame.
        from paho.mqtt.client import Client  # noqa: PLC0415
        from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion  # noqa: PLC0415

        mqtt = Client(CallbackAPIVersion.VERSION2, self._client, protocol=MQTTProtocolVersion.MQTTv5)
        mqtt.max_queued_messages_set(_WAITING)
        if self._will:
            mqtt.will_set(self._will[0], self._will[1], qos=1, retain=True)
        mqtt.on_socket_open = _no_delay
        mqtt.on_socket_register_write = _nothing  # so that only this thread writes; `_wake` tells it
        mqtt.on_connect = self._on_connect
        mqtt.on_disconnect = self._on_disconnect
        mqtt.on_subscribe = self._on_subscribe
        mqtt.on_publish = self._on_publish
        mqtt.on_message = self._on_message
        return mqtt

    def _on_connect(self, mqtt: Client, _data: Any, _flags: Any, reason: Any, properties: Any) -> None:
        if reason.is_failure:
            self.counts.refused += 1
            log.error("%s: the broker refused the connection: %s", self._client, reason)
            return
        # The library does not read the broker's limit, and its setter refuses once connected; a broker whose limit
        # is overrun hangs up.
        mqtt._max_inflight_messages = min(_IN_FLIGHT, getattr(properties, "ReceiveMaximum", _IN_FLIGHT))  # noqa: SLF001
        # Room for topic and properties; a message over the broker's limit would be refused at every reconnection.
        self._largest = min(MAX_BYTES, getattr(properties, "MaximumPacketSize", MAX_BYTES + 1024) - 1024)
        filters = self._routes.filters
        if filters:
            self._subscribing = mqtt.subscribe([(each, 1) for each in filters])[1]
        else:
            self._complete()

    def _on_subscribe(self, _mqtt: Client, _data: Any, mid: int, reasons: list[Any], _properties: Any) -> None:
        for reason in reasons:
            if reason.is_failure:
                self.counts.denied += 1
                log.error("%s: the broker denied a subscription: %s", self._client, reason)
        if mid == self._subscribing:
            self._subscribing = None
            self._complete()

    def _complete(self) -> None:
        with self._kept_lock:
            self._connected = True
            self.counts.connected += 1
            for topic, body in self._kept.items():
                self._send(topic, body, True, "", b"")
        log.info("%s: connected to %s:%d", self._client, self._host, self._port)
        self._tell(True)

    def _on_disconnect(self, mqtt: Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if not self._stopping.is_set():
            log.warning("%s: connection lost: %s", self._client, reason)
        if str(reason) in _POISON:
            # The library would send the same message again at each connection, for ever.
            dropped = mqtt.drop_out_messages()
            self.counts.dropped += len(dropped)
            log.error("%s: %d messages under way dropped: %s", self._client, len(dropped), reason)

    def _on_publish(self, _mqtt: Client, _data: Any, mid: int, reason: Any, _properties: Any) -> None:
        if reason.value >= _FAILURE:
            self.counts.denied += 1
            topic = next((topic for sent, topic in reversed(self._recent) if sent == mid), "a message")
            log.error("%s: the broker denied %s: %s", self._client, topic, reason)

    def _on_message(self, _mqtt: Client, _data: Any, packet: Any) -> None:
        topic = packet.topic
        extras = packet.properties.__dict__
        message = Message(
            topic, packet.payload, packet.retain, extras.get("ResponseTopic", ""), extras.get("CorrelationData", b"")
        )
        for handler in self._routes.of(topic):
            try:
                handler(message)
            except Exception:
                self.counts.failed_handlers += 1
                log.exception("%s: a handler of %s failed", self._client, topic)


_NO_CONNECTION = 4  # MQTT_ERR_NO_CONN
_FAILURE = 0x80  # reason codes from here on are failures (MQTT 5, 2.4)


class _Sent(Protocol):
    def is_published(self) -> bool: ...


class _Extras:
    """The two properties of a request, packed (MQTT 5, 2.2.2 and 3.3.2.3).

    The library's own `Properties` looks every name up in lists and costs more than the rest of a publish.
    """

    __slots__ = ("_packed",)

    def __init__(self, response_topic: str, correlation: bytes) -> None:
        fields = b""
        if response_topic:
            topic = response_topic.encode()
            fields = b"\x08" + struct.pack("!H", len(topic)) + topic
        if correlation:
            fields += b"\x09" + struct.pack("!H", len(correlation)) + correlation
        self._packed = _length(len(fields)) + fields

    def pack(self) -> bytes:
        return self._packed


def _length(value: int) -> bytes:
    """A variable byte integer (MQTT 5, 1.5.5)."""
    out = bytearray()
    while True:
        value, digit = divmod(value, 128)
        out.append(digit | (128 if value else 0))
        if not value:
            return bytes(out)


def _no_delay(_mqtt: Client, _data: Any, sock: Any) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # without it a small message waits 40 ms


def _nothing(*_: Any) -> None: ...


def _hang_up(mqtt: Client) -> None:
    sock = mqtt.socket()
    if sock is not None:
        sock.close()
