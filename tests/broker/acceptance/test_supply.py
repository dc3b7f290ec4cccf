"""A weak power supply is seen wherever the kernel tells of it, remembered until the next start, and complained of."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from broker.acceptance.finding import Power
from broker.acceptance.supply import FIRMWARE, PaperSupply, Supply
from broker.acceptance.supply_watch import CODE, SupplyWatch
from broker.bus.appliance import Appliance
from broker.bus.memory import MemoryBroker
from broker.contracts.status import About

pytestmark = pytest.mark.fast
ALARM = "sys/class/hwmon/hwmon2/in0_lcrit_alarm"


class Pi:
    """Files of a Raspberry Pi."""

    def __init__(self, folder: Path) -> None:
        self.root, self.state, self.program = folder / "root", folder / "state", ""
        self.put("proc/sys/kernel/random/boot_id", "first")

    def put(self, file: str, text: str) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")

    def sensor(self) -> None:
        self.put("sys/class/hwmon/hwmon0/name", "cpu_thermal")
        self.put("sys/class/hwmon/hwmon2/name", "rpi_volt")

    def supply(self) -> Supply:
        return Supply(self.state, self.root, lambda: self.program or None)


@pytest.fixture
def pi(tmp_path: Path) -> Pi:
    return Pi(tmp_path)


def test_a_machine_without_a_sensor_says_so(pi: Pi):
    assert pi.supply().look() == Power(sensed=False)


@pytest.mark.parametrize(
    ("told", "low"), [("0", False), ("50000", True), ("0x1", True), ("50005", True), ("80008", False), ("?", False)]
)
def test_the_firmwares_file_is_read_bit_by_bit(pi: Pi, told: str, low: bool):  # noqa: FBT001 - a parameter
    pi.put(FIRMWARE, told)
    assert pi.supply().look().low == low  # hot, or held back, is not a weak supply


def test_the_firmwares_program_is_asked_where_no_file_tells(pi: Pi):
    pi.program = "throttled=0x50000"
    assert pi.supply().look() == Power(sensed=True, low=True, times=1)
    assert pi.supply().slow
    pi.sensor()
    pi.put(ALARM, "0")
    assert not pi.supply().slow


def test_each_drop_is_counted_and_remembered_by_whoever_looks_until_the_machine_starts_again(pi: Pi):
    pi.sensor()
    supply = pi.supply()
    for alarm, times in (("0", 0), ("1", 1), ("1", 1), ("0", 1), ("1", 2), ("0", 2)):
        pi.put(ALARM, alarm)
        assert supply.look() == Power(sensed=True, low=times > 0, times=times)
    assert pi.supply().look().times == 2
    pi.put("proc/sys/kernel/random/boot_id", "second")
    assert pi.supply().look() == Power(sensed=True, low=False)


def test_a_full_disk_hides_no_weak_supply(pi: Pi):
    pi.sensor()
    pi.put(ALARM, "1")
    pi.state.touch()
    assert pi.supply().look().low


def test_an_appliance_complains_with_what_to_do_and_not_for_every_drop():
    broker = MemoryBroker()
    bus = broker.client("board-1", "test-hall")
    board = Appliance(bus, id="board-1", role="board", version="1", about=About(role="board", version="1"), zone=UTC)
    bus.start()
    supply = PaperSupply()
    watch = SupplyWatch(board, supply)
    said = []
    for low in (False, True, False, True, False, True, False, True):
        supply.low = low
        assert watch.look()
        said += [problem.message["en"] for problem in board.problems if problem.message["en"] not in said]
    (problem,) = board.problems
    assert problem.code == CODE
    assert [each.rpartition(": ")[2] for each in said] == ["1.", "2."]
    assert "розетк" in problem.remedy["uk"]
    assert not SupplyWatch(board, PaperSupply(sensed=False)).look()
