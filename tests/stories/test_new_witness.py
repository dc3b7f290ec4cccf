"""The standby decides, the witness has a new card, and the dead first machine is laid out from a backup: it does not decide, too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.bus.link import Link
from broker.bus.on_disk import keep, kept
from broker.bus.seam import Message
from broker.contracts import commands as c
from broker.contracts.standby import Register
from broker.standby.holding import Own
from broker.standby.second_disk import TERM
from broker.standby.taking import Target, restore
from tests.broker.desk import Desk
from tests.broker.mosquitto import PROGRAM, Mosquitto
from tests.broker.until import until
from tests.stories.a_standby import NAME, RealStandby
from tests.stories.queue_master import TOPICS, RealQueueMaster

pytestmark = [
    pytest.mark.wire,
    pytest.mark.timeout(240),
    pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed"),
]
WITNESS = "witness-1"


class Hall:
    """The disks as they are then; nobody runs yet. `half`: the new witness as long as it reaches the first machine alone."""

    def __init__(self, folder: Path) -> None:
        self.brokers = [Mosquitto(folder / "broker-a"), Mosquitto(folder / "broker-b")]
        for broker in self.brokers:
            broker.start()
        a, b = (f"127.0.0.1:{broker.port}" for broker in self.brokers)
        both, hall = f"{a} {b}", folder / "a" / "hall.toml"
        self.first = RealQueueMaster(folder / "a", self.brokers[0].port, brokers=both, standby=NAME, witness=WITNESS)
        self.standby = RealStandby(
            folder / "b", hall, broker_host=a, own_broker=b, witness=WITNESS, standby="queue-master"
        )
        queue = Desk(self.standby.state)
        queue.ask(c.TakeTicket, service="registration")
        queue.journal.close()
        restore(self.standby.state, Target(self.first.state, folder / "hall.toml", folder), "")
        keep(self.standby.state / TERM, Own(Register(2, NAME, 1, (NAME,)), alone=True))
        self.half, self.witness = (
            RealStandby(folder / "w", hall, "witness", broker_host=brokers, appliance=WITNESS) for brokers in (a, both)
        )
        self.answers = 0
        self._ear = Link("test-hall", "ear", a, self.brokers[0].port)
        self._ear.subscribe(TOPICS.voted(WITNESS), self._hear)
        self._ear.start()

    def _hear(self, _: Message) -> None:
        self.answers += 1

    @property
    def said(self) -> str:
        return f"{self.first.said}\n--\n{self.standby.said}\n--\n{self.witness.said}"

    def close(self) -> None:
        self._ear.stop()
        for each in (self.first, self.standby, self.half, self.witness):
            each.close()
        for broker in self.brokers:
            broker.stop()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.close()


def test_a_new_witness_does_not_confirm_a_restored_machine_beside_the_one_that_decides(hall: Hall) -> None:
    hall.half.start()
    hall.first.launch()
    hall.standby.start()
    until(lambda: hall.answers > 3, 90, "the witness is asked")
    own = kept(hall.first.state / TERM, Own)
    assert own
    assert not own.alone
    assert own.register.turn == 0, "it only asks for the office"
    assert hall.first.ask(c.TakeTicket, timeout=60, service="registration").ticket, "the standby decides"
    hall.half.kill()
    hall.witness.start()
    assert hall.first.process.wait(90) == os.EX_CONFIG, hall.said
    held = kept(hall.witness.state / "register.json", Register)
    assert held
    assert held.holder == NAME
