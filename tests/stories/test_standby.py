"""The standby drill: the queue-master's box dies, another box of the hall goes on, and who comes back decides no more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.bus.asking import Asker, NoAnswer
from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.bus.on_disk import kept
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.standby import Register
from broker.contracts.ticket_events import TicketIssued
from broker.queuemaster.journal import Journal
from broker.queuemaster.telling_staff import TOLD
from broker.standby.second_disk import TERM
from tests.broker.halls import PLAN
from tests.broker.mosquitto import PROGRAM, Mosquitto
from tests.broker.test_journal import scribble
from tests.broker.until import until
from tests.stories.a_standby import NAME, RealStandby
from tests.stories.queue_master import TOPICS, RealQueueMaster
from tests.systemd.notified import Notified

pytestmark = [
    pytest.mark.wire,
    pytest.mark.kill,
    pytest.mark.timeout(240),
    pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed"),
]


class Visitors:
    """Some dispensers that take one ticket after another, and ask until they are answered, at whichever broker."""

    def __init__(self, brokers: str, port: int, count: int = 4) -> None:
        self.answered: list[tuple[str, str]] = []  # command, number
        self.lock = threading.Lock()
        self._over = threading.Event()
        self._links = [Link("test-hall", f"kiosk-{n}", brokers, port) for n in range(count)]
        self._lives = [threading.Thread(target=self._take, args=(Asker(link),)) for link in self._links]
        for each in (*self._links, *self._lives):
            each.start()

    def stop(self) -> None:
        self._over.set()
        for life in self._lives:
            life.join()
        for link in self._links:
            link.stop()

    def _take(self, asker: Asker) -> None:
        while not self._over.wait(0.02):
            wish = c.TakeTicket(id=new_id(), at=now(PLAN.timezone), service="passport-new", expires=None)
            try:
                reply = asker.ask(wish, timeout=60)
            except NoAnswer:
                continue
            if reply.ticket:
                with self.lock:
                    self.answered.append((wish.id, reply.ticket.number))


class Hall:
    """Two boxes, each with a broker, and a witness on a third."""

    def __init__(self, folder: Path) -> None:
        self.brokers = [Mosquitto(folder / "broker-a"), Mosquitto(folder / "broker-b")]
        for broker in self.brokers:
            broker.start()
        a, b = (f"127.0.0.1:{broker.port}" for broker in self.brokers)
        self.both = f"{a} {b}"
        port = self.brokers[0].port
        self.master = RealQueueMaster(folder / "a", port, brokers=self.both, standby=NAME, witness="witness-1")
        hall = folder / "a" / "hall.toml"
        self.standby = RealStandby(folder / "b", hall, broker_host=a, own_broker=b, witness="witness-1")
        self.witness = RealStandby(folder / "w", hall, role="witness", broker_host=self.both, appliance="witness-1")
        self.problems: set[str] = set()
        self.listen_to("queue-master")
        self.register = folder / "w" / "state" / "register.json"
        self.witness.start()
        self.master.start()
        self.standby.start()
        self.visitors = Visitors(self.both, port)

    def listen_to(self, appliance: str) -> None:
        """To what is wrong with it."""
        self.master.link.subscribe(TOPICS.problem(appliance, "+"), self._hear)

    def _hear(self, message: Message) -> None:
        code = message.topic.rsplit("/", 1)[1]
        self.problems.add(code) if message.body else self.problems.discard(code)

    def paired(self) -> bool:
        """The witness has it in writing that the standby may succeed."""
        held = kept(self.register, Register)
        return held is not None and NAME in held.heirs

    def holder(self) -> str:
        held = kept(self.register, Register)
        return held.holder if held and held.turn else ""

    def count(self) -> int:
        with self.visitors.lock:
            return len(self.visitors.answered)

    def more(self, count: int, seconds: float = 60) -> None:
        before = self.count()
        until(lambda: self.count() >= before + count, seconds, self.said)

    @property
    def said(self) -> str:
        return f"{self.master.said}\n--\n{self.standby.said}\n--\n{self.witness.said}"

    def close(self) -> None:
        self.visitors._over.set()
        self.visitors.stop()
        for each in (self.master, self.standby, self.witness, *self.brokers):
            each.stop() if isinstance(each, Mosquitto) else each.close()

    def mistakes(self) -> list[str]:
        """What is false in the standby's journal of what visitors were answered."""
        journal = Journal.read_only(self.standby.state / "journal.db")
        journal.verify()
        issued = [event for record in journal.records() if isinstance(event := codec.event(record.body), TicketIssued)]
        journal.close()
        numbers = {event.command: event.number for event in issued}
        times = Counter(event.command for event in issued)
        given = Counter(event.number for event in issued)
        with self.visitors.lock:
            answered = list(self.visitors.answered)
        found = [f"{number} is {times[wish]} times there" for wish, number in answered if times[wish] != 1]
        found += [f"{number} is {numbers.get(wish)} there" for wish, number in answered if numbers.get(wish) != number]
        return found + [f"{number} was given {times} times" for number, times in given.items() if times > 1]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.close()


