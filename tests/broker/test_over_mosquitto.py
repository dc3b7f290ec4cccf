"""Asking, keeping and being seen, over a real broker, with real deaths."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from broker.bus.asking import Asker, NoAnswer
from broker.bus.clock import new_id
from broker.bus.link import Link
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.commands import CallNext, Command
from broker.contracts.replies import Reply
from broker.contracts.status import Status
from broker.contracts.topics import Topics
from tests.broker.mosquitto import Mosquitto
from tests.broker.test_asking import MORNING
from tests.broker.test_memory import EXPECTED, story
from tests.broker.until import until

pytestmark = pytest.mark.wire

TOPICS = Topics("test-hall")
ROOT = Path(__file__).parents[2]


class Master:
    """Answers every id once it has acted on it; the first `deaf` answers are lost."""

    def __init__(self, port: int, deaf: int = 0) -> None:
        self.acted: list[str] = []
        self.heard: list[Command] = []
        self.deaf = deaf
        self.link = Link("test-hall", "queue-master", "127.0.0.1", port)
        self.link.subscribe(TOPICS.command("+"), self.hear)
        self.link.start()

    def hear(self, message: Message) -> None:
        command = codec.command(message.body)
        self.heard.append(command)
        if command.id not in self.acted:
            self.acted.append(command.id)
        if len(self.heard) > self.deaf:
            reply = Reply(id=command.id, status="done", seq=self.acted.index(command.id) + 1)
            self.link.publish(message.response_topic, codec.encode(reply), correlation=message.correlation)


@pytest.fixture
def kiosk(mosquitto: Mosquitto) -> Iterator[Link]:
    link = Link("test-hall", "kiosk-1", "127.0.0.1", mosquitto.port)
    yield link
    link.stop()


def test_the_story_of_the_bus_in_memory_is_the_same_over_mosquitto(mosquitto: Mosquitto, kiosk: Link) -> None:
    speaker = Link("test-hall", "speaker", "127.0.0.1", mosquitto.port)
    assert story(speaker, kiosk, until) == EXPECTED


def call_next() -> CallNext:
    return CallNext(id=new_id(), at=MORNING, window=5)


def test_a_small_message_does_not_wait_for_company(kiosk: Link) -> None:
    """Nagle's algorithm would hold every second message back for 40 ms; how fast it is, the bench tells."""
    kiosk.start()
    until(lambda: kiosk.connected)
    assert kiosk._mqtt is not None
    assert kiosk._mqtt.socket().getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_lost_answer_is_asked_for_again_with_the_same_id(mosquitto: Mosquitto, kiosk: Link) -> None:
    master, asker = Master(mosquitto.port, deaf=1), Asker(kiosk)
    kiosk.start()
    until(lambda: kiosk.connected and master.link.connected)
    command = call_next()
    assert asker.ask(command, timeout=10).id == command.id
    assert [heard.id for heard in master.heard] == [command.id] * 2
    assert master.acted == [command.id]
    master.link.stop()


def test_when_nobody_answers_the_asker_is_told_in_time(mosquitto: Mosquitto, kiosk: Link) -> None:
    asker = Asker(kiosk)
    kiosk.start()
    until(lambda: kiosk.connected)
    with pytest.raises(NoAnswer, match="CallNext"):
        asker.ask(call_next(), timeout=0.3)


def test_a_question_outlives_the_broker(mosquitto: Mosquitto, kiosk: Link) -> None:
    master, asker = Master(mosquitto.port), Asker(kiosk)
    kiosk.start()
    until(lambda: kiosk.connected and master.link.connected)
    mosquitto.kill()
    until(lambda: not kiosk.connected)
    replies: list[Reply | None] = []
    asker.ask_later(call_next(), replies.append, timeout=30)
    mosquitto.start()
    until(lambda: replies, 15)
    assert replies[0] is not None
    assert replies[0].status == "done"
    assert len(master.acted) == 1
    master.link.stop()


def test_asking_from_the_buss_own_thread_is_an_error_and_not_a_deadlock(mosquitto: Mosquitto, kiosk: Link) -> None:
    master, asker = Master(mosquitto.port), Asker(kiosk)
    wrong: list[Exception] = []

    def ask_again(_: Reply | None) -> None:
        try:
            asker.ask(call_next())
        except RuntimeError as error:
            wrong.append(error)

    kiosk.start()
    until(lambda: kiosk.connected and master.link.connected)
    asker.ask_later(call_next(), ask_again)
    until(lambda: wrong)
    master.link.stop()


def live(port: int, *arguments: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.broker.lives", str(port), *arguments]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait(10)
    if process.stdout is not None:
        process.stdout.close()


def test_what_an_outbox_took_reaches_the_queue_master_once_through_kill_9_of_everything(
    mosquitto: Mosquitto, tmp_path: Path
) -> None:
    chance = Random(42)
    kept: list[str] = []
    path = str(tmp_path / "outbox.db")
    master = Master(mosquitto.port, deaf=3)
    for life in range(4):
        process = live(mosquitto.port, "outbox", path, "500")
        kept += [line(process) for _ in range(chance.randint(5, 60))]
        end(process)  # in the middle of a put, a publish or a delete
        if life == 1:
            mosquitto.kill()
        if life == 2:
            mosquitto.start()
    last = live(mosquitto.port, "outbox", path, "0")
    until(lambda: set(kept) <= set(master.acted), 30)
    end(last)
    assert [command_id for command_id in master.acted if command_id in set(kept)] == kept, (
        "in the order of their coming"
    )
    assert len(master.acted) == len(set(master.acted))
    master.link.stop()


def test_a_killed_appliance_is_lost_with_the_boot_of_its_birth_until_it_is_born_again(mosquitto: Mosquitto) -> None:
    statuses: list[Status] = []
    technician = Link("test-hall", "technician", "127.0.0.1", mosquitto.port)
    technician.subscribe(TOPICS.status("+"), lambda message: statuses.append(codec.read(Status, message.body)))
    technician.start()
    first = live(mosquitto.port, "appliance")
    boot = line(first)
    until(lambda: statuses and statuses[-1].state == "ready")
    end(first)
    until(lambda: statuses[-1].state == "lost")
    assert statuses[-1].boot == boot
    second = live(mosquitto.port, "appliance")
    reborn = line(second)
    until(lambda: (statuses[-1].state, statuses[-1].boot) == ("ready", reborn))
    assert reborn > boot
    end(second)
    technician.stop()
