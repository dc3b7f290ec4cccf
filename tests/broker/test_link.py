"""The link over a real Mosquitto: it comes back, and what it promised is still true."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from broker.bus.link import Link
from broker.bus.seam import Message
from broker.contracts.codec import MAX_BYTES
from broker.contracts.errors import ContractError
from tests.broker.mosquitto import Mosquitto
from tests.broker.until import until

pytestmark = pytest.mark.wire


@contextmanager
def linked(port: int, *names: str) -> Iterator[list[Link]]:
    links = [Link("test-hall", name, "127.0.0.1", port) for name in names]
    yield links
    for link in links:
        link.stop()


def start(*links: Link) -> None:
    for link in links:
        link.start()
    until(lambda: all(link.connected for link in links))


def test_a_message_arrives_with_its_response_topic_and_correlation(broker_port: int) -> None:
    heard: list[Message] = []
    with linked(broker_port, "kiosk-1", "queue-master") as (kiosk, master):
        master.subscribe("cherha/1/test-hall/command/+", heard.append)
        start(kiosk, master)
        kiosk.publish(
            "cherha/1/test-hall/command/kiosk-1", b"{}", response_topic="r/Київ", correlation=b"\x00\xff" * 99
        )
        until(lambda: heard)
    assert heard == [Message("cherha/1/test-hall/command/kiosk-1", b"{}", False, "r/Київ", b"\x00\xff" * 99)]


def test_after_the_broker_was_killed_subscriptions_and_retained_state_are_back(mosquitto: Mosquitto) -> None:
    heard: list[Message] = []
    ups: list[bool] = []
    with linked(mosquitto.port, "board-1", "queue-master", "late") as (board, master, late):
        board.subscribe("state", heard.append)
        board.subscribe("event", heard.append)
        board.on_link(ups.append)
        start(board, master)
        master.publish("state", b"1", retain=True)
        master.publish("state", b"2", retain=True)
        until(lambda: len(heard) == 2)
        mosquitto.kill()
        until(lambda: not board.connected and not master.connected)
        master.publish("state", b"3", retain=True)
        master.publish("event", b"lost")
        assert master.counts.dropped == 1
        mosquitto.start()
        until(lambda: board.connected and master.connected)
        until(lambda: heard[-1].body == b"3")
        master.publish("event", b"again")
        until(lambda: heard[-1].body == b"again")
        assert b"lost" not in [message.body for message in heard]
        late.subscribe("state", heard.append)
        start(late)
        until(lambda: heard[-1] == Message("state", b"3", retained=True))
    assert ups == [True, False, True, False]


@pytest.mark.parametrize("listens", [True, False])
def test_after_a_return_the_newest_state_is_the_one_that_is_kept(mosquitto: Mosquitto, listens: bool) -> None:  # noqa: FBT001 - a parameter
    heard: list[Message] = []
    with linked(mosquitto.port, "queue-master", "board-1") as (master, board):
        if listens:
            master.subscribe("command", heard.append)
        start(master)
        mosquitto.freeze()
        for number in range(20):
            master.publish("state", f"under way {number}".encode(), retain=True)
        mosquitto.kill()
        until(lambda: not master.connected)
        master.publish("state", b"newest", retain=True)
        mosquitto.start()
        until(lambda: master.connected)
        master.stop()
        board.subscribe("state", heard.append)
        start(board)
        until(lambda: heard)
    assert heard == [Message("state", b"newest", retained=True)]


def test_when_the_line_is_dead_without_a_word_the_link_notices(mosquitto: Mosquitto) -> None:
    with_short_patience = Link("test-hall", "board-1", "127.0.0.1", mosquitto.port, keepalive=1)
    with_short_patience.start()
    until(lambda: with_short_patience.connected)
    mosquitto.freeze()
    until(lambda: not with_short_patience.connected, 5)
    mosquitto.thaw()
    until(lambda: with_short_patience.connected)
    with_short_patience.stop()


def test_the_will_speaks_for_whoever_vanished_and_is_silent_after_a_goodbye(mosquitto: Mosquitto) -> None:
    heard: list[Message] = []
    with linked(mosquitto.port, "watcher", "polite", "gone") as (watcher, polite, gone):
        watcher.subscribe("+/will", heard.append)
        polite.will("polite/will", b"never")
        gone.will("gone/will", b"boot-1")
        start(watcher, polite, gone)
        polite.publish("said", b"last words")
        polite.stop()
        assert gone._mqtt is not None
        sock = gone._mqtt.socket()
        assert isinstance(sock, socket.socket)
        gone._stopping.set()
        sock.shutdown(socket.SHUT_RDWR)
        until(lambda: heard)
    assert heard == [Message("gone/will", b"boot-1")]


def test_what_was_published_before_a_stop_has_arrived(broker_port: int) -> None:
    heard: list[Message] = []
    with linked(broker_port, "listener", "speaker") as (listener, speaker):
        listener.subscribe("words", heard.append)
        start(listener, speaker)
        for number in range(500):
            speaker.publish("words", str(number).encode())
        speaker.stop()
        until(lambda: len(heard) == 500)
    assert [int(message.body) for message in heard] == list(range(500))


class Hasty(Link):
    """One to which somebody subscribes at the worst moment: the broker is answering, and nothing says so yet."""

    def __init__(self, port: int, heard: list[Message], early: str | None) -> None:
        super().__init__("test-hall", "hasty", "127.0.0.1", port)
        self.late = lambda: self.subscribe("late", heard.append)
        if early:
            self.subscribe(early, heard.append)

    def _complete(self) -> None:
        self.late()
        super()._complete()


@pytest.mark.parametrize("early", ["early", None])
def test_what_was_subscribed_to_while_the_broker_was_answering_is_heard(broker_port: int, early: str | None) -> None:
    heard: list[Message] = []
    hasty = Hasty(broker_port, heard, early)
    with linked(broker_port, "speaker") as (speaker,):
        start(hasty, speaker)
        words = [topic for topic in ("late", early) if topic]
        speaker.publish("late", b"1", retain=True)  # kept, so that it is heard however late the broker subscribes us
        if early:
            speaker.publish("early", b"1", retain=True)
        until(lambda: {message.topic for message in heard} == set(words))
        speaker.publish("late", b"", retain=True)
        speaker.publish("early", b"", retain=True)
    hasty.stop()


def test_many_threads_may_publish_at_once(broker_port: int) -> None:
    heard: list[Message] = []
    with linked(broker_port, "listener", "speaker") as (listener, speaker):
        listener.subscribe("words/+", heard.append)
        start(listener, speaker)

        def speak(name: int) -> None:
            for number in range(300):
                speaker.publish(f"words/{name}", str(number).encode() + b" " * 2000)

        threads = [threading.Thread(target=speak, args=(name,)) for name in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        until(lambda: len(heard) == 1200)
    for name in range(4):
        assert [int(m.body) for m in heard if m.topic == f"words/{name}"] == list(range(300))


def test_too_large_a_message_is_refused_before_it_is_sent(broker_port: int) -> None:
    heard: list[Message] = []
    with linked(broker_port, "listener", "speaker") as (listener, speaker):
        listener.subscribe("words", heard.append)
        start(listener, speaker)
        with pytest.raises(ContractError, match="65537 bytes"):
            speaker.publish("words", b"x" * (MAX_BYTES + 1))
        speaker.publish("words", b"x" * MAX_BYTES)
        until(lambda: heard)
        assert speaker.counts.lost == 0


def test_a_handler_that_raises_stops_nothing(broker_port: int) -> None:
    heard: list[Message] = []

    def broken(message: Message) -> None:
        raise ZeroDivisionError

    with linked(broker_port, "listener", "speaker") as (listener, speaker):
        listener.subscribe("words", broken)
        listener.subscribe("words", heard.append)
        start(listener, speaker)
        speaker.publish("words", b"1")
        speaker.publish("words", b"2")
        until(lambda: len(heard) == 2)
        assert listener.counts.failed_handlers == 2
        assert listener.connected


def test_a_subscription_made_while_connected_hears_what_is_kept(broker_port: int) -> None:
    heard: list[Message] = []
    with linked(broker_port, "listener", "speaker") as (listener, speaker):
        start(listener, speaker)
        speaker.publish("state", b"kept", retain=True)
        listener.subscribe("state", heard.append)
        until(lambda: heard)
    assert heard[0].body == b"kept"


def test_a_link_waits_for_a_broker_that_is_not_there_yet(mosquitto: Mosquitto) -> None:
    mosquitto.kill()
    with linked(mosquitto.port, "board-1") as (board,):
        board.start()
        mosquitto.start()
        until(lambda: board.connected)


def test_a_link_without_a_broker_stops_at_once(mosquitto: Mosquitto) -> None:
    mosquitto.kill()
    link = Link("test-hall", "board-1", "127.0.0.1", mosquitto.port)
    link.start()
    link.stop()
    assert link._thread is not None
    assert not link._thread.is_alive()


@pytest.fixture
def broker_with(tmp_path: Path) -> Iterator[Callable[[str], Mosquitto]]:
    """Brokers with lines of one's own in their configuration."""
    started: list[Mosquitto] = []

    def start_one(extra: str) -> Mosquitto:
        started.append(Mosquitto(tmp_path / f"other-{len(started)}", extra))
        started[-1].start()
        return started[-1]

    yield start_one
    for broker in started:
        broker.stop()


