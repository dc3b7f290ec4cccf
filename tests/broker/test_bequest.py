"""A box that takes a dead one's name takes what was measured there, and loses nothing of its own by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker.bus.bequest import Bequeathing
from broker.bus.link import Link
from broker.bus.memory import MemoryBroker
from broker.bus.seam import Bus
from broker.contracts import codec
from broker.contracts.status import Bequest
from broker.contracts.topics import Topics
from tests.broker.mosquitto import Mosquitto
from tests.broker.until import until

FILE = "touch-calibration.json"
TOPIC = Topics("test-hall").bequest("dispenser-1")


class Box:
    def __init__(self, folder: Path, bus: Bus, calibration: str = "") -> None:
        self.file, self.begun_anew, self.bus = folder / FILE, 0, bus
        folder.mkdir(parents=True, exist_ok=True)
        if calibration:
            self.file.write_text(calibration)
        self.left = Bequeathing(bus, folder, (FILE,), self._taken)
        bus.start()

    def _taken(self) -> None:
        self.begun_anew += 1

    @property
    def has(self) -> str:
        return self.file.read_text() if self.file.exists() else ""


@pytest.fixture
def hall() -> MemoryBroker:
    return MemoryBroker()


@pytest.mark.fast
def test_a_new_box_begins_with_the_calibration_of_the_dead_one_and_starts_anew_once(
    hall: MemoryBroker, tmp_path: Path
) -> None:
    dead = Box(tmp_path / "dead", hall.client("dispenser-1"), "measured")
    hall.deliver()
    dead.bus.stop()
    new = Box(tmp_path / "new", hall.client("dispenser-1"))
    hall.deliver()
    assert (new.has, new.begun_anew) == ("measured", 1)
    new.bus.stop()
    again = Box(tmp_path / "new", hall.client("dispenser-1"))
    hall.deliver()
    assert (again.has, again.begun_anew) == ("measured", 0)


@pytest.mark.fast
def test_what_a_box_has_itself_stays_and_what_is_measured_later_is_left_in_its_place(
    hall: MemoryBroker, tmp_path: Path
) -> None:
    Box(tmp_path / "dead", hall.client("dispenser-1"), "old").bus.stop()
    hall.deliver()
    own = Box(tmp_path / "own", hall.client("dispenser-1"), "own")
    hall.deliver()
    assert (own.has, own.begun_anew) == ("own", 0)
    own.file.write_text("later")
    own.left.tell()
    own.bus.stop()
    heir = Box(tmp_path / "heir", hall.client("dispenser-1"))
    hall.deliver()
    assert heir.has == "later"


@pytest.mark.fast
@pytest.mark.parametrize("name", ["../outside", "other.json"])
def test_only_the_files_that_are_meant_are_written(hall: MemoryBroker, tmp_path: Path, name: str) -> None:
    stranger = hall.client("x")
    stranger.start()
    stranger.publish(TOPIC, codec.encode(Bequest(files={name: "x"})), retain=True)
    box = Box(tmp_path / "box", hall.client("dispenser-1"))
    hall.deliver()
    assert box.begun_anew == 0
    assert [each.name for each in tmp_path.rglob("*")] == ["box"]


def test_a_real_broker_keeps_it_for_the_new_box(tmp_path: Path) -> None:
    broker = Mosquitto(tmp_path / "broker")
    broker.start()
    dead = Box(tmp_path / "dead", Link("test-hall", "dispenser-1", "127.0.0.1", broker.port), "measured")
    until(lambda: dead.bus.connected)
    dead.bus.stop()
    new = Box(tmp_path / "new", Link("test-hall", "dispenser-1", "127.0.0.1", broker.port))
    try:
        until(lambda: new.begun_anew)
        assert new.has == "measured"
    finally:
        new.bus.stop()
        broker.kill()
