"""A standing hall: a real broker and a real queue-master with a journal on a real disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench import hall as bench_hall
from bench.processes import Mosquitto, Started, role, until
from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.contracts.commands import Command, EventsSince
from broker.contracts.hall_check import parse
from broker.contracts.hall_file import HallFile


@dataclass(frozen=True, slots=True)
class Standing:
    """Where it stands and what it is made of."""

    plan: HallFile
    folder: Path
    broker: Mosquitto
    master: Started
    environment: dict[str, str]

    @property
    def port(self) -> int:
        return self.broker.port

    @property
    def journal(self) -> Path:
        return self.folder / "queue-master"

    def link(self, client: str) -> Link:
        """A client that is not started yet."""
        return Link(self.plan.hall.id, client, "127.0.0.1", self.port)

    def now(self) -> datetime:
        return now(self.plan.timezone)

    def wish(self, kind: type[Command], **fields: object) -> Command:
        return kind(id=new_id(), at=self.now(), **fields)  # type: ignore[arg-type]  # the caller knows the fields


@contextmanager
def standing(text: str | None = None, windows: int = 20) -> Iterator[Standing]:
    """A hall of `text` (a hall file), or the bench's own with `windows` windows; ready when this returns."""
    text = text or bench_hall.toml(windows)
    with tempfile.TemporaryDirectory(prefix="cherha-bench-") as name:
        folder = Path(name)
        hall_file = folder / "hall.toml"
        hall_file.write_text(text, encoding="utf-8")
        with Mosquitto(folder / "broker") as broker:
            environment = {
                "CHERHA_BROKER_HOST": "127.0.0.1",
                "CHERHA_BROKER_PORT": str(broker.port),
                "CHERHA_HALL": str(hall_file),
            }
            with role("queue-master", folder / "queue-master", environment) as master:
                hall = Standing(parse(text), folder, broker, master, environment)
                _await_answers(hall)
                yield hall


def _await_answers(hall: Standing) -> None:
    link = hall.link("bench-first")
    asker = Asker(link)
    link.start()
    try:
        until(lambda: link.connected)
        asker.ask(hall.wish(EventsSince, seq=0), timeout=30)
    finally:
        link.stop()
