"""The disk under the queue-master is full, or its journal is damaged: nothing is lost, nothing begins anew unasked."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broker.bus.clock import now
from broker.contracts import commands as c
from broker.queuemaster.store import Store
from tests.broker.halls import PLAN
from tests.broker.mosquitto import Mosquitto
from tests.broker.test_journal import Desk, cut, scribble
from tests.broker.until import until
from tests.stories.queue_master import NAME, TOPICS, RealQueueMaster

pytestmark = [pytest.mark.wire, pytest.mark.timeout(120)]

SIZE = "24m"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that a test can fill. Skipped where mounting is not allowed."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "cherha-test", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no disk of its own can be mounted: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.fixture
def master(tmp_path: Path, mosquitto: Mosquitto, request: pytest.FixtureRequest) -> Iterator[RealQueueMaster]:
    """A queue-master, not yet started; on the small disk if the test has one."""
    disk = request.getfixturevalue("small_disk") if "small_disk" in request.fixturenames else tmp_path
    master = RealQueueMaster(tmp_path / "hall", mosquitto.port, disk / "the hall's state")
    yield master
    master.close()


def fill(disk: Path) -> Path:
    """Take all the room that is left."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for piece in (b"\0" * 4096, b"\0"):
            try:
                while True:
                    file.write(piece)
            except OSError:
                continue
    return ballast


def test_a_full_disk_stops_tickets_not_calls_and_room_brings_them_back(
    small_disk: Path, master: RealQueueMaster
) -> None:
    problems: list[bytes] = []
    master.link.subscribe(TOPICS.problem(NAME, "storage-full"), lambda message: problems.append(message.body))
    master.start()
    master.ask(c.OpenWindow, window=4)
    issued = 3
    for _ in range(issued):
        assert master.ask(c.TakeTicket, service="registration").status == "done"

    ballast = fill(small_disk)
    while (reply := master.ask(c.TakeTicket, service="registration")).status == "done":
        issued += 1  # a little room is left in what the journal has taken already
        fill(small_disk)
    assert (reply.status, reply.reason) == ("refused", "storage-full")
    assert reply.message
    assert "місця" in reply.message["uk"]
    until(lambda: problems and problems[-1], 15, "the staff is told")
    until(lambda: master.statuses[-1].state == "degraded", 15)

    for step in (c.CallNext, c.StartService, c.Finish):
        assert master.ask(step, window=4).status == "done"
    # Many a call fits into the space put by: a write-ahead log that grows as it likes would eat it up in a few hundred.
    for turn in range(600):
        assert master.ask((c.PauseWindow, c.OpenWindow)[turn % 2], window=4).status == "done"
    assert master.ask(c.TakeTicket, service="registration").reason == "storage-full"

    master.kill()
    master.start()
    assert master.ask(c.TakeTicket, service="registration").reason == "storage-full", "still, after a new start"
    called = master.ask(c.CallNext, window=4).ticket
    assert called
    assert called.number == "А002"

    ballast.unlink()
    until(lambda: master.ask(c.TakeTicket, service="registration").status == "done", 15, "tickets again")
    ticket = master.ask(c.WhereAmI, ticket=f"А{issued + 1:03}").ticket
    assert ticket, "the numbers go on where they stopped"
    until(lambda: problems[-1] == b"", 15, "the problem is over")
    master.verify()
    assert master.stop() == 0, master.said
    assert "Traceback" not in master.said


def test_stopping_on_a_full_disk_is_a_clean_end_and_leaves_no_half_copy(
    small_disk: Path, master: RealQueueMaster
) -> None:
    master.start()
    for _ in range(3):
        master.ask(c.TakeTicket, service="registration")
    fill(small_disk)
    assert master.stop() == 0, master.said
    assert not list(master.state.rglob("*.half"))
    master.verify()


def a_day_and_its_copy(state: Path) -> Path:
    """30 tickets of today in a journal at `state`, closed in good order; the copy."""
    desk = Desk(state)
    desk.now = now(PLAN.timezone)
    for _ in range(30):
        desk.ask(c.TakeTicket, service="registration")
    copy = Store(state).copy(desk.journal)
    desk.journal.close()
    return copy


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (cut, "it is damaged"),
        (scribble, "it is damaged"),
        (Path.unlink, "it is missing"),
        (lambda path: path.write_bytes(b""), "it is empty"),
        (lambda path: path.write_bytes(b"no journal\n" * 1000), "it is damaged: file is not a database"),
    ],
    ids=["cut", "scribbled", "missing", "emptied", "something else"],
)
def test_a_journal_that_cannot_be_trusted_stops_the_start_and_the_printed_way_leads_back(
    master: RealQueueMaster, damage: Any, why: str
) -> None:
    copy = a_day_and_its_copy(master.state)
    damage(master.state / "journal.db")
    master.launch()
    assert master.process.wait(30) == os.EX_CONFIG
    assert why in master.said
    assert str(copy) in master.said
    assert "Traceback" not in master.said
    assert not master.statuses, "it has not even said hello"

    way_back = next(line for line in master.said.splitlines() if line.startswith("  cd "))
    subprocess.run(["sh", "-c", way_back], check=True, capture_output=True)
    master.start()
    assert master.ask(c.WhereAmI, ticket="А030").status == "done"
    taken = master.ask(c.TakeTicket, service="registration").ticket
    assert taken
    assert taken.number == "А031", "no number twice"
    master.verify()


def test_a_lost_journal_without_any_copy_is_not_begun_anew(master: RealQueueMaster) -> None:
    copy = a_day_and_its_copy(master.state)
    copy.unlink()
    (master.state / "journal.db").unlink()
    master.launch()
    assert master.process.wait(30) == os.EX_CONFIG
    assert "There is no copy" in master.said
    assert not (master.state / "journal.db").exists()
