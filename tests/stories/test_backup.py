"""The queue-master's box dies for good: its folder is gone, and a fresh one goes on from what the standby has."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.contracts import commands as c
from tests.broker.mosquitto import Mosquitto
from tests.broker.until import until
from tests.stories.a_standby import NAME, RealStandby
from tests.stories.queue_master import RealQueueMaster

pytestmark = [pytest.mark.wire, pytest.mark.timeout(180)]


def cherha(*words: object) -> subprocess.CompletedProcess[str]:
    called = [sys.executable, "-m", "provisioning.command", *map(str, words)]
    return subprocess.run(called, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL)


class Two:
    """A queue-master with an authority's folder beside it, and its standby."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.authority = folder / "a" / "authority"
        self.authority.mkdir(parents=True)
        (self.authority / "key.pem").write_text("the key that lets anybody in")
        self.master = RealQueueMaster(folder / "a", port, standby=NAME, backs_up=self.authority)
        self.standby = RealStandby(folder / "b", folder / "a" / "hall.toml", broker_port=port)
        told = cherha("backup", "word", "--folder", self.master.state)
        self.word = next(line.strip() for line in told.stdout.splitlines() if line.startswith("    "))

    def tickets(self, count: int) -> list[str]:
        found = []
        for _ in range(count):
            reply = self.master.ask(c.TakeTicket, service="passport-new")
            assert reply.ticket, reply
            found.append(reply.ticket.number)
        return found

    @property
    def backup(self) -> Path:
        return self.standby.state / "backup"

    def close(self) -> None:
        self.master.close()
        self.standby.close()


@pytest.fixture
def two(mosquitto: Mosquitto, tmp_path: Path) -> Iterator[Two]:
    made = Two(tmp_path, mosquitto.port)
    yield made
    made.close()


def restored(two: Two, source: Path) -> subprocess.CompletedProcess[str]:
    words = ("--state", two.master.state, "--hall", two.folder / "a" / "hall.toml", "--beside", two.folder / "a")
    return cherha("backup", "restore", source, *words, "--word", two.word)


def test_a_fresh_box_goes_on_where_the_dead_one_was(two: Two) -> None:
    two.master.start()
    first = two.tickets(5)
    two.standby.start()  # joins a hall that is at work
    first += two.tickets(20)
    seq = two.master.seq
    until(lambda: two.standby.seq >= seq, 40, two.standby.said)
    sealed = two.backup / "authority" / "key.pem.sealed"
    until(lambda: (two.backup / "hall.toml").is_file() and sealed.is_file(), 40, two.standby.said)
    assert b"the key" not in sealed.read_bytes(), "whoever steals the standby must not be able to let anybody in"

    two.master.kill()
    shutil.rmtree(two.folder / "a")
    two.folder.joinpath("a").mkdir()
    two.standby.kill()
    done = restored(two, two.standby.state)
    assert done.returncode == 0, done.stderr
    assert (two.authority / "key.pem").read_text() == "the key that lets anybody in"
    assert restored(two, two.standby.state).returncode == 2, "nothing is restored over a journal"

    two.master.start()
    two.master.verify()
    assert two.master.seq >= seq
    assert not set(first) & set(two.tickets(3)), "the numbers go on"
    two.standby.start()
    until(lambda: two.standby.seq >= two.master.seq, 40, two.standby.said)


def test_a_backup_in_a_file_opens_with_the_word_alone(two: Two) -> None:
    two.master.start()
    first = two.tickets(5)
    two.standby.start()
    seq = two.master.seq
    until(lambda: two.standby.seq >= seq and (two.backup / "hall.toml").is_file(), 40, two.standby.said)
    two.standby.kill()
    file = two.folder / "backup.cherha"
    taken = cherha("backup", "take", file, "--folder", two.standby.state, "--word", two.word)
    assert taken.returncode == 0, taken.stderr
    assert "ticket" not in file.read_text("latin-1")
    first += two.tickets(5)  # the file on the stick is older than these
    two.master.kill()
    shutil.rmtree(two.folder / "a")
    two.folder.joinpath("a").mkdir()
    words = ("--state", two.master.state, "--hall", two.folder / "a" / "hall.toml", "--beside", two.folder / "a")
    assert cherha("backup", "restore", file, *words, "--word", "not-it").returncode == 2
    assert restored(two, file).returncode == 0
    two.master.start()
    assert not set(first) & set(two.tickets(2))
    status = cherha("backup", "status", two.master.state)
    assert status.returncode == 0, status.stderr
