"""A hall in one process: the real decisions of the queue-master on any bus, without its disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Raw

from broker.bus.clock import new_id, now
from broker.bus.memory import MemoryBroker
from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.errors import ContractError, Refused
from broker.contracts.events import Event
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import Phrases
from broker.contracts.replies import Reply
from broker.contracts.topics import Topics
from broker.queuemaster import __path__ as folder
from broker.queuemaster import answer
from broker.queuemaster.deadlines import due
from broker.queuemaster.hall import decide, evolve
from broker.queuemaster.picture import snapshot
from broker.queuemaster.state import Hall

PAGE = 500
PHRASES = Phrases.load(Path(folder[0]) / "phrases")


class HallInMemory:
    """Decides, keeps its events, answers, publishes. `silent`: as if it were away. `deaf`: it beats, but answers nobody."""

    def __init__(self, bus: Bus, plan: HallFile) -> None:
        self.plan, self.hall, self.epoch = plan, Hall(plan), new_id()
        self.events: list[Event] = []
        self.commands: list[tuple[str, c.Command]] = []
        self.silent = self.deaf = False
        # The test, the bus and the heart each have a thread; a queue-master decides one thing after the other.
        self._one_at_a_time = threading.RLock()
        self._replies: dict[str, Reply] = {}
        self._topics = Topics(plan.hall.id)
        self.bus = bus
        self.bus.subscribe(self._topics.command("+"), self._hear)
        self.bus.start()
        self.happen(due(self.hall, self.now))

    @property
    def now(self) -> datetime:
        return now(self.plan.timezone)

    def happen(self, events: tuple[Event, ...]) -> None:
        with self._one_at_a_time:
            for event in events:
                evolve(self.hall, event)
                self.events.append(event)
                self.bus.publish(self._topics.event, codec.encode(event))
            self.beat()

    def beat(self) -> None:
        with self._one_at_a_time:
            seen = snapshot(self.hall, self.now, self.epoch, PHRASES)
            self.bus.publish(self._topics.state, codec.encode(seen), retain=True)

    def do(self, kind: type[c.Command], *, by: str = "tester", **fields: Any) -> Reply:
        """A command of somebody in the hall, carried out at once."""
        return self._carry_out(kind(id=new_id(), at=self.now, **fields), by)

    def _hear(self, message: Message) -> None:
        client = message.topic.rsplit("/", 1)[1]
        if self.silent or self.deaf:
            return
        try:
            command = codec.command(message.body)
        except ContractError as error:
            invalid = codec.encode(answer.invalid(error))
            self.bus.publish(self._topics.reply(client), invalid, correlation=message.correlation)
            return
        self.commands.append((client, command))
        reply = self._replies.get(command.id) or self._carry_out(command, client)
        self._replies[command.id] = reply
        self.bus.publish(self._topics.reply(client), codec.encode(reply), correlation=message.correlation)

    def _carry_out(self, command: c.Command, by: str) -> Reply:
        if isinstance(command, c.EventsSince):
            page = self.events[command.seq : command.seq + PAGE]
            return Reply(
                id=command.id, status="done", seq=self.hall.seq, events=tuple(Raw(codec.encode(e)) for e in page)
            )
        with self._one_at_a_time:
            try:
                decided = decide(self.hall, command, self.now, by)
            except Refused as refusal:
                return answer.refused(command.id, refusal, PHRASES, self.hall)
            except ContractError as error:
                return answer.invalid(error)
            self.happen(decided.events)
            return answer.done(self.hall, command.id, decided, self.now, PHRASES)


@contextmanager
def delivering(broker: MemoryBroker) -> Iterator[None]:
    """A thread that carries what waits on the bus, as the link's own thread does."""
    over = threading.Event()

    def carry() -> None:
        while not over.wait(0.002):
            broker.deliver()

    thread = threading.Thread(target=carry, name="bus", daemon=True)
    thread.start()
    yield
    over.set()
    thread.join()


@contextmanager
def beating(hall: HallInMemory) -> Iterator[None]:
    """The queue-master's heartbeat, unless it is `silent`."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(1.0):
            if not hall.silent:
                hall.beat()

    thread = threading.Thread(target=beat, name="heart", daemon=True)
    thread.start()
    yield
    over.set()
    thread.join()
