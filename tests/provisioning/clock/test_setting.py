"""From a technician's wish at the desk to the hands of the clock; those are of paper, this machine's stay where they are."""

import os
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broker.bus.this_start import this_start
from broker.contracts.enrolling import DeskWish
from broker.contracts.errors import Refused
from provisioning.clock import at_desk, command
from provisioning.clock.at_box import go_by
from provisioning.clock.at_desk import DeskClock
from provisioning.clock.command import main
from provisioning.clock.hands import KernelHands, PaperHands, hands_of, in_battery
from provisioning.clock.rules import Keeper
from provisioning.updating import own_clock
from provisioning.updating.own_clock import own_clock_is_wrong

pytestmark = pytest.mark.fast

TRUE = datetime.now(UTC) + timedelta(days=8)
QUEUE = datetime.now(UTC)


class Machine:
    """One on which nobody keeps the clock. `network`: a file that says that the network does."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.boot, self.paper = "first", folder / "clock.txt"
        self.wanted, self.done, self.mark = folder / "wishes/wanted.json", folder / "done.json", folder / "told"
        self.network = folder / "synchronized"
        self.wanted.parent.mkdir()
        for name, path in (("BY_HAND", self.mark), ("_TOLD", self.network), ("_BATTERY", folder / "rtc0")):
            monkeypatch.setattr(own_clock, name, path)
        monkeypatch.setattr(command, "this_start", lambda: self.boot)
        monkeypatch.setattr(command, "DONE", self.done)
        monkeypatch.setattr(command, "BY_HAND", self.mark)
        for module in (command, at_desk):  # not so new as the file in a checkout
            monkeypatch.setattr(module, "built", lambda: QUEUE - timedelta(days=30))
        monkeypatch.setenv("CHERHA_CLOCK", f"paper:{self.paper}")
        self.desk = DeskClock(self.wanted, self.done, boot=lambda: self.boot)

    def wish(self, moment: datetime = TRUE, id: str = "w1") -> None:  # noqa: A002 - its name in the contract
        self.desk.wish(
            DeskWish(id=id, at=QUEUE, what="set-clock", moment=moment, boot=self.boot, steady=time.monotonic()), QUEUE
        )

    def root(self) -> int:
        """As the unit has it."""
        return main(["--wanted", str(self.wanted)])

    @property
    def shown(self) -> list[datetime]:
        return [datetime.fromisoformat(line) for line in self.paper.read_text().split()] if self.paper.exists() else []


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_a_wish_sets_the_clock_and_updates_go_on(machine: Machine):
    assert machine.desk.told().kept == "nobody"
    assert own_clock_is_wrong(QUEUE, QUEUE)
    machine.wish()
    assert machine.root() == 0
    (shown,) = machine.shown
    assert timedelta(0) <= shown - TRUE < timedelta(seconds=30), "what has passed since is added"
    told = machine.desk.told()
    assert (told.kept, told.wish, told.outcome) == ("person", "w1", "done")
    assert not own_clock_is_wrong(QUEUE, QUEUE)


def test_a_wish_that_outlived_its_start_sets_nothing(machine: Machine):
    machine.wish()
    machine.boot = "second"
    machine.root()
    assert machine.shown == []
    assert machine.desk.told().outcome == "other-start"
    assert machine.desk.told().kept == "nobody"


def test_root_believes_no_wish_that_the_desk_should_have_refused(machine: Machine):
    machine.wish()
    machine.network.touch()  # meanwhile
    machine.root()
    assert machine.shown == []
    assert machine.desk.told().outcome == "network-keeps-it"


def test_a_box_without_a_battery_goes_by_the_halls_desk_and_by_its_correction(machine: Machine):
    machine.wanted.unlink(missing_ok=True)
    assert go_by(TRUE, machine.wanted)
    machine.boot = this_start()
    machine.root()
    assert machine.desk.told().kept == "hall"
    assert not own_clock_is_wrong(QUEUE, QUEUE)
    assert not go_by(TRUE, machine.wanted, clock=lambda: TRUE + timedelta(seconds=1)), "it is there"
    assert go_by(TRUE + timedelta(hours=1), machine.wanted, clock=lambda: TRUE)


@pytest.mark.parametrize("kept", ["network", "battery", "person"])
def test_a_clock_that_somebody_keeps_goes_by_no_other(machine: Machine, kept: Keeper):
    assert not go_by(TRUE, machine.wanted, kept_by=lambda: kept)


def test_a_desk_tells_no_time_that_nobody_has_told_it(machine: Machine):
    assert machine.desk.believed() is None
    machine.mark.write_bytes(b"person")
    assert machine.desk.believed()


@pytest.mark.parametrize("made", ["link", "pipe", "words"])
def test_root_reads_nothing_but_a_wish(machine: Machine, tmp_path: Path, made: str):
    (tmp_path / "secret").write_text("root:x:0")
    if made == "link":
        machine.wanted.symlink_to(tmp_path / "secret")
    elif made == "pipe":
        os.mkfifo(machine.wanted)
    else:
        machine.wanted.write_text("root:x:0")
    assert machine.root() == 3
    assert machine.shown == []


def test_the_desk_refuses_at_once_what_root_would(machine: Machine):
    with pytest.raises(Refused, match="before-queue"):
        machine.wish(QUEUE - timedelta(hours=3))
    with pytest.raises(Refused, match="too-far"):
        machine.wish(QUEUE + timedelta(days=4000))
    asked = DeskWish(id="1", at=QUEUE, what="set-clock", moment=TRUE, boot=machine.boot, steady=time.monotonic())
    with pytest.raises(Refused, match="queue-silent"):
        machine.desk.wish(asked, None)
    machine.wanted.parent.rmdir()
    assert not machine.desk.told().settable
    with pytest.raises(Refused, match="not-here"):
        machine.desk.wish(asked, QUEUE)


def test_a_right_that_is_missing_is_said_and_nothing_is_marked(machine: Machine, monkeypatch: pytest.MonkeyPatch):
    def may_not(_clock: int, _nanoseconds: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(command, "hands_of", lambda _named: KernelHands(may_not))
    machine.wish()
    machine.root()
    assert (machine.desk.told().kept, machine.desk.told().outcome) == ("nobody", "cannot")


def test_the_kernel_is_told_nanoseconds_and_the_battery_its_own_struct(tmp_path: Path):
    put: list[tuple[int, int]] = []
    moment = datetime(2026, 11, 28, 13, 30, 5, 250000, tzinfo=UTC)
    KernelHands(lambda clock, nanoseconds: put.append((clock, nanoseconds)), tmp_path / "no-rtc").put(moment)
    assert put == [(time.CLOCK_REALTIME, 1_795_872_605_250_000_000)]
    assert struct.unpack("9i", in_battery(moment)) == (5, 30, 13, 28, 10, 126, 0, 0, 0)


def test_only_a_test_names_other_hands():
    assert isinstance(hands_of(""), KernelHands)
    assert isinstance(hands_of("paper:/tmp/x"), PaperHands)
