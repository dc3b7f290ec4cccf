"""A queue-master over a folder, asked directly, without a bus."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.hall_file import HallFile
from broker.contracts.ids import ulid
from broker.contracts.phrases import Phrases
from broker.contracts.replies import Reply
from broker.queuemaster.master import Incoming, QueueMaster
from broker.queuemaster.reserve import Reserve
from broker.queuemaster.run import PHRASES
from broker.queuemaster.store import Store
from tests.broker.halls import MORNING, PLAN


class Desk:
    """`again` is a restart, with the same hall file or a changed one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now: datetime = MORNING
        self.count = 0
        self.again()

    def again(self, plan: HallFile = PLAN) -> None:
        self.journal = Store(self.folder).open()
        self.master = QueueMaster(plan, self.journal, Phrases.load(PHRASES), Reserve(self.folder))

    def ask(self, kind: type[c.Command], client: str = "tester", **fields: Any) -> Reply:
        self.count += 1
        return self.send(kind(id=ulid(self.count, b"0" * 10), at=self.now, **fields), client)

    def send(self, command: c.Command, client: str = "tester") -> Reply:
        return self.raw(codec.encode(command), client)

    def raw(self, body: bytes, client: str = "tester") -> Reply:
        outcome = self.master.handle([Incoming(client, body)], self.now)
        return codec.read(Reply, outcome.answers[0][1])

    def wait(self) -> None:
        """Nobody asks anything; only time has passed."""
        self.master.handle([], self.now)

    def memory(self) -> bytes:
        return msgspec.json.encode(self.master.hall.memory)
