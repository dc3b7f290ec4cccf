"""When each of the staff was last seen here, also when no session of theirs is left to tell it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from broker.bus.on_disk import kept, put

FILE = "last-seen.json"


class LastSeen:
    """Unix seconds by id, in the office's own `folder`. Nobody who works here no more is remembered."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._at = kept(self._file, dict[str, float]) or {}

    def of(self, person: str) -> float | None:
        return self._at.get(person)

    def note(self, person: str, wall: float) -> None:
        self._at[person] = wall

    def keep(self, people: Iterable[str]) -> None:
        """Without waiting for the disk: it is good to know, and nothing hangs on it."""
        known = set(people)
        self._at = {person: at for person, at in self._at.items() if person in known}
        put(self._file, msgspec.json.encode(self._at), sync=False, private=True)
