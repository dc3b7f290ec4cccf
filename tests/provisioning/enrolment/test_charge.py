"""Which of two desks is the hall's."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker.bus.memory import MemoryBroker
from broker.bus.on_disk import keep
from broker.contracts.standby import Register
from broker.contracts.topics import Topics
from broker.standby.deposed import step_down
from broker.standby.holding import Own
from broker.standby.second_disk import TERM
from provisioning.enrolment.charge import FRESH, Charge

pytestmark = pytest.mark.fast
HALL = "test-hall"


class Machine:
    def __init__(self, state: Path, role: str, me: str, witness: str = "witness-1") -> None:
        self.folder, self.now, self.broker = state / role, 100.0, MemoryBroker()
        (state / "roles").mkdir()
        (state / "roles" / f"{role}.toml").write_text(f'appliance = "{me}"\nwitness = "{witness}"\n', "utf-8")
        self.charge = Charge(state, lambda: self.now)
        self._desk = self.broker.client("desk-1", HALL)
        self.charge.listen(self._desk)
        self._desk.start()

    def holds(self, holder: str, term: int = 3) -> None:
        keep(self.folder / TERM, Own(Register(term, holder, 0, (holder,)), alone=True))

    def decides(self) -> None:
        """The queue-master of this machine says a word."""
        client = self.broker.client("queue-master", HALL)
        client.start()
        client.publish(Topics(HALL).state, b"{}", retain=True)
        self.broker.deliver()
        client.stop()


def test_a_hall_without_a_pair_has_one_desk_from_the_beginning(tmp_path: Path) -> None:
    assert Charge(tmp_path, lambda: 0.0).is_ours()
    assert Machine(tmp_path, "queue-master", "queue-master", witness="").charge.is_ours()


def test_in_a_pair_the_desk_is_open_while_its_queue_master_holds_the_office_and_speaks(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "queue-master", "queue-master")
    machine.holds("queue-master")
    assert not machine.charge.is_ours()  # a box that was voted out may still have this on its disk
    machine.decides()
    assert machine.charge.is_ours()
    assert machine.charge.term == 3
    machine.now += FRESH + 0.1
    assert not machine.charge.is_ours()


def test_what_a_queue_master_said_once_opens_no_desk(tmp_path: Path) -> None:
    """The broker keeps it for whoever comes later, and the queue-master may be gone."""
    before = Machine(tmp_path, "queue-master", "queue-master")
    before.holds("queue-master")
    before.decides()
    later = Charge(tmp_path, lambda: before.now)
    late = before.broker.client("desk-2", HALL)
    later.listen(late)
    late.start()
    before.broker.deliver()
    assert not later.is_ours()
    before.decides()
    assert later.is_ours()


def test_a_box_that_was_succeeded_rests_from_that_moment(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "queue-master", "queue-master")
    machine.holds("queue-master")
    machine.decides()
    step_down(machine.folder)
    assert not machine.charge.is_ours()


def test_the_standbys_desk_opens_when_it_was_elected_and_makes_no_authority(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "standby", "standby-1")
    machine.decides()
    assert (machine.charge.is_standby, machine.charge.is_ours()) == (True, False)
    machine.holds("queue-master")
    assert not machine.charge.is_ours()
    machine.holds("standby-1")
    assert machine.charge.is_ours()