BrokerWith = Callable[[str], Mosquitto]


@pytest.mark.parametrize("limit", [1, 7, 65535])
def test_a_broker_that_allows_few_messages_under_way_is_not_overrun(broker_with: BrokerWith, limit: int) -> None:
    broker = broker_with(f"max_inflight_messages {limit}\n")
    heard: list[Message] = []
    with linked(broker.port, "listener", "speaker") as (listener, speaker):
        listener.subscribe("words", heard.append)
        start(listener, speaker)
        assert speaker._mqtt is not None
        broker.freeze()
        for number in range(300):
            speaker.publish("words", str(number).encode())
        assert speaker._mqtt._inflight_messages <= limit
        broker.thaw()
        until(lambda: len(heard) == 300)
        assert speaker.counts.lost == 0
    assert [int(m.body) for m in heard] == list(range(300))


def test_what_the_brokers_access_list_denies_is_counted_and_named(
    broker_with: BrokerWith, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "acl").write_text("topic readwrite allowed/#\n")
    broker = broker_with(f"acl_file {tmp_path}/acl\n")
    heard: list[Message] = []
    with linked(broker.port, "speaker") as (speaker,):
        speaker.subscribe("allowed/#", heard.append)
        start(speaker)
        speaker.publish("forbidden/state", b"!", retain=True)
        speaker.publish("allowed/state", b"?")
        until(lambda: heard)
        until(lambda: speaker.counts.denied == 1)
        assert speaker.connected
    assert "forbidden/state" in caplog.text


