"""Whatever arrives on the bus, the queue-master says what is wrong with it, stays the same process, and goes on.

Mosquitto and the queue-master are real; the stranger uses the MQTT library as anybody's software would.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from broker.bus.clock import new_id, now
from broker.contracts import booking_code
from broker.contracts import commands as c
from tests.broker.halls import PLAN
from tests.broker.mosquitto import PROGRAM, Mosquitto
from tests.broker.until import until
from tests.stories.queue_master import TOPICS, RealQueueMaster

pytestmark = [pytest.mark.wire, pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed")]


class Stranger:
    """A client of somebody else's making: it may send any bytes to any topic."""

    def __init__(self, port: int, name: str = "stranger") -> None:
        self.replies: Queue[dict[str, Any]] = Queue()
        self.lost = 0
        connected = threading.Event()
        self._mqtt = Client(CallbackAPIVersion.VERSION2, name, protocol=MQTTProtocolVersion.MQTTv5)
        self._mqtt.on_message = self._hear
        self._mqtt.on_subscribe = lambda *_: connected.set()
        self._mqtt.on_disconnect = self._count
        self._mqtt.connect("127.0.0.1", port)
        self._mqtt.subscribe(f"{TOPICS.reply(name)}/#", qos=1)
        self._mqtt.loop_start()
        assert connected.wait(10)

    def _hear(self, _mqtt: Any, _data: Any, message: MQTTMessage) -> None:
        self.replies.put({**json.loads(message.payload), "topic": message.topic})

    def _count(self, *_: Any) -> None:
        self.lost += 1

    def say(self, topic: str, body: bytes, *, retain: bool = False, answer_to: str = "") -> None:
        """Publish, and wait until the broker has it."""
        properties = Properties(PacketTypes.PUBLISH)
        if answer_to:
            properties.ResponseTopic = answer_to
        self._mqtt.publish(topic, body, 1, retain, properties).wait_for_publish(20)

    def flood(self, topic: str, body: bytes) -> None:
        self._mqtt.publish(topic, body, 0)

    def reply(self) -> dict[str, Any]:
        return self.replies.get(timeout=20)

    def close(self) -> None:
        self._mqtt.disconnect()
        self._mqtt.loop_stop()


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    mosquitto = Mosquitto(tmp_path_factory.mktemp("mosquitto"))
    mosquitto.start()
    yield mosquitto
    mosquitto.stop()


@pytest.fixture(scope="module")
def running(broker: Mosquitto, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealQueueMaster]:
    master = RealQueueMaster(tmp_path_factory.mktemp("hall"), broker.port)
    try:
        master.start()
        master.ask(c.OpenWindow, window=4)
        yield master
        master.verify()
        assert master.stop() == 0, master.said
    finally:
        master.close()


@pytest.fixture
def master(running: RealQueueMaster) -> Iterator[RealQueueMaster]:
    """One and the same process before and after each story, which still gives out tickets."""
    assert running.process.poll() is None, running.said
    yield running
    assert running.process.poll() is None, running.said
    assert running.ask(c.TakeTicket, service="registration").status == "done"
    assert "Traceback" not in running.said


@pytest.fixture
def stranger(broker: Mosquitto) -> Iterator[Stranger]:
    stranger = Stranger(broker.port)
    yield stranger
    stranger.close()


def wish(kind: str, *, late: timedelta = timedelta(0), **fields: Any) -> bytes:
    """A command as somebody's program would write it."""
    at = (now(PLAN.timezone) - late).isoformat()
    return json.dumps({"type": kind, "id": new_id(), "at": at, **fields}).encode()


def draft(kind: str, **fields: Any) -> bytes:
    """A command that gets its id and its moment when it is sent."""
    return json.dumps({"type": kind, "id": "@ID@", "at": "@NOW@", **fields}).encode()


def sent_now(body: bytes) -> bytes:
    return body.replace(b"@NOW@", now(PLAN.timezone).isoformat().encode()).replace(b"@ID@", new_id().encode())