def test_the_box_of_the_queue_master_dies_and_the_standby_goes_on(hall: Hall) -> None:
    until(hall.paired, 60, hall.said)
    hall.more(20)
    hall.master.kill()
    hall.brokers[0].kill()
    hall.more(20)
    assert hall.holder() == NAME
    hall.brokers[0].start()  # the old box is back, with all that it had
    hall.master.launch()
    assert hall.master.process.wait(60) == os.EX_CONFIG
    assert "Another box" in hall.master.said
    hall.more(5)
    hall.visitors.stop()
    assert hall.mistakes() == []


def test_a_box_whose_journal_is_damaged_says_so_and_the_standby_goes_on(
    hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    until(hall.paired, 60, hall.said)
    hall.more(20)
    hall.master.stop()
    scribble(hall.master.state / "journal.db")
    with Notified(tmp_path) as systemd:
        monkeypatch.setenv("NOTIFY_SOCKET", systemd.path)
        hall.master.launch()
        until(lambda: "journal-refused-pair" in hall.problems, 60, hall.said)
        hall.more(20)
        assert hall.holder() == NAME
        assert hall.master.process.poll() is None
        hall.visitors.stop()
        assert hall.mistakes() == []


def test_a_standby_whose_journal_is_damaged_says_so_and_the_queue_goes_on(
    hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    until(hall.paired, 60, hall.said)
    hall.more(20)
    assert hall.standby.stop() == 0
    hall.listen_to(NAME)
    scribble(hall.standby.state / "journal.db")
    broken = (hall.standby.state / "journal.db").read_bytes()
    with Notified(tmp_path) as systemd:
        monkeypatch.setenv("NOTIFY_SOCKET", systemd.path)
        hall.standby.start()
        until(lambda: "standby-journal-damaged" in hall.problems, 60, hall.said)
        hall.more(20)
        assert not hall.paired(), "no heir"
        assert hall.standby.stop() == 0
    assert (hall.standby.state / "journal.db").read_bytes() == broken
    hall.visitors.stop()


def test_a_queue_master_that_stood_still_answers_nobody_once_another_decides(hall: Hall) -> None:
    until(hall.paired, 60, hall.said)
    hall.more(10)
    hall.master.process.send_signal(signal.SIGSTOP)
    hall.more(10)
    assert hall.holder() == NAME
    hall.master.process.send_signal(signal.SIGCONT)
    assert hall.master.process.wait(60) == os.EX_CONFIG
    hall.more(5)
    hall.visitors.stop()
    assert hall.mistakes() == []


def test_without_the_standby_the_queue_master_goes_on_and_is_not_succeeded(hall: Hall) -> None:
    until(hall.paired, 60, hall.said)
    hall.more(10)
    hall.standby.kill()
    hall.more(20)
    assert not hall.paired(), "the witness has it in writing that the standby does not know everything"
    assert kept(hall.master.state / TERM, dict) is not None
    until(lambda: "no-standby" in hall.problems, 60, hall.said)
    hall.standby.start()
    until(lambda: "no-standby" not in hall.problems, 60, hall.said)
    until(hall.paired, 60, hall.said)
    hall.more(10)
    hall.visitors.stop()
    until(lambda: hall.standby.seq >= hall.master.seq, 40, hall.said)
    assert hall.mistakes() == []


def test_a_witness_that_is_silent_is_told_and_the_queue_goes_on(hall: Hall) -> None:
    until(hall.paired, 60, hall.said)
    assert "no-witness" not in hall.problems
    hall.witness.kill()
    until(lambda: "no-witness" in hall.problems, 60, hall.said)
    assert "no-standby" not in hall.problems
    hall.more(10)
    assert kept(hall.master.state / TOLD, list) == ["no-witness"]
    hall.witness.start()
    until(lambda: "no-witness" not in hall.problems, 60, hall.said)


def test_a_restarted_queue_master_stays_in_office(hall: Hall) -> None:
    until(hall.paired, 60, hall.said)
    hall.more(5)
    hall.master.kill()
    hall.master.launch()
    hall.more(10)
    until(hall.paired, 60, hall.said)
    assert hall.holder() == "queue-master"
    assert (
        subprocess.run(
            [sys.executable, "-m", "provisioning.command", "backup", "status", hall.standby.state], check=False
        ).returncode
        == 0
    )
