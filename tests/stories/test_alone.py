"""Two dispensers go on while the hall dies under them: real processes, killed at random moments.

At the end the journal is held against the paper: what came out of a printer is in it exactly once, and no number was
given twice.
"""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any

import pytest
import zxingcpp

from bench.processes import Started
from bench.standing import Standing, standing
from broker.bus.asking import Asker
from broker.contracts import commands as c
from kiosk.dispenser.visit_record import VisitRecord
from kiosk.printing.emulator import NetworkPrinter
from tests.broker.halls import HALL_TOML
from tests.broker.mosquitto import PROGRAM
from tests.broker.until import until

pytestmark = [
    pytest.mark.kill,
    pytest.mark.wire,
    pytest.mark.timeout(300),
    pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed"),
]

NAMES = ("dispenser-1", "dispenser-2")


class Dispensers:
    """Two of them, each with a printer that outlives it."""

    def __init__(self, hall: Standing, stack: ExitStack) -> None:
        self._hall = hall
        self.printers = {name: stack.enter_context(NetworkPrinter()) for name in NAMES}
        self.processes = {name: stack.enter_context(self._start(name)) for name in NAMES}

    def _start(self, name: str, fingers: str = "on") -> Started:
        own = {
            "FINGERS": fingers,
            "CHERHA_APPLIANCE": name,
            "CHERHA_STATE_DIR": str(self._hall.folder / name),
            "CHERHA_PRINTER": self.printers[name].setting,
            "CHERHA_PRINTER_COUNTS": "true",
        }
        program = [sys.executable, "-m", "tests.stories.headless_dispenser"]
        return Started(program, self._hall.folder / f"{name}.log", {**self._hall.environment, **own})

    def start_idle(self, name: str) -> Started:
        return self._start(name, "off")

    def printed(self, name: str | None = None) -> int:
        return sum(len(self.printers[each].machine.slips) for each in ([name] if name else NAMES))

    def go_on(self, more: int = 2) -> None:
        """Each has given so many more tickets."""
        for name in NAMES:
            enough = self.printed(name) + more
            until(lambda name=name, enough=enough: self.printed(name) >= enough, 60, f"{name} goes on")  # type: ignore[misc]

    def tickets_on_paper(self) -> list[str]:
        """What the codes of all slips say."""
        slips = [slip for name in NAMES for slip in self.printers[name].machine.slips]
        return [code.text for slip in slips for code in zxingcpp.read_barcodes(slip.convert("L"))]


@pytest.fixture
def hall() -> Iterator[Standing]:
    # A second line of each dispenser has numbers enough for the whole test.
    with standing(HALL_TOML.replace("lease_size = 5", "lease_size = 60")) as hall:
        yield hall


def journal_of(hall: Standing) -> list[dict[str, Any]]:
    words = [sys.executable, "-m", "provisioning.command", "journal", "export", "--journal", str(hall.journal)]
    told = subprocess.run(words, capture_output=True, check=True, timeout=60)
    return [json.loads(line) for line in told.stdout.splitlines()]


def settled(hall: Standing) -> None:
    """Nothing waits in an outbox any more."""
    link = hall.link("witness")
    asker = Asker(link)
    link.start()
    until(lambda: link.connected)
    seen = [-1]

    def quiet() -> bool:
        now = asker.ask(hall.wish(c.EventsSince, seq=0), timeout=20).seq or 0
        still, seen[0] = now == seen[0], now
        return still and all(not _waits(hall.folder / name) for name in NAMES)

    until(quiet, 60, "the outboxes are empty")
    link.stop()


def _waits(state: Path) -> bool:
    """Whether a dispenser has still something to tell, or to make good."""
    record = VisitRecord(state)
    rows = sqlite3.connect(f"file:{state / 'outbox.db'}?mode=ro", uri=True)
    try:
        return bool(rows.execute("SELECT count(*) FROM outbox").fetchone()[0] or record.asked or record.printing)
    finally:
        rows.close()


@pytest.mark.parametrize("seed", [2026])
def test_every_slip_is_in_the_journal_once_whoever_was_killed_and_when(hall: Standing, seed: int) -> None:
    chance = Random(seed)
    with ExitStack() as stack:
        dispensers = Dispensers(hall, stack)
        dispensers.go_on()
        deaths = len(NAMES)  # all are killed in the end
        for victim in ("broker", "queue-master", "dispenser-1", "both", "broker", "dispenser-2", "queue-master"):
            hit = {"both": ["broker", "queue-master"]}.get(victim, [victim])
            processes = {"broker": hall.broker, "queue-master": hall.master, **dispensers.processes}
            for name in hit:
                processes[name].end(signal.SIGKILL)
            deaths += 1
            if victim.startswith("dispenser"):
                processes[victim].start()
            else:
                dispensers.go_on(chance.randint(1, 3))  # alone
                one = chance.choice(NAMES)
                processes[one].end(signal.SIGKILL)  # and one of them forgets all that is not on its disk
                processes[one].start()
                dispensers.go_on(1)
            for name in hit:
                if name in ("broker", "queue-master"):
                    processes[name].start()
            dispensers.go_on(chance.randint(1, 3))
        for process in dispensers.processes.values():
            process.end(signal.SIGKILL)
        for name in NAMES:  # what they still had to say is told by their next life, in which nobody comes
            stack.enter_context(dispensers.start_idle(name))
        settled(hall)
        on_paper = dispensers.tickets_on_paper()
        words = {name: process.words() for name, process in dispensers.processes.items()}
    told = journal_of(hall)
    issued = [event for event in told if event["type"] == "ticket-issued"]
    times = Counter(event["ticket"] for event in issued)
    numbers = Counter(event["number"] for event in issued)
    cancelled = {event["ticket"] for event in told if event["type"] == "ticket-cancelled"}
    alone = [event for event in issued if event.get("lease")]
    assert [ticket for ticket in on_paper if times[ticket] != 1] == [], words
    assert [number for number, count in numbers.items() if count > 1] == []
    assert cancelled & set(on_paper) == set()
    assert {event["ticket"] for event in issued} - cancelled - set(on_paper) == set(), "tickets that nobody holds"
    assert sum(Counter(on_paper).values()) - len(set(on_paper)) <= deaths, "more copies than dispensers died"
    assert len(alone) > 10, "the dispensers were hardly ever alone"
    since = [event["since"] for event in alone if event["by"] == "dispenser-1"]
    assert since == sorted(since), "slips are merged in the order in which they were issued"
