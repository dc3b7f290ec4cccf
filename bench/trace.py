"""Reads what the roles noted in the file of CHERHA_TRACE (see `broker.bus.trace`) while it grows."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.wrong import Wrong

Note = dict[str, Any]


class Trace:
    """All notes so far, in the order in which they were written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read = 0
        self._notes: list[Note] = []

    def wait(self, fits: Callable[[Note], bool], since_ns: int = 0, seconds: float = 15.0, what: str = "it") -> float:
        """The moment (seconds of CLOCK_MONOTONIC) of the first note after `since_ns` that fits. Wrong when none comes."""
        return float(self.first(fits, since_ns, seconds, what)["at_ns"]) / 1e9

    def of(self, what: str, about: str, since_ns: int) -> float:
        """The moment of the first note of this kind about this ticket or call."""
        return self.wait(
            lambda n: n["what"] == what and about in (n.get("about"), n.get("ticket")), since_ns, what=what
        )

    def first(self, fits: Callable[[Note], bool], since_ns: int = 0, seconds: float = 15.0, what: str = "it") -> Note:
        """The first note after `since_ns` that fits."""
        end = time.monotonic() + seconds
        while True:
            for note in self._take_in():
                if note["at_ns"] >= since_ns and fits(note):
                    return note
            if time.monotonic() > end:
                raise Wrong(f"{what} did not happen within {seconds:g} s")
            time.sleep(0.005)

    def count(self, what: str) -> int:
        """How many notes of this kind there are so far."""
        return sum(note["what"] == what for note in self._take_in())

    def _take_in(self) -> list[Note]:
        if self.path.exists():
            with self.path.open("rb") as file:
                file.seek(self._read)
                fresh = file.read()
            whole = fresh[: fresh.rfind(b"\n") + 1]
            self._read += len(whole)
            self._notes += [json.loads(row) for row in whole.splitlines()]
        return self._notes
