"""The bus over MQTT: one connection that comes back for ever, in a thread of its own.

The MQTT library (behind `wire`) is driven by a loop of our own, its documented interface for external event loops:
its own thread wakes through a system call at every publish and reconnects in step with everybody else's. The broker
is taken as lossy: what must arrive is asked again (`asking.Asker`) or kept (`outbox.Outbox`).
"""

from __future__ import annotations

import logging
import selectors
import socket
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, Any, Protocol

from broker.bus.addresses import addresses
from broker.bus.back_off import back_off
from broker.bus.seam import Handler, LinkListener, Message
from broker.bus.topic_filter import Routes
from broker.contracts.codec import MAX_BYTES
from broker.contracts.errors import ContractError
from broker.contracts.topics import Topics

if TYPE_CHECKING:
    from broker.bus.wire import Wire

log = logging.getLogger(__name__)

DESERTED = 10.0  # seconds; a queue-master is heard every two
KEEPALIVE = 5  # seconds; a silent death of the network is seen after two of them
_MISC = 1.0  # seconds between looks at the keepalive
_IN_FLIGHT = 1000  # unacknowledged messages; the broker's own limit (Receive Maximum) lowers it
_NO_CONNECTION = 4  # the library's word for "kept, and sent once there is a connection"
_FAREWELL = 2.0  # seconds that `stop` gives to what is under way
# Seconds between attempts to connect. With the time that one may take (see `wire`) and the queue-master's heartbeat, an
# appliance that was alone is back in the hall within 5 s of the broker, however long it was away.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 1.5
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
    """One client of the hall's broker. See `seam.Bus`.

    `host` may name several brokers (`addresses`): the next is tried when one is away, or when the queue-master is not
    heard there.

    `identity`: the folder of its certificate; the broker then knows it by the name in there. Empty: no TLS.
    """

    def __init__(
        self, hall: str, client: str, host: str, port: int, *, keepalive: int = KEEPALIVE, identity: str = ""
    ) -> None:
        self.counts = Counts()
        self._hall, self._client = hall, client
        self._places, self._place, self._keepalive = addresses(host, port), 0, keepalive
        self._heard = float("-inf")  # a word of the queue-master, over whichever broker
        self._identity = identity
        self._routes = Routes()
        self._listeners: list[LinkListener] = []
        self._kept: dict[str, bytes] = {}
        self._kept_lock = threading.Lock()  # a kept message and its sending must not be overtaken by a newer one
        self._will: tuple[str, bytes] | None = None
        self._chance = SystemRandom().random
        self._mqtt: Wire | None = None
        self._connected = False
        self._subscribed: set[str] = set()
        self._subscribing: int | None = None  # message id of the subscriptions that make the link complete
        self._bare = False  # connected with nothing to subscribe to
        self._largest = MAX_BYTES
        self._recent: deque[tuple[int, str]] = deque(maxlen=256)  # so that a refusal can name its topic
        self._last: _Sent | None = None
        self._stopping = threading.Event()
        self._awake = False
        self._bell, self._rope = socket.socketpair()  # a byte at the rope wakes the network thread at the bell
        self._bell.setblocking(False)
        self._rope.setblocking(False)
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
        self._thread = threading.Thread(target=self._run, name=f"link-{self._client}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._wake(even_if_awake=True)
        if self._thread is None:
            self._rope.close()
            self._bell.close()
        elif self._thread is not threading.current_thread():
            self._thread.join(_FAREWELL + 8.0)  # an attempt to connect may take its two seconds

    # --- sending: any thread ---

    def _send(self, topic: str, body: bytes, retain: bool, response_topic: str, correlation: bytes) -> None:  # noqa: FBT001 - the hot path has no keywords
        mqtt = self._mqtt
        if mqtt is None or not self._connected:
            if not retain:
                self.counts.dropped += 1
            return
        sent = mqtt.send(topic, body, retain, response_topic, correlation)
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
        if even_if_awake or not self._awake:
            self._awake = True
            with suppress(OSError):  # it is being woken already, or has ended
                self._rope.send(b"\0")

    # --- the network thread ---

    def _run(self) -> None:
        mqtt = self._mqtt = self._new_wire()
        if len(self._places) > 1:
            self._routes.add(Topics(self._hall).state, self._hear_state)
        tries = 0
        while not self._stopping.is_set():
            tries += 1
            try:
                if self._identity:
                    self._put_on(mqtt)
                mqtt.connect(*self._where, self._keepalive, clean_start=True)
            except (OSError, ValueError) as error:  # ValueError: a host name that is none
                self._say_once(tries, error)
                self._next_place()
            else:
                if self._serve(mqtt):
                    tries = 0
            self._lost()
            if self._stopping.wait(back_off(max(tries, 1), self._chance(), _FIRST_PAUSE, _LONGEST_PAUSE)):
                break
        self._mqtt = None
        self._rope.close()
        self._bell.close()

    def _put_on(self, mqtt: Wire) -> None:
        """Our certificate, read anew at each connection: it may have been renewed."""
        from broker.bus.identity import context  # noqa: PLC0415 - not on the way to a first frame

        mqtt.secure(context(Path(self._identity)))

    def _serve(self, mqtt: Wire) -> bool:
        """One connection, from the first byte to the last. True if it came so far that messages could flow."""
        was = self.counts.connected
        try:
            self._pump(mqtt)
        except Exception:
            # Bytes from the network must never end this thread: hang up and begin anew.
            log.exception("%s: the connection broke on what the broker sent", self._client)
            _hang_up(mqtt)
        return self.counts.connected > was

    @property
    def _where(self) -> tuple[str, int]:
        return self._places[self._place]

    def _next_place(self) -> None:
        self._place = (self._place + 1) % len(self._places)

    def _hear_state(self, message: Message) -> None:
        if not message.retained:
            self._heard = time.monotonic()

    def _is_deserted(self, since: float) -> bool:
        """Whether there is another broker, and over this one the queue-master is not heard any more."""
        return len(self._places) > 1 and time.monotonic() - max(self._heard, since) > DESERTED

    def _pump(self, mqtt: Wire) -> None:
        sock: Any = mqtt.socket()
        since = time.monotonic()
        end: float | None = None
        with selectors.DefaultSelector() as ready:
            ready.register(self._bell, selectors.EVENT_READ)
            ready.register(sock, selectors.EVENT_READ)
            while mqtt.socket() is sock:
                self._write(mqtt, ready, sock)
                for key, mask in ready.select(_MISC):
                    self._awake = True
                    if key.fileobj is self._bell:
                        self._bell.recv(4096)
                    elif mask & selectors.EVENT_READ:
                        mqtt.read_all()
                        if self._bare:
                            self._bare = False
                            self._complete()
                mqtt.loop_misc()
                if self._is_deserted(since):
                    log.warning("%s: no queue-master at %s:%d; trying the next broker", self._client, *self._where)
                    self._next_place()
                    mqtt.disconnect()
                    mqtt.loop_write()
                    return
                if self._stopping.is_set():
                    end = end or time.monotonic() + _FAREWELL
                    if not self._under_way() or time.monotonic() > end:
                        mqtt.disconnect()
                        mqtt.loop_write()
                        return

    def _write(self, mqtt: Wire, ready: selectors.BaseSelector, sock: Any) -> None:
        """Write all that waits; wait for the socket only when it does not take it."""
        self._awake = False  # from here on a publisher must wake us; what it left before is seen below
        if mqtt.want_write():
            mqtt.loop_write()
            still: Any = mqtt.socket()
            if still is sock:
                wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if mqtt.want_write() else 0)
                if ready.get_key(sock).events != wanted:
                    ready.modify(sock, wanted)

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
            log.warning("%s: no broker at %s:%d (%s); trying on", self._client, *self._where, error)

    # --- what the library tells us: in the network thread ---

    def _new_wire(self) -> Wire:
        # Imported here: the MQTT library takes some 80 ms, which a screen spends better on its first frame.
        from broker.bus.wire import Wire  # noqa: PLC0415

        mqtt = Wire(self._client, self._hear, self._denied)
        if self._will:
            mqtt.will_set(self._will[0], self._will[1], qos=1, retain=True)
        mqtt.on_connect = self._on_connect
        mqtt.on_disconnect = self._on_disconnect
        mqtt.on_subscribe = self._on_subscribe
        return mqtt

    def _on_connect(self, mqtt: Any, _data: Any, _flags: Any, reason: Any, properties: Any) -> None:
        if reason.is_failure:
            self.counts.refused += 1
            log.error("%s: the broker refused the connection: %s", self._client, reason)
            return
        mqtt.limit_in_flight(min(_IN_FLIGHT, getattr(properties, "ReceiveMaximum", _IN_FLIGHT)))
        # Room for topic and properties; a message over the broker's limit would be refused at every reconnection.
        self._largest = min(MAX_BYTES, getattr(properties, "MaximumPacketSize", MAX_BYTES + 1024) - 1024)
        filters = self._routes.filters
        self._subscribed = set(filters)
        if filters:
            self._subscribing = mqtt.subscribe([(each, 1) for each in filters])[1]
        else:
            self._bare = True  # complete, but not before what was under way has been sent again: newest last

    def _on_subscribe(self, _mqtt: Any, _data: Any, mid: int, reasons: list[Any], _properties: Any) -> None:
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
        # What was asked for while the broker was answering: `subscribe` saw no connection, we had not seen it.
        late = [each for each in self._routes.filters if each not in self._subscribed]
        if late and self._mqtt is not None:
            self._mqtt.subscribe([(each, 1) for each in late])
        log.info("%s: connected to %s:%d", self._client, *self._where)
        self._tell(True)

    def _on_disconnect(self, mqtt: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if not self._stopping.is_set():
            log.warning("%s: connection lost: %s", self._client, reason)
        if str(reason) in _POISON:
            # The library would send the same message again at each connection, for ever.
            dropped = mqtt.drop_out_messages()
            self.counts.dropped += len(dropped)
            log.error("%s: %d messages under way dropped: %s", self._client, len(dropped), reason)

    def _denied(self, mid: int, reason: int) -> None:
        self.counts.denied += 1
        topic = next((topic for sent, topic in reversed(self._recent) if sent == mid), "a message")
        log.error("%s: the broker denied %s (reason 0x%02x)", self._client, topic, reason)

    def _hear(self, message: Message) -> None:
        for handler in self._routes.of(message.topic):
            try:
                handler(message)
            except Exception:
                self.counts.failed_handlers += 1
                log.exception("%s: a handler of %s failed", self._client, message.topic)


class _Sent(Protocol):
    def is_published(self) -> bool: ...


def _hang_up(mqtt: Wire) -> None:
    sock = mqtt.socket()
    if sock is not None:
        sock.close()
