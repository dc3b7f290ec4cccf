"""A queue that goes on from an older backup gives no number out twice; one that will follow somebody writes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker.bus.memory import MemoryBroker
from broker.contracts import commands as c
from broker.contracts.standby import Follow
from broker.queuemaster.from_backup import is_whole_again, pass_over_restored
from broker.queuemaster.run import Loop
from broker.queuemaster.second import GoOn, OneDisk, Second, TermOver
from broker.standby.holding import State
from broker.standby.kept_files import KeptFiles
from broker.standby.sealing import key_of
from broker.standby.second_disk import Paired
from broker.standby.taking import Target, restore, take
from tests.broker.desk import Desk
from tests.broker.halls import MORNING

pytestmark = [pytest.mark.fast, pytest.mark.timeout(60)]
KEY = key_of("abcd-efgh-jkmn")


def number(desk: Desk) -> str:
    taken = desk.ask(c.TakeTicket, service="registration").ticket
    assert taken
    return taken.number


@pytest.fixture
def restored(tmp_path: Path) -> Desk:
    """A box that was restored from a backup after which the dead one has given out three numbers more."""
    dead = Desk(tmp_path / "dead")
    for _ in range(5):
        number(dead)
    take(dead.folder, tmp_path / "hall.cherha", KEY)
    for _ in range(3):
        number(dead)
    new = tmp_path / "new"
    restore(tmp_path / "hall.cherha", Target(new / "queue-master", new / "hall.toml", new), KEY, MORNING)
    desk = Desk(new / "queue-master")
    desk.count = 100  # nobody asks the same again
    return desk


def loop_of(desk: Desk, second: Second) -> Loop:
    """It decides until it has passed over what it has to."""

    def begins() -> None:
        pass_over_restored(desk.master, desk.folder, desk.now)
        made.stop()

    made = Loop(desk.master, MemoryBroker().client("queue-master"), "boot", lambda: desk.now, second, begins=begins)
    return made


def test_who_decides_with_it_passes_over_what_may_have_been_given_out_once(restored: Desk) -> None:
    loop_of(restored, OneDisk()).run()
    assert number(restored) == "А1006"
    restored.journal.close()
    restored.again()
    loop_of(restored, OneDisk()).run()
    assert number(restored) == "А1007"


def test_a_box_that_was_succeeded_meanwhile_writes_nothing(restored: Desk) -> None:
    class Over(OneDisk):
        def ready(self, go_on: GoOn) -> bool:
            raise TermOver

    seq = restored.journal.seq
    with pytest.raises(TermOver):
        loop_of(restored, Over()).run()
    assert restored.journal.seq == seq
    is_whole_again(restored.folder)  # it has followed, and may be elected
    loop_of(restored, OneDisk()).run()
    assert number(restored) == "А006"


def test_a_standby_is_no_heir_before_it_has_what_was_passed_over(restored: Desk) -> None:
    """Elected in between, it would give out what the dead box may have given out."""
    folder, bus = restored.folder, MemoryBroker().client("queue-master")
    files = KeptFiles(folder, folder.parent / "hall.toml", {}, ())
    second = Paired(bus, restored.journal, files, folder, standby="standby-1", witness="witness-1")
    second._holding.state = State.ALONE

    def is_heir(durable: int) -> bool:
        second._followed("standby-1", Follow(number=1, have=durable, root="", durable=durable, secrets=()))
        return second._holding.state is State.PAIRED

    has = restored.journal.seq
    assert not is_heir(has)
    loop_of(restored, second).run()
    assert not is_heir(restored.journal.seq - 1), "nor while it has a part of it"
    assert is_heir(restored.journal.seq)
    second.stop()
