"""A standby whose disk is full: it fetches nothing that has no room, tries again later and later, and tells the staff."""

from __future__ import annotations

import errno
import hashlib
import shutil
import threading
from datetime import UTC
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from broker.bus.appliance import Appliance
from broker.bus.memory import MemoryBroker
from broker.bus.room import NoRoom
from broker.contracts.standby import Files, KeptFile, ListFiles, Piece
from broker.contracts.status import About
from broker.queuemaster.journal import DiskFull
from broker.standby import run as standby
from broker.standby.following import Step
from broker.standby.mirroring import Mirror
from broker.standby.room import FILES, JOURNAL, NO_ROOM, Room

pytestmark = pytest.mark.fast

BIG, SMALL = b"film" * 1000, b"few"
CONTENT = {"archive/2026-11-23": SMALL, "content/film.zip": BIG, "hall.toml": SMALL}


@pytest.fixture
def appliance() -> Appliance:
    about = About(role="standby", version="1")
    return Appliance(
        MemoryBroker().client("standby-1"), id="standby-1", role="standby", version="1", about=about, zone=UTC
    )


def codes(appliance: Appliance) -> list[str]:
    return [problem.code for problem in appliance.problems]


class Master:
    """Answers as a queue-master that has CONTENT; which pieces it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, kind: Any, _answer: Any, _seconds: float, **fields: Any) -> Files | Piece:
        if kind is ListFiles:
            listed = tuple(KeptFile(name, len(data), _sha256(data)) for name, data in sorted(CONTENT.items()))
            return Files(number=1, files=tuple(each for each in listed if each.name > fields["after"]))
        self.asked.append(fields["name"])
        return Piece(number=1, data=CONTENT[fields["name"]])


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def has(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))


def test_what_has_no_room_is_not_fetched_and_holds_up_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    master = Master()
    mirror = Mirror(tmp_path, master, lambda: False)  # type: ignore[arg-type]
    has(monkeypatch, 1000)
    for _ in range(2):
        with pytest.raises(NoRoom):
            mirror.turn()
    assert master.asked == ["archive/2026-11-23", "hall.toml"], "nothing of the film, and the others once"
    assert not mirror.whole
    has(monkeypatch, 1 << 30)
    assert mirror.turn() == ["content/film.zip"]


def test_of_a_file_that_fills_the_disk_up_on_the_way_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    mirror = Mirror(tmp_path, Master(), lambda: False)  # type: ignore[arg-type]
    monkeypatch.setattr("broker.standby.mirroring.os.fsync", full)
    with pytest.raises(OSError, match="full"):
        mirror.turn()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


class Waits(threading.Event):
    """Nobody really waits; for how long it would have been. Set after `most`."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most, self.seconds = most, list[float]()

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds.append(timeout or 0.0)
        if len(self.seconds) >= self.most:
            self.set()
        return self.is_set()


def test_files_are_tried_again_after_longer_and_longer_pauses_until_there_is_room(
    tmp_path: Path, appliance: Appliance
) -> None:
    told: list[list[str]] = []

    class Full:
        whole = False

        def turn(self) -> None:
            told.append(codes(appliance))
            if len(told) < 13:
                raise NoRoom(tmp_path)
            self.whole = True

        def fresh(self, _name: str) -> bool:
            return False

    waits = Waits(15)
    standby._mirror(Full(), tmp_path, waits, Room(appliance))  # type: ignore[arg-type]
    assert waits.seconds == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600, 2, 2]
    assert told[1:] == [[NO_ROOM]] * 12
    assert codes(appliance) == []


@pytest.mark.parametrize("full", [DiskFull("full"), OSError(errno.ENOSPC, "full")], ids=["journal", "file"])
def test_a_journal_without_room_ends_no_standby(
    tmp_path: Path, appliance: Appliance, monkeypatch: pytest.MonkeyPatch, full: Exception
) -> None:
    rests: list[float] = []
    monkeypatch.setattr(standby, "_rest", lambda seconds, *_: rests.append(seconds))
    stopping = threading.Event()

    class Full:
        def turn(self) -> Step:
            if len(rests) < 6:
                raise full
            assert codes(appliance) == [NO_ROOM]
            stopping.set()
            return Step.TAKEN

    assert not standby._follow(Full(), appliance, tmp_path, stopping, None, room=Room(appliance))  # type: ignore[arg-type]
    assert rests == [2, 4, 8, 10, 10, 10]
    assert codes(appliance) == []


def test_an_heir_that_cannot_write_how_it_stands_follows_without_a_pause(
    tmp_path: Path, appliance: Appliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything answered is here: who rests now is parted from, and late when the queue-master dies."""
    stopping, told = threading.Event(), list[list[str]]()

    class Whole:
        durable, journal = 7, SimpleNamespace(root=b"")

        def turn(self) -> Step:
            told.append(codes(appliance))
            if len(told) == 3:
                monkeypatch.setattr(standby, "keep", lambda *_, **__: None)
            if len(told) == 5:
                stopping.set()
            return Step.UP_TO_DATE

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    def rest(*_: object) -> None:
        raise AssertionError("it rests")

    monkeypatch.setattr(standby, "keep", full)
    monkeypatch.setattr(standby, "_rest", rest)
    monkeypatch.setattr(standby, "STANDS_EVERY", 0.0)
    assert not standby._follow(Whole(), appliance, tmp_path, stopping, None, room=Room(appliance))  # type: ignore[arg-type]
    assert told == [[], [NO_ROOM], [NO_ROOM], [], []]


def test_staff_are_told_as_long_as_one_of_both_has_no_room(appliance: Appliance) -> None:
    room = Room(appliance)
    room.lacked(FILES)
    room.lacked(JOURNAL)
    room.had(FILES)
    assert codes(appliance) == [NO_ROOM]
    room.had(JOURNAL)
    assert codes(appliance) == []