TICKET = {"kind": "take-ticket", "service": "registration"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"type":"take-ticket",', None),
        (b"hello, is this the queue?", None),
        (b"", None),
        (b"[" * 60_000, None),
        (b"\xff\xfe\x00\xd8", None),
        (draft(**TICKET).replace(b"registration", b"\xd0registration"), None),
        (draft(**TICKET).replace(b"registration", b"\\ud800"), None),
        (draft("fly"), "$.type"),
        (draft("take-ticket"), "$.service"),
        (draft(**TICKET, colour="red"), "$.colour"),
        (draft("call-next", window="4"), "$.window"),
        (draft("call-next", window=4.5), "$.window"),
        (draft("call-next", window=None), "$.window"),
        (draft("call-next", window=10**300), "$.window"),
        (draft("call-next", window=4, id=7), "$.id"),
        (draft("call-next", window=4, id="x" * 60_000), "$.id"),
        (draft("call-next", window=4, at="yesterday"), "$.at"),
        (draft("call-next", window=4, at="2026-11-23T08:00:00"), "$.at"),
        (draft("call-next", window=4, **{"field" * 12_000: 1}), None),
        (draft("events-since", seq=2**63), "$.seq"),
        (draft("transfer", window=4), "$.to_service"),
        (draft("transfer", window=4, to_line="residence", to_window=3), "$.to_service"),
        (draft(**TICKET) + b" " * 65_536, None),
        (draft(**TICKET, needs=["x" * 40] * 20_000), None),
        (b"\0" * 1_000_000, None),
    ],
    ids=lambda value: repr(value)[:60] if isinstance(value, bytes) else str(value),
)
def test_what_cannot_be_read_is_invalid(
    master: RealQueueMaster, stranger: Stranger, body: bytes, field: str | None
) -> None:
    before = master.seq
    stranger.say(TOPICS.command("stranger"), sent_now(body))
    reply = stranger.reply()
    assert reply["status"] == "invalid", reply
    assert reply["message"]["en"]
    if field is not None:
        assert reply["field"] == field
    assert master.seq == before


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": "take-ticket", "service": "no-such-service"}, "unknown-service"),
        ({**TICKET, "priority": "no-such-priority"}, "unknown-priority"),
        ({"kind": "where-am-i", "ticket": "Ї999"}, "unknown-ticket"),
        ({"kind": "where-am-i", "ticket": "\0\x1b[31m{x.__class__}"}, "unknown-ticket"),
        ({"kind": "call-next", "window": 999}, "unknown-window"),
        ({"kind": "open-window", "window": 999}, "unknown-window"),
        ({"kind": "lease-numbers", "lines": ["no-such-line"]}, "unknown-line"),
        ({"kind": "check-in", "booking": "no-such-booking"}, "mistyped-code"),
        ({"kind": "check-in", "booking": booking_code.drawn(2026)}, "unknown-booking"),
        ({**TICKET, "late": timedelta(hours=1)}, "expired"),
        ({**TICKET, "expires": "2001-01-01T00:00:00Z"}, "expired"),
        ({**TICKET, "at": "0001-01-01T00:00:00+14:00"}, "expired"),
        ({**TICKET, "late": timedelta(hours=-1)}, "from-the-future"),
        ({**TICKET, "at": "9999-12-31T23:59:59-14:00"}, "from-the-future"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_refused_in_the_words_of_people(
    master: RealQueueMaster, stranger: Stranger, fields: dict[str, Any], reason: str
) -> None:
    before = master.seq
    stranger.say(TOPICS.command("stranger"), wish(**fields))
    reply = stranger.reply()
    assert (reply["status"], reply["reason"]) == ("refused", reason)
    assert set(reply["message"]) == {"uk", "en"}
    assert master.seq == before


@pytest.mark.parametrize(
    "topic",
    [
        "cherha/1/other-hall/command/stranger",
        "cherha/2/test-hall/command/stranger",
        TOPICS.command(""),
        TOPICS.command("stranger/again"),
        TOPICS.command("КИЇВ"),
        TOPICS.command("x" * 60_000),
        TOPICS.event,
        TOPICS.state,
        TOPICS.reply("stranger-2"),
    ],
    ids=lambda topic: topic[:40],
)
def test_what_is_said_elsewhere_is_not_heard(master: RealQueueMaster, stranger: Stranger, topic: str) -> None:
    before = master.seq
    stranger.say(topic, wish(**TICKET))
    question = wish("where-am-i", ticket="Ї999")
    stranger.say(TOPICS.command("stranger"), question)
    assert stranger.reply()["id"] == json.loads(question)["id"], "of two messages only the second is answered"
    assert stranger.replies.empty()
    assert master.seq == before


@pytest.mark.parametrize(
    "answer_to",
    [TOPICS.state, TOPICS.reply("window-4"), "$SYS/broker", "цілком/інше", f"{TOPICS.reply('stranger')}-2"],
)
def test_an_answer_goes_to_its_asker_whatever_he_asks(
    master: RealQueueMaster, stranger: Stranger, answer_to: str
) -> None:
    stranger.say(TOPICS.command("stranger"), wish("where-am-i", ticket="Ї999"), answer_to=answer_to)
    assert stranger.reply()["topic"] == TOPICS.reply("stranger")
    assert master.process.poll() is None


def raw(port: int, topic: bytes, properties: bytes = b"", body: bytes = b"{}") -> bytes:
    """Send one PUBLISH by hand, with any bytes as its topic (MQTT 5, 3.3). What the broker does with us afterwards."""
    name = b"by-hand"
    connect = b"\0\4MQTT\5\2\0\x3c\0" + len(name).to_bytes(2, "big") + name
    publish = len(topic).to_bytes(2, "big") + topic + b"\0\1" + bytes([len(properties)]) + properties + body
    with socket.create_connection(("127.0.0.1", port), timeout=10) as sock:
        sock.sendall(b"\x10" + bytes([len(connect)]) + connect)
        assert sock.recv(1024)[:1] == b"\x20"
        sock.sendall(b"\x32" + bytes([len(publish)]) + publish)
        return sock.recv(1024)


@pytest.mark.parametrize(
    "topic",
    [b"cherha/1/test-hall/command/\xff\xfe", b"cherha/1/test-hall/command/\0", b"cherha/1/test-hall/command/+", b""],
)
def test_a_topic_that_is_none_stays_at_the_broker(master: RealQueueMaster, broker: Mosquitto, topic: bytes) -> None:
    before = master.seq
    assert raw(broker.port, b"cherha/1/test-hall/command/by-hand")[:1] == b"\x40", "a good topic is acknowledged"
    assert raw(broker.port, topic)[:1] in (b"", b"\xe0"), "hung up on, or told why first"
    assert master.seq == before


@pytest.mark.parametrize("asked", [b"cherha/1/test-hall/reply/by-hand/#", b"cherha/1/test-hall/reply/by-hand/\xff"])
def test_a_response_topic_that_is_none_harms_nobody(master: RealQueueMaster, broker: Mosquitto, asked: bytes) -> None:
    raw(broker.port, b"cherha/1/test-hall/command/by-hand", b"\x08" + len(asked).to_bytes(2, "big") + asked)
    master.ask(c.WhereAmI, ticket="Ї999")
    assert master.process.poll() is None


def test_a_flood_of_garbage_from_one_leaves_the_others_their_tickets(
    master: RealQueueMaster, broker: Mosquitto, stranger: Stranger
) -> None:
    over = threading.Event()
    sent = [0]

    def flood() -> None:
        garbage = [b"{" * 50, b"\xff" * 10_000, wish(**TICKET, colour="red"), b"[" * 60_000]
        while not over.is_set():
            stranger.flood(TOPICS.command("stranger"), garbage[sent[0] % len(garbage)])
            sent[0] += 1
            if sent[0] % 200 == 0:
                until(lambda: stranger.replies.qsize() > sent[0] - 2000 or over.is_set(), 60)

    flooding = threading.Thread(target=flood)
    flooding.start()
    try:
        until(lambda: stranger.replies.qsize() > 500, 30, "a flood")
        tickets = [master.ask(c.TakeTicket, service="registration", timeout=30).ticket for _ in range(20)]
    finally:
        over.set()
        flooding.join()
    assert sent[0] > 1000
    assert len({ticket.number for ticket in tickets if ticket}) == 20
    until(lambda: stranger.replies.qsize() == sent[0], 60, "garbage is answered, too: every piece of it")


def test_a_command_that_was_kept_by_the_broker_is_not_acted_on(tmp_path: Path, mosquitto: Mosquitto) -> None:
    early = Stranger(mosquitto.port)
    early.say(TOPICS.command("stranger"), wish(**TICKET), retain=True)
    master = RealQueueMaster(tmp_path / "hall", mosquitto.port)
    try:
        master.start()
        assert master.ask(c.WhereAmI, ticket="А001").reason == "unknown-ticket"
        assert early.replies.empty()
    finally:
        early.close()
        master.close()