def test_a_message_over_the_brokers_own_limit_is_refused_and_never_poisons_the_link(broker_with: BrokerWith) -> None:
    broker = broker_with("max_packet_size 20000\n")
    with linked(broker.port, "speaker") as (speaker,):
        start(speaker)
        with pytest.raises(ContractError, match="at most"):
            speaker.publish("words", b"x" * 30_000)
        assert speaker._mqtt is not None
        speaker._mqtt.send("words", b"x" * 30_000, False, "", b"")  # as if the limit had not been known
        speaker._wake(even_if_awake=True)
        until(lambda: speaker.counts.lost == 1)
        until(lambda: speaker.connected)
        heard: list[Message] = []
        speaker.subscribe("words", heard.append)
        speaker.publish("words", b"after")
        until(lambda: heard)
        assert (speaker.counts.lost, speaker.counts.dropped) == (1, 1)


def test_garbage_from_whatever_sits_on_the_brokers_port_ends_nothing(mosquitto: Mosquitto) -> None:
    mosquitto.kill()
    greeted = 0
    with socket.create_server(("127.0.0.1", mosquitto.port)) as impostor:
        link = Link("test-hall", "board-1", "127.0.0.1", mosquitto.port)
        link.start()
        impostor.settimeout(10)
        for garbage in (
            b"",
            b"\xff" * 100,
            b"\x20\x03\x00\x00\x00\x30\x04\x00\x01a\xff",
            b"HTTP/1.1 400 Bad Request\r\n\r\n",
        ):
            peer, _ = impostor.accept()
            with peer:
                peer.recv(1000)
                peer.sendall(garbage)
                greeted += 1
    assert greeted == 4
    mosquitto.start()
    until(lambda: link.connected)
    link.stop()
