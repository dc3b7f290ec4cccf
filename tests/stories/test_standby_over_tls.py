"""The same drill in a hall with an authority: what the standby's broker reads has come to it with the backup."""

from __future__ import annotations

import getpass
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.identity import BROKER
from broker.bus.link import Link
from broker.bus.on_disk import kept
from broker.contracts import commands as c
from broker.contracts.hall_check import load
from broker.contracts.standby import Register
from broker.contracts.topics import Topics
from broker.mosquitto import configuration
from broker.mosquitto.access import access_list
from provisioning.authority.authority import Authority
from provisioning.enrolment.desk import Desk
from provisioning.enrolment.register import Register as Requests
from provisioning.enrolment.second_broker import FOLDER, turned
from tests.broker.halls import HALL_TOML, PLAN
from tests.broker.mosquitto import PROGRAM, Mosquitto
from tests.broker.until import until
from tests.stories.a_standby import NAME, RealStandby
from tests.stories.queue_master import RealQueueMaster

pytestmark = [
    pytest.mark.wire,
    pytest.mark.kill,
    pytest.mark.timeout(240),
    pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed"),
]
AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
MEMBERS = {
    "queue-master": "queue-master",
    NAME: "standby",
    "witness-1": "witness",
    "kiosk-1": "dispenser",
    "window-4": "buttons",
}


class Secure(Mosquitto):
    """`reads`: where its lists and its identity are."""

    def __init__(self, folder: Path, reads: Path) -> None:
        super().__init__(folder)
        self._reads = reads

    def read_again(self) -> None:
        """As `appliance-broker.path` does."""
        assert self._process
        self._process.send_signal(signal.SIGHUP)

    def _configuration(self) -> str:
        return configuration.secure(
            port=self.port,
            address="127.0.0.1",
            folder=self._folder,
            user=getpass.getuser(),
            identity=self._reads / "identity",
            broker=self._reads,
        )


@contextmanager
def closing(thing: RealQueueMaster | RealStandby) -> Iterator[None]:
    try:
        yield
    finally:
        thing.close()


def test_the_standby_takes_over_with_the_certificates_and_lists_that_it_was_sent(tmp_path: Path) -> None:
    hall = tmp_path / "hall.toml"
    hall.write_text(HALL_TOML, "utf-8")
    authority = Authority(tmp_path / "authority", "test-hall", AT)
    for name, role in MEMBERS.items():
        authority.equip(tmp_path / name, name, role, AT)
    desk = Desk(
        authority, Requests(tmp_path / "requests.json"), hall, load(hall), tmp_path / "broker", clock=lambda: AT
    )
    desk.equip_once("broker", tmp_path / "broker" / "identity", BROKER, AT)
    desk.tell_broker()

    sent = tmp_path / "b" / "broker"
    first, second = Secure(tmp_path / "broker-1", tmp_path / "broker"), Secure(tmp_path / "broker-2", sent)
    a, b = (f"127.0.0.1:{broker.port}" for broker in (first, second))
    who = {"witness": "witness-1", "hall": hall}
    master = RealQueueMaster(
        tmp_path / "a", first.port, brokers=f"{a} {b}", own=str(tmp_path / "window-4"), standby=NAME,
        identity=tmp_path / "queue-master", broker_files=tmp_path / FOLDER,
        access_list=tmp_path / "broker" / "access.list", **who,
    )  # fmt: skip
    standby = RealStandby(
        tmp_path / "b",
        hall,
        broker_host=a,
        own_broker=b,
        witness="witness-1",
        identity=tmp_path / NAME,
        broker_files=sent,
    )
    witness = RealStandby(
        tmp_path / "w", hall, "witness", broker_host=f"{a} {b}", appliance="witness-1", identity=tmp_path / "witness-1"
    )
    kiosk = Link("test-hall", "kiosk-1", f"{a} {b}", first.port, identity=str(tmp_path / "kiosk-1"))
    with ExitStack() as stack:
        for broker in (first, second):
            stack.callback(broker.stop)
        for each in (master, standby, witness):
            stack.enter_context(closing(each))
        stack.callback(kiosk.stop)
        first.start()
        for each in (master, standby, witness):
            each.start()
        until(lambda: (sent / "revoked.pem").is_file() and (sent / "identity" / "key.pem").is_file(), 60, standby.said)
        second.start()
        register = tmp_path / "w" / "state" / "register.json"
        until(lambda: (held := kept(register, Register)) is not None and NAME in held.heirs, 60, standby.said)
        kiosk.start()
        asker = Asker(kiosk)
        before = [number(asker) for _ in range(5)]
        assert suspending(asker) == "not-entitled"
        master.kill()
        first.kill()
        after = [number(asker) for _ in range(5)]
        assert suspending(asker) == "not-entitled"
    assert len(set(before + after)) == 10
    held = kept(register, Register)
    assert held is not None
    assert held.holder == NAME


def number(asker: Asker) -> str:
    wish = c.TakeTicket(id=new_id(), at=now(PLAN.timezone), service="passport-new")
    reply = asker.ask(wish, timeout=60)
    assert reply.ticket, reply
    return reply.ticket.number


def suspending(asker: Asker) -> str | None:
    """Why a dispenser may not suspend the hall."""
    return asker.ask(c.SuspendHall(id=new_id(), at=now(PLAN.timezone), why="air-raid"), timeout=60).reason


def test_at_each_broker_only_who_may_decide_there_speaks_for_the_queue() -> None:
    def speaks(listed: str) -> list[str]:
        event = f"topic write {Topics('test-hall').event}"
        return [part.splitlines()[1].removeprefix("user ") for part in listed.split("\n\n") if event in part]

    assert speaks(access_list("test-hall", MEMBERS, (1,))) == ["queue-master"]
    assert speaks(access_list("test-hall", turned(MEMBERS), (1,))) == [NAME]
