"""Marks for the bench: when CHERHA_TRACE names a file, one JSON line for each moment worth measuring."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path


class Trace:
    """`mark("first-sample", ticket=…)` appends {"what":…,"at_ns":…} (CLOCK_MONOTONIC, one for all processes)."""

    def __init__(self, file: str | None = None) -> None:
        named = os.environ.get("CHERHA_TRACE", "") if file is None else file
        self._file = Path(named) if named else None

    def mark(self, what: str, **more: object) -> None:
        if self._file is None:
            return
        line = json.dumps({"what": what, "at_ns": time.monotonic_ns(), **more}, ensure_ascii=False)
        with self._file.open("a", encoding="utf-8") as out:  # one short write: lines of several processes stay whole
            out.write(line + "\n")
