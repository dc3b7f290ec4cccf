"""Asking survives a bus that loses, doubles and reorders; nobody is answered twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.bus.asking import Asker
from broker.bus.clock import new_id
from broker.bus.memory import Faults, MemoryBroker, MemoryBus
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.commands import CallNext, Command, TakeTicket
from broker.contracts.errors import ContractError
from broker.contracts.replies import Reply
from broker.contracts.topics import Topics

pytestmark = pytest.mark.fast

TOPICS = Topics("test-hall")
MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)


def call_next() -> CallNext:
    return CallNext(id=new_id(), at=MORNING, window=5)


@dataclass
class Master:
    """Answers like the queue-master: the same id gets the first reply again."""

    bus: MemoryBus
    acted: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bus.subscribe(TOPICS.command("+"), self.hear)
        self.bus.start()

    def hear(self, message: Message) -> None:
        command: Command = codec.command(message.body)
        if command.id not in self.acted:
            self.acted.append(command.id)
        reply = Reply(id=command.id, status="done", seq=self.acted.index(command.id) + 1)
        self.bus.publish(message.response_topic, codec.encode(reply), correlation=message.correlation)


class Story:
    def __init__(self, faults: Faults | None = None, seed: int = 0) -> None:
        self.now = 0.0
        self.broker = MemoryBroker(faults, Random(seed))
        self.bus = self.broker.client("kiosk-1")
        self.asker = Asker(self.bus, clock=lambda: self.now, chance=lambda: 0.0, timer=False)
        self.bus.start()

    def pass_time(self, seconds: float) -> None:
        end = self.now + seconds
        while True:
            self.asker.tick()
            self.broker.deliver()
            wait = self.asker.tick()
            if wait is None or self.now + wait > end:
                break
            self.now += wait
        self.now = end
        self.asker.tick()
        self.broker.deliver()


def test_the_reply_reaches_the_asker_once() -> None:
    story, replies = Story(), list[Reply | None]()
    Master(story.broker.client("queue-master"))
    command = call_next()
    story.asker.ask_later(command, replies.append)
    story.pass_time(60)
    assert [r and r.id for r in replies] == [command.id]


def test_the_same_id_is_asked_again_with_growing_pauses() -> None:
    story, heard = Story(), list[float]()
    other = story.broker.client("queue-master")
    other.subscribe(TOPICS.command("+"), lambda _: heard.append(story.now))
    other.start()
    replies: list[Reply | None] = []
    story.asker.ask_later(call_next(), replies.append, timeout=20)
    story.pass_time(30)
    assert heard == [0, 1, 3, 7, 15]
    assert replies == [None]


def test_what_was_asked_while_the_broker_was_away_is_asked_at_once_when_it_returns() -> None:
    story, replies = Story(), list[Reply | None]()
    Master(story.broker.client("queue-master"))
    story.bus.cut()
    story.asker.ask_later(call_next(), replies.append, timeout=100)
    story.pass_time(50)
    assert not replies
    story.bus.start()
    story.broker.deliver()
    assert len(replies) == 1


def test_asking_the_same_command_twice_sends_it_once_and_answers_both() -> None:
    story, replies = Story(), list[Reply | None]()
    master = Master(story.broker.client("queue-master"))
    command = call_next()
    story.asker.ask_later(command, replies.append)
    story.asker.ask_later(command, replies.append)
    assert story.broker.deliver() == 2, "one command, one reply"
    assert len(replies) == 2
    assert master.acted == [command.id]


def test_an_unreadable_reply_and_a_strangers_reply_change_nothing() -> None:
    story, replies = Story(), list[Reply | None]()
    story.asker.ask_later(call_next(), replies.append)
    other = story.broker.client("impostor")
    other.start()
    other.publish(TOPICS.reply("kiosk-1"), b"\xff{")
    other.publish(TOPICS.reply("kiosk-1"), codec.encode(Reply(id=new_id(), status="done")))
    story.broker.deliver()
    assert not replies


def test_an_invalid_reply_without_an_id_finds_its_asker_by_correlation() -> None:
    story, replies = Story(), list[Reply | None]()
    command = call_next()
    story.asker.ask_later(command, replies.append)
    master = story.broker.client("queue-master")
    master.start()
    body = codec.encode(Reply(id=None, status="invalid", field="$.window"))
    master.publish(TOPICS.reply("kiosk-1"), body, correlation=command.id.encode())
    story.broker.deliver()
    assert [r and r.status for r in replies] == ["invalid"]


def test_a_command_too_large_for_the_bus_is_refused_and_forgotten() -> None:
    story, replies = Story(), list[Reply | None]()
    command = TakeTicket(id=new_id(), at=MORNING, service="residence-registration", needs=("x" * 40,) * 2000)
    with pytest.raises(ContractError):
        story.asker.ask_later(command, replies.append)
    assert story.asker.tick() is None


def test_asking_in_the_buss_own_thread_is_refused_instead_of_standing_still() -> None:
    story = Story()
    Master(story.broker.client("queue-master"))
    story.asker.ask_later(call_next(), lambda _: None)
    story.broker.deliver()  # this test's thread is now the bus's
    with pytest.raises(RuntimeError, match="ask_later"):
        story.asker.ask(call_next())


@settings(max_examples=50, deadline=None)
@given(st.integers(), st.floats(0, 0.6), st.floats(0, 0.5), st.floats(0, 0.5), st.floats(0, 0.5))
def test_on_a_bad_bus_every_command_is_carried_out_once_and_answered_once(
    seed: int, lose: float, double: float, delay: float, reorder: float
) -> None:
    story = Story(Faults(lose, double, delay, reorder), seed)
    master = Master(story.broker.client("queue-master"))
    commands = [call_next() for _ in range(10)]
    replies: dict[str, list[Reply | None]] = {command.id: [] for command in commands}
    for command in commands:
        story.asker.ask_later(command, replies[command.id].append, timeout=10_000)
    story.pass_time(10_000)
    assert sorted(master.acted) == sorted(replies)
    assert all(len(answers) == 1 and answers[0] is not None for answers in replies.values())


def test_who_only_listens_asks_no_more_but_hears_what_is_under_way() -> None:
    story = Story()
    heard: list[Reply | None] = []
    asked: list[str] = []
    master = story.broker.client("queue-master")
    master.subscribe(TOPICS.command("+"), lambda message: asked.append(codec.command(message.body).id))
    master.start()
    command = call_next()
    story.asker.ask_later(command, heard.append, 5.0)
    story.asker.only_listen(command.id, 40.0)
    story.pass_time(20.0)
    story.broker.deliver()
    assert asked == [command.id]
    master.publish(
        TOPICS.reply("kiosk-1"), codec.encode(Reply(id=command.id, status="done")), correlation=command.id.encode()
    )
    story.broker.deliver()
    (reply,) = heard
    assert reply is not None
    assert reply.status == "done"
