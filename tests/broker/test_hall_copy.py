"""A changed hall file reaches the boxes of the hall: kept on the disk, used from the next start, never a bad one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from broker.bus.appliance import Appliance
from broker.bus.hall_copy import UNFIT, HallCopy
from broker.bus.hall_place import digest
from broker.bus.link import Link
from broker.bus.memory import MemoryBroker
from broker.bus.seam import Bus
from broker.bus.settings import Settings
from broker.contracts import codec
from broker.contracts.hall_text import HallText, packed
from broker.contracts.snapshot import Snapshot
from broker.contracts.status import About
from broker.contracts.topics import Topics
from broker.queuemaster.telling_hall import tell_hall
from tests.broker.halls import HALL_TOML
from tests.broker.mosquitto import Mosquitto
from tests.broker.until import until

TOPICS = Topics("test-hall")
CHANGED = HALL_TOML.replace("recalls = 2", "recalls = 3")
AT = datetime(2026, 11, 23, 8, tzinfo=UTC)


def appliance(bus: Bus, role: str = "board") -> Appliance:
    return Appliance(bus, id=bus.client, role=role, version="1", about=About(role=role, version="1"), zone=UTC)


class Box:
    """A board with a hall file from its enrolment; `ends` counts how often it wanted to start anew."""

    def __init__(self, folder: Path, bus: Bus, *, window: int = 0) -> None:
        folder.mkdir(exist_ok=True)
        own = folder / "hall.toml"
        if not own.exists():
            own.write_text(HALL_TOML)
        self.settings = Settings(hall=own, state_dir=folder / "board", window=window)
        self.ends = 0
        self.appliance = appliance(bus)
        HallCopy(self.appliance, bus, self.settings, self._end)
        bus.start()

    def _end(self) -> None:
        self.ends += 1

    @property
    def recalls(self) -> int:
        return self.settings.hall_file().policy.recalls


class Master:
    def __init__(self, folder: Path, bus: Bus) -> None:
        folder.mkdir(exist_ok=True)
        self.file, self.bus = folder / "master.toml", bus
        self.appliance = appliance(bus, "queue-master")
        bus.start()

    def tells(self, text: str) -> None:
        self.file.write_text(text)
        tell_hall(self.bus, self.appliance, self.file)


@pytest.fixture
def hall() -> MemoryBroker:
    return MemoryBroker()


@pytest.fixture
def master(hall: MemoryBroker, tmp_path: Path) -> Master:
    return Master(tmp_path, hall.client("queue-master"))


def says(hall: MemoryBroker, id: str = "board-1") -> About:  # noqa: A002 - its name in the contract
    hall.deliver()
    return codec.read(About, hall.retained[TOPICS.about(id)].body)


def picture(master: Master, state: str) -> None:
    example = (Path(codec.__file__).parent / "examples/snapshot.json").read_bytes()
    shown = msgspec.structs.replace(codec.read(Snapshot, example), hall=state)
    master.bus.publish(TOPICS.state, codec.encode(shown))


@pytest.mark.fast
def test_a_changed_file_is_run_from_the_next_start_and_the_hall_sees_who_runs_which(
    hall: MemoryBroker, master: Master, tmp_path: Path
) -> None:
    box = Box(tmp_path / "box", hall.client("board-1"))
    master.tells(CHANGED)
    assert says(hall).hall_file == packed(HALL_TOML.encode()).sha256
    assert says(hall, "queue-master").hall_file == packed(CHANGED.encode()).sha256
    assert box.recalls == 3
    again = Box(tmp_path / "box", hall.client("board-1"))
    assert says(hall).hall_file == packed(CHANGED.encode()).sha256
    assert again.ends == 0


@pytest.mark.fast
def test_it_starts_anew_by_itself_once_the_hall_is_closed_and_only_once(
    hall: MemoryBroker, master: Master, tmp_path: Path
) -> None:
    box = Box(tmp_path / "box", hall.client("board-1"))
    master.tells(CHANGED)
    picture(master, "open")
    hall.deliver()
    assert box.ends == 0
    picture(master, "closed")
    picture(master, "closed")
    hall.deliver()
    assert box.ends == 1
    again = Box(tmp_path / "box", hall.client("board-1"))
    hall.deliver()
    picture(master, "closed")
    hall.deliver()
    assert again.ends == 0, "it runs what the hall runs"


@pytest.mark.fast
@pytest.mark.parametrize(
    "offered",
    [
        packed(b"[hall"),
        packed(CHANGED.replace("recalls = 3", "recalls = many").encode()),
        HallText(sha256="0" * 64, packed=packed(CHANGED.encode()).packed),
        HallText(sha256="0" * 64, packed=b"no zip"),
    ],
)
def test_a_file_with_mistakes_or_of_other_bytes_changes_nothing(
    hall: MemoryBroker, master: Master, tmp_path: Path, offered: HallText
) -> None:
    box = Box(tmp_path / "box", hall.client("board-1"))
    before = CHANGED.replace("recalls = 3", "recalls = 4")
    master.tells(before)
    hall.deliver()
    master.bus.publish(TOPICS.hall_file, codec.encode(offered), retain=True)
    hall.deliver()
    assert box.recalls == 4, "the last good one"


@pytest.mark.fast
def test_whose_window_is_gone_keeps_the_file_before_and_calls_a_technician(
    hall: MemoryBroker, master: Master, tmp_path: Path
) -> None:
    box = Box(tmp_path / "box", hall.client("board-1"), window=3)
    fewer = HALL_TOML.replace("id = 3\n", "id = 33\n")
    assert fewer != HALL_TOML
    master.tells(fewer)
    hall.deliver()
    assert 3 in box.settings.hall_file().windows
    assert [each.code for each in box.appliance.problems] == [UNFIT]
    master.tells(CHANGED)
    hall.deliver()
    assert not box.appliance.problems
    assert box.recalls == 3


@pytest.mark.fast
def test_a_box_that_is_let_in_anew_runs_the_file_that_it_got_there(
    hall: MemoryBroker, master: Master, tmp_path: Path
) -> None:
    box = Box(tmp_path / "box", hall.client("board-1"))
    master.tells(CHANGED)
    hall.deliver()
    box.settings.hall.write_text(HALL_TOML.replace("recalls = 2", "recalls = 5"))
    assert box.recalls == 5


@pytest.mark.fast
def test_when_the_hall_goes_back_to_the_boxs_own_file_nothing_is_left_beside_it(
    hall: MemoryBroker, master: Master, tmp_path: Path
) -> None:
    box = Box(tmp_path / "box", hall.client("board-1"))
    for text in (CHANGED, HALL_TOML):
        master.tells(text)
        hall.deliver()
    assert box.recalls == 2
    assert not [*box.settings.state_dir.glob("hall-since-*")]


@pytest.mark.fast
def test_a_copy_that_rots_on_the_disk_gives_way_to_the_boxs_own(
    hall: MemoryBroker, master: Master, tmp_path: Path
) -> None:
    box = Box(tmp_path / "box", hall.client("board-1"))
    master.tells(CHANGED)
    hall.deliver()
    (kept,) = box.settings.state_dir.glob("hall-since-*")
    kept.write_text("[hall")
    assert box.recalls == 2


@pytest.mark.fast
def test_a_hall_file_larger_than_a_message_still_fits() -> None:
    lines = "\n".join(f"# Послуга {each}: {'Ї' * 60}" for each in range(1500))
    assert len((HALL_TOML + lines).encode()) > 2 * codec.MAX_BYTES
    codec.encode(packed((HALL_TOML + lines).encode()))


def test_a_box_that_comes_later_hears_it_from_a_real_broker_and_it_is_on_its_disk(tmp_path: Path) -> None:
    broker = Mosquitto(tmp_path / "broker")
    broker.start()
    links: list[Link] = []

    def link(name: str) -> Link:
        links.append(Link("test-hall", name, "127.0.0.1", broker.port))
        return links[-1]

    try:
        master = Master(tmp_path, link("queue-master"))
        until(lambda: master.bus.connected)
        master.tells(CHANGED)
        box = Box(tmp_path / "box", link("board-1"))
        held: Callable[[], bool] = lambda: any(  # noqa: E731 - a condition
            digest(each) == digest(master.file) for each in box.settings.state_dir.glob("hall-since-*")
        )
        until(held)
        assert box.recalls == 3
    finally:
        for each in links:
            each.stop()
        broker.kill()
