"""What is shown is true, or says how old it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from broker.bus.memory import MemoryBroker, MemoryBus
from broker.bus.watch import HallWatch
from broker.contracts import codec
from broker.contracts.snapshot import Snapshot
from broker.contracts.topics import Topics

pytestmark = pytest.mark.fast

STATE = Topics("test-hall").state


def snapshot(seq: int, epoch: str = "boot-1", second: int = 0) -> bytes:
    at = datetime(2026, 11, 23, 8, 0, second, tzinfo=UTC)
    return codec.encode(
        Snapshot(seq=seq, at=at, hall="open", until=None, why=None, lines=(), windows=(), calls=(), epoch=epoch)
    )


class Story:
    def __init__(self) -> None:
        self.now = 100.0
        self.changes = 0
        self.broker = MemoryBroker()
        self.master = self.broker.client("queue-master")
        self.bus: MemoryBus = self.broker.client("board-1")

    def change(self) -> None:
        self.changes += 1

    def watch(self) -> HallWatch:
        watch = HallWatch(self.bus, self.change, clock=lambda: self.now)
        self.bus.start()
        self.changes = 0
        return watch

    def says(self, body: bytes) -> None:
        self.master.publish(STATE, body, retain=True)
        self.broker.deliver()


def test_a_snapshot_overtaken_on_the_way_is_dropped_but_a_new_queue_master_may_begin_lower() -> None:
    story = Story()
    story.master.start()
    watch = story.watch()
    story.says(snapshot(7))
    story.says(snapshot(6))
    assert watch.snapshot is not None
    assert watch.snapshot.seq == 7
    story.says(snapshot(3, epoch="boot-2"))
    assert watch.snapshot.seq == 3


def test_a_heartbeat_renews_the_age_and_asks_for_no_drawing() -> None:
    story = Story()
    story.master.start()
    watch = story.watch()
    story.says(snapshot(7))
    story.now += 2
    assert watch.age() == 2
    story.says(snapshot(7, second=2))
    assert watch.age() == 0
    assert story.changes == 1


def test_after_a_silence_the_same_snapshot_is_news() -> None:
    story = Story()
    story.master.start()
    watch = story.watch()
    story.says(snapshot(7))
    story.now += 6
    assert watch.silent()
    story.says(snapshot(7))
    assert not watch.silent()
    assert story.changes == 2


def test_a_stored_snapshot_is_shown_but_does_not_count_as_a_sign_of_life() -> None:
    story = Story()
    story.master.start()
    story.says(snapshot(7))
    story.master.cut()
    watch = story.watch()
    story.now += 4
    story.broker.deliver()
    assert watch.snapshot is not None
    assert watch.age() == 4
    story.now += 2
    assert watch.silent()


def test_what_cannot_be_read_changes_nothing() -> None:
    story = Story()
    story.master.start()
    watch = story.watch()
    story.says(snapshot(7))
    story.says(b"\xff\x00{")
    story.says(b"")
    assert watch.snapshot is not None
    assert watch.snapshot.seq == 7
