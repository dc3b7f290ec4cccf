"""Media go down and boards flash while the voice speaks where they are, and not for ever when it is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from broker.bus.memory import MemoryBroker
from broker.bus.speech import SpeechWatch
from broker.contracts import codec
from broker.contracts.status import Speaking, SpokenCall
from broker.contracts.topics import Topics

pytestmark = pytest.mark.fast

MOMENT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CALLS = (SpokenCall(seq=7, number="А042", window=5),)


class Hall:
    def __init__(self, *zones: str) -> None:
        self.broker, self.now, self.changes = MemoryBroker(), 0.0, 0
        board, self.announcer = self.broker.client("board-1"), self.broker.client("announcer-1")
        self.watch = SpeechWatch(board, self.changed, zones=zones, clock=lambda: self.now)
        board.start()
        self.announcer.start()

    def changed(self) -> None:
        self.changes += 1

    def says(self, state: str, *, id: str = "a1", **fields: Any) -> None:  # noqa: A002 - its name in the contract
        word = Speaking(id=id, state=state, what="call", at=MOMENT, calls=CALLS, seconds=20.0, **fields)  # type: ignore[arg-type]
        topic = Topics(self.announcer.hall).speaking("announcer-1")
        self.announcer.publish(topic, codec.encode(word))
        self.broker.deliver()


def test_media_go_down_while_somebody_speaks() -> None:
    hall = Hall()
    assert hall.watch.duck == 0
    hall.says("started", duck=18.0)
    assert (hall.watch.duck, hall.watch.calls) == (18.0, {("А042", 5)})
    hall.says("finished")
    assert (hall.watch.duck, hall.watch.calls, hall.changes) == (0, frozenset(), 2)


def test_two_voices_are_both_waited_for() -> None:
    hall = Hall()
    hall.says("started")
    hall.says("started", id="a2", duck=6.0)
    hall.says("finished")
    assert hall.watch.duck == 6.0


def test_what_is_said_in_another_zone_changes_nothing() -> None:
    hall = Hall("hall-2")
    hall.says("started", zones=("hall-1",))
    assert (hall.watch.duck, hall.changes) == (0, 0)
    hall.says("started", zones=())  # everywhere
    assert hall.watch.duck == 20.0


def test_an_announcer_that_is_lost_in_the_middle_is_not_waited_for_for_ever() -> None:
    hall = Hall()
    hall.says("started")
    hall.now = 5.0
    assert hall.watch.ends_in == 15.0
    hall.now = 20.0
    assert (hall.watch.duck, hall.watch.ends_in) == (0, None)


def test_the_end_of_what_was_never_begun_changes_nothing() -> None:
    hall = Hall()
    hall.says("dropped")
    assert hall.changes == 0
