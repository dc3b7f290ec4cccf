"""The queue-master's machine in a hall, its journal damaged: it says so on the bus, and a file of a technician gets it going."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.bus.clock import now
from broker.bus.link import Link
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.status import Status
from broker.queuemaster.mending import ASIDE
from broker.queuemaster.refused import ANEW, ORDER
from broker.queuemaster.store import Store
from tests.broker.desk import Desk
from tests.broker.halls import PLAN
from tests.broker.mosquitto import Mosquitto
from tests.broker.test_journal import scribble
from tests.broker.test_short_journal import tear
from tests.broker.until import until
from tests.stories.queue_master import NAME, TOPICS, RealQueueMaster
from tests.systemd.notified import Notified

pytestmark = [pytest.mark.wire, pytest.mark.timeout(120)]


@pytest.fixture
def master(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealQueueMaster]:
    broker = Mosquitto(tmp_path / "broker")
    broker.start()
    with Notified(tmp_path) as systemd:
        monkeypatch.setenv("NOTIFY_SOCKET", systemd.path)
        made = RealQueueMaster(tmp_path / "box", broker.port)
        yield made
        if made.process.poll() is None:
            made.process.kill()
            made.process.wait(10)
        made.link.stop()
    broker.stop()


@pytest.fixture
def problems(master: RealQueueMaster) -> dict[str, bytes]:
    """What it tells of itself, by code."""
    told: dict[str, bytes] = {}
    master.link.subscribe(
        TOPICS.problem(NAME, "+"), lambda message: told.update({message.topic.rsplit("/", 1)[1]: message.body})
    )
    return told


def test_it_says_what_is_wrong_and_goes_on_when_the_technician_wants_it(
    master: RealQueueMaster, problems: dict[str, bytes]
):
    desk = Desk(master.state)
    desk.now = now(PLAN.timezone)
    for _ in range(30):
        desk.ask(c.TakeTicket, service="registration")
    Store(master.state).copy(desk.journal)
    desk.journal.close()
    scribble(master.state / "journal.db")

    master.start()
    until(lambda: problems.get("journal-refused"))
    assert "use-last-copy.txt" in problems["journal-refused"].decode()
    assert master.process.poll() is None, "it stays, so that the hall reads what is wrong"

    (master.state / ORDER).touch()
    assert master.process.wait(30) == os.EX_TEMPFAIL, "systemd starts it again"
    master.launch()
    assert master.process.wait(30) == os.EX_TEMPFAIL, "mended"
    master.start()
    until(lambda: problems.get("journal-mended"))
    until(lambda: not problems.get("journal-refused"))
    assert master.ask(c.WhereAmI, ticket="А030").status == "done"
    taken = master.ask(c.TakeTicket, service="registration").ticket
    assert taken
    assert taken.number == "А1031"
    assert list((master.state / ASIDE).glob("*/journal.db"))
    master.process.send_signal(signal.SIGTERM)
    assert master.process.wait(30) == 0
    master.verify()


def test_a_journal_that_came_back_shorter_is_gone_on_from_by_itself(
    master: RealQueueMaster, problems: dict[str, bytes]
):
    """The plug is drawn, and the card has spoilt a piece of the write-ahead log: no person is needed."""
    master.start()
    given_out = [master.ask(c.TakeTicket, service="registration").ticket for _ in range(40)]
    master.kill()
    tear(master.state)

    master.start()
    until(lambda: problems.get("journal-mended"))
    assert "journal-refused" not in problems
    assert master.ask(c.WhereAmI, ticket="А001").status == "done", "what is sound is there"
    taken = master.ask(c.TakeTicket, service="registration").ticket
    assert taken
    assert taken.number not in {each.number for each in given_out if each}
    assert list((master.state / ASIDE).glob("*/journal.db-wal"))
    assert master.stop() == 0
    master.verify()


def test_where_nothing_is_whole_the_technician_begins_anew(master: RealQueueMaster, problems: dict[str, bytes]):
    desk = Desk(master.state)
    desk.now = now(PLAN.timezone)
    given_out = {taken.number for _ in range(30) if (taken := desk.ask(c.TakeTicket, service="registration").ticket)}
    copy = Store(master.state).copy(desk.journal)
    desk.journal.close()
    for path in (master.state / "journal.db", copy):
        path.write_bytes(b"no journal" * 1000)
    (master.state / ORDER).touch()
    master.start()
    until(lambda: problems.get("journal-lost"))
    assert "begin-anew.txt" in problems["journal-lost"].decode()

    (master.state / ANEW).touch()
    assert master.process.wait(30) == os.EX_TEMPFAIL, "systemd starts it again"
    master.launch()
    assert master.process.wait(30) == os.EX_TEMPFAIL, "begun anew"
    master.start()
    until(lambda: problems.get("journal-begun-anew"))
    until(lambda: not problems.get("journal-lost"))
    taken = master.ask(c.TakeTicket, service="registration").ticket
    assert taken
    assert taken.number == "А1001"
    assert taken.number not in given_out
    kept = {path.name for path in (master.state / ASIDE).rglob("*")}
    assert {"journal.db", copy.name} <= kept, "nothing is thrown away"
    assert master.stop() == 0
    master.verify()


def test_one_of_a_pair_says_at_both_what_is_wrong_and_touches_nothing(
    master: RealQueueMaster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    second = Mosquitto(tmp_path / "second")
    second.start()
    there = Link("test-hall", "window-5", "127.0.0.1", second.port)
    heard: dict[Link, set[str]] = {master.link: set(), there: set()}
    roles: list[str] = []
    for link, codes in heard.items():
        link.subscribe(TOPICS.problem(NAME, "+"), lambda told, codes=codes: codes.add(told.topic.rsplit("/", 1)[1]))
    there.subscribe(TOPICS.status(NAME), lambda told: roles.append(codec.read(Status, told.body).role))
    there.start()
    desk = Desk(master.state)
    desk.ask(c.TakeTicket, service="registration")
    desk.journal.close()
    scribble(master.state / "journal.db")
    broken = (master.state / "journal.db").read_bytes()
    (master.state / ORDER).touch()
    for name, value in {"standby": "s-1", "witness": "w-1", "second_broker": f"127.0.0.1:{second.port}"}.items():
        monkeypatch.setenv(f"CHERHA_{name.upper()}", value)
    try:
        master.start()
        until(lambda: all("journal-refused-pair" in codes for codes in heard.values()))
        until(lambda: roles)
        assert set(roles) == {"standby"}, "no second queue-master where another may decide"
        assert master.stop() == 0
        assert (master.state / "journal.db").read_bytes() == broken
    finally:
        there.stop()
        second.stop()
