"""A hall with a standby: what it costs a ticket to be on two disks, and how soon the other box answers.

Two brokers, a queue-master, a standby and a witness, all on this machine: a network between them is not measured.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench import hall as bench_hall
from bench.figures import Figure, spread
from bench.processes import Mosquitto, Started, role, until
from bench.standing import standing
from bench.wishes import Wishes
from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.bus.on_disk import kept
from broker.contracts.commands import TakeTicket
from broker.contracts.standby import Register

STANDBY, WITNESS = "standby-1", "witness-1"
PATIENCE = 60.0  # seconds


def run(wishes: Wishes) -> Iterator[Figure]:
    count, deaths = (50, 1) if wishes.quick else (1000, 5)
    with standing(windows=2) as hall:
        link = hall.link("dispenser-1")
        yield Figure(what="a ticket with one disk", values=_tickets(link, count), unit="ms")
        link.stop()
    took = []
    for death in range(deaths):
        with tempfile.TemporaryDirectory(prefix="cherha-bench-") as folder, ExitStack() as stack:
            pair = _Pair(Path(folder), stack)
            if not death:
                values = _tickets(pair.link, count)
                yield Figure(what="a ticket with two disks", values=values, unit="ms", note="the standby has it, too")
            took.append(pair.die())
            pair.link.stop()
    yield Figure(
        what="the queue-master's box killed to the next answer",
        values={"least": min(took), "most": max(took)},
        unit="s",
        target="≤ 30",
        note="the asker's way to the other broker included",
    )


class _Pair:
    """Two boxes and a witness, paired."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        (folder / "hall.toml").write_text(bench_hall.toml(2), encoding="utf-8")
        one, two = Mosquitto(folder / "broker-1"), Mosquitto(folder / "broker-2")
        for broker in (one, two):
            stack.enter_context(broker)
        both = f"127.0.0.1:{one.port} 127.0.0.1:{two.port}"
        common = {
            "CHERHA_HALL": str(folder / "hall.toml"),
            "CHERHA_BROKER_PORT": str(one.port),
            "CHERHA_WITNESS": WITNESS,
        }
        own = {"CHERHA_APPLIANCE": STANDBY, "CHERHA_OWN_BROKER": f"127.0.0.1:{two.port}"}
        third = {"CHERHA_APPLIANCE": WITNESS, "CHERHA_BROKER_HOST": both}
        master = role("queue-master", folder / "master", {**common, "CHERHA_STANDBY": STANDBY})
        self._dying: tuple[Started, ...] = (stack.enter_context(master), one)
        stack.enter_context(role("standby", folder / "standby", {**common, **own}))
        stack.enter_context(role("witness", folder / "witness", {**common, **third}))
        self.link = Link(bench_hall.ID, "dispenser-1", both, one.port)
        _tickets(self.link, 1)
        register = folder / "witness" / "register.json"
        until(lambda: (held := kept(register, Register)) is not None and STANDBY in held.heirs, PATIENCE, "no pair")

    def die(self) -> float:
        """Seconds until the standby has answered."""
        for each in self._dying:
            each.end()
        begun = time.monotonic()
        _ask(Asker(self.link))
        return time.monotonic() - begun


def _tickets(link: Link, count: int) -> dict[str, float]:
    asker, took = Asker(link), []
    if not link.connected:
        link.start()
        until(lambda: link.connected)
    for _ in range(count):
        begun = time.monotonic()
        _ask(asker)
        took.append(time.monotonic() - begun)
    return spread(took)


def _ask(asker: Asker) -> None:
    asker.ask(TakeTicket(id=new_id(), at=now(bench_hall.plan().timezone), service=bench_hall.SERVICES[0]), PATIENCE)
