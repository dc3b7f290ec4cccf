"""Where a screen has its data from, and how old it is by all that the screen knows."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from broker.contracts.snapshot import Snapshot
from display.look.aging import STALE


class Source(Protocol):
    """What `broker.bus.watch.HallWatch` is."""

    @property
    def snapshot(self) -> Snapshot | None: ...

    def age(self) -> float: ...


def age_of(source: Source | None, wall: datetime) -> float:
    """Seconds. A snapshot that the broker kept may be older than our listening to it."""
    if source is None or source.snapshot is None:
        return 0.0
    age = source.age()
    if age <= STALE:
        return age
    return max(age, (wall - source.snapshot.at).total_seconds())
