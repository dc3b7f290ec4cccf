"""A whole queue-master on a bus that loses, doubles, delays and reorders: nobody in the hall notices."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.bus.asking import Asker
from broker.bus.memory import Faults, MemoryBroker
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.ids import ulid
from broker.contracts.phrases import Phrases
from broker.contracts.replies import Reply
from broker.contracts.topics import Topics
from broker.queuemaster.master import QueueMaster
from broker.queuemaster.reserve import Reserve
from broker.queuemaster.restoring import replayed
from broker.queuemaster.run import PHRASES, Loop
from broker.queuemaster.state import Hall
from broker.queuemaster.store import Store
from tests.broker.halls import MORNING, PLAN

pytestmark = pytest.mark.fast

WORDS = Phrases.load(PHRASES)


@dataclass
class BadHall:
    """Virtual time, a bad bus, a real queue-master with a real journal, clients that ask until they are answered."""

    folder: Path
    faults: Faults
    seed: int
    seconds: float = 0.0
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    heard: dict[int, bytes] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        self.broker = MemoryBroker(self.faults, Random(self.seed))
        self.askers: dict[str, Asker] = {}
        listener = self.broker.client("listener")
        listener.subscribe(Topics("test-hall").event, self._hear)
        listener.start()
        self.begin()

    def begin(self) -> None:
        """Start the queue-master, or start it anew."""
        self.journal = Store(self.folder).open()
        self.master = QueueMaster(PLAN, self.journal, WORDS, Reserve(self.folder))
        self.bus = self.broker.client("queue-master")
        self.loop = Loop(self.master, self.bus, "boot", self.now)
        self.bus.start()

    def die(self) -> None:
        self.bus.cut()
        self.journal.close()

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=self.seconds)

    def _hear(self, message: Any) -> None:
        event = codec.event(message.body)
        assert self.heard.setdefault(event.seq, message.body) == message.body, "one place in the journal, two facts"

    def ask(self, client: str, kind: type[c.Command], **fields: Any) -> str:
        if client not in self.askers:
            bus = self.broker.client(client)
            self.askers[client] = Asker(bus, clock=lambda: self.seconds, chance=lambda: 0.5, timer=False)
            bus.start()
        self.count += 1
        command = kind(id=ulid(self.count, bytes(10)), at=self.now(), expires=self.now() + timedelta(hours=1), **fields)
        self.replies[command.id] = []
        self.askers[client].ask_later(command, lambda reply: self._answered(command.id, reply), timeout=3000)
        return command.id

    def _answered(self, command_id: str, reply: Reply | None) -> None:
        assert reply is not None, "nobody answered"
        self.replies[command_id].append(reply)

    def pass_time(self, seconds: float) -> None:
        for _ in range(int(seconds)):
            self.seconds += 1.0
            for asker in self.askers.values():
                asker.tick()
            self.broker.deliver(rounds=3)
            self.loop.turn(self.loop.waiting())
            self.broker.deliver(rounds=3)

    def settle(self) -> None:
        for _ in range(2000):
            if all(self.replies.values()):
                return
            self.pass_time(1)
        pytest.fail("somebody never got an answer")


RATE = st.floats(0.0, 0.4)


@settings(max_examples=25, deadline=None)
@given(
    faults=st.builds(Faults, lose=RATE, double=RATE, delay=RATE, reorder=RATE),
    seed=st.integers(0, 2**32),
    deaths=st.sets(st.integers(0, 9), max_size=3),
)
def test_every_wish_is_carried_out_exactly_once(faults: Faults, seed: int, deaths: set[int]) -> None:
    with TemporaryDirectory() as folder:
        hall = BadHall(Path(folder), faults, seed)
        hall.ask("window-1", c.OpenWindow, window=1)
        hall.settle()
        tickets = []
        for step in range(10):
            tickets.append(hall.ask("kiosk-1", c.TakeTicket, service="registration"))
            tickets.append(hall.ask("kiosk-2", c.TakeTicket, service="passport-new"))
            if step in deaths:
                hall.pass_time(1)
                hall.die()
                hall.begin()
            hall.settle()
            call = hall.ask("window-1", c.CallNext, window=1)
            hall.settle()
            assert hall.replies[call][0].status == "done"
            hall.ask("window-1", c.Finish, window=1)
            hall.settle()
        assert all(len(replies) == 1 for replies in hall.replies.values())
        numbers = [hall.replies[ticket][0].ticket.number for ticket in tickets]  # type: ignore[union-attr]
        assert len(set(numbers)) == len(tickets) == len(hall.master.hall.memory.tickets)
        assert hall.journal.verify() == hall.master.hall.seq
        again = replayed(Hall(PLAN), hall.journal)
        assert msgspec.json.encode(again.memory) == msgspec.json.encode(hall.master.hall.memory)
        written = [codec.event(record.body) for record in hall.journal.records()]
        assert sum(isinstance(event, e.TicketCalled) for event in written) == 10


def test_what_was_decided_while_the_link_was_down_is_told_when_it_is_back(tmp_path: Path) -> None:
    hall = BadHall(tmp_path, Faults(), 1)
    hall.ask("window-1", c.OpenWindow, window=1)
    hall.ask("kiosk-1", c.TakeTicket, service="registration")
    hall.ask("window-1", c.CallNext, window=1)
    hall.pass_time(5)
    told = max(hall.heard)
    hall.bus.cut()
    hall.pass_time(200)  # the visitor does not come: a no-show that nobody hears of
    assert max(hall.heard) == told
    assert hall.master.hall.seq > told
    hall.bus.start()
    hall.pass_time(1)
    assert sorted(hall.heard) == list(range(1, hall.master.hall.seq + 1))
