"""How fast a hall is itself again: replay of its events, and a start from a checkpoint after a million of them."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bench import hall as bench_hall
from bench.days import WINDOWS, many_days
from bench.figures import Figure
from bench.processes import Mosquitto, role
from bench.wishes import Wishes
from bench.wrong import Wrong
from broker.bus.link import Link
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.phrases import Phrases
from broker.contracts.status import Status
from broker.contracts.topics import Topics
from broker.queuemaster.master import QueueMaster
from broker.queuemaster.reserve import Reserve
from broker.queuemaster.restoring import replayed
from broker.queuemaster.run import PHRASES
from broker.queuemaster.state import Hall
from broker.queuemaster.store import Store

A_DAY = 1000  # visitors
SINCE_CHECKPOINT = 5000  # events: as many as the queue-master lets come together


def run(wishes: Wishes) -> Iterator[Figure]:
    events = 50_000 if wishes.quick else 1_000_000
    plan = bench_hall.plan(WINDOWS)
    with tempfile.TemporaryDirectory(prefix="cherha-bench-") as name:
        folder = Path(name, "queue-master")
        journal = Store(folder).open()
        *earlier, last = many_days(events, A_DAY)
        for bodies in [*earlier, last[:-SINCE_CHECKPOINT]]:
            journal.append(bodies, [], 0)
        del earlier
        begun = time.perf_counter()
        hall = replayed(Hall(plan), journal)
        taken = time.perf_counter() - begun
        yield Figure(
            what=f"replay of {hall.seq:,} events from the first",
            values={"events/s": hall.seq / taken, "s": taken},
            unit="",
            target="≥ 100,000 events/s, or the start below",
        )
        journal.save_checkpoint(msgspec.json.encode(hall.memory))
        journal.append(last[-SINCE_CHECKPOINT:], [], journal.seq)
        seq, megabytes = journal.seq, journal.path.stat().st_size / 1e6
        journal.close()
        yield _restored(folder, seq, megabytes)
        yield Figure(
            what="the queue-master's process, from its start to `ready` on the bus",
            values={"then": _process(folder), "in an empty hall": _process(Path(name, "empty"))},
            unit="s",
            target="≤ 2",
        )


def _restored(folder: Path, seq: int, megabytes: float) -> Figure:
    begun = time.perf_counter()
    journal = Store(folder).open()
    opened = time.perf_counter() - begun
    master = QueueMaster(bench_hall.plan(WINDOWS), journal, Phrases.load(PHRASES), Reserve(folder))
    whole = time.perf_counter() - begun
    journal.close()
    if master.hall.seq != seq:
        raise Wrong(f"it came back as {master.hall.seq}, not {seq}")
    return Figure(
        what=f"the hall from a checkpoint {SINCE_CHECKPOINT:,} events back",
        values={"journal opened": opened, "hall restored": whole - opened},
        unit="s",
        note=f"{seq:,} events in {megabytes:,.0f} MB",
    )


def _process(folder: Path) -> float:
    """Seconds until a queue-master with the journal in `folder` says that it is ready."""
    ready = threading.Event()

    def hear(message: Message) -> None:
        if codec.read(Status, message.body).state == "ready":
            ready.set()

    folder.mkdir(exist_ok=True)
    hall_file = folder / "hall.toml"
    hall_file.write_text(bench_hall.toml(WINDOWS), encoding="utf-8")
    with Mosquitto(folder / "broker") as broker:
        link = Link(bench_hall.ID, "bench-listener", "127.0.0.1", broker.port)
        link.subscribe(Topics(bench_hall.ID).status("queue-master-1"), hear)
        link.start()
        begun = time.perf_counter()
        environment = {"CHERHA_BROKER_PORT": str(broker.port), "CHERHA_HALL": str(hall_file)}
        with role("queue-master", folder, environment):
            if not ready.wait(60):
                raise Wrong("the queue-master is not ready within 60 s")
            taken = time.perf_counter() - begun
        link.stop()
    return taken
