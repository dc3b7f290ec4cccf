"""`pids.json`: which process is which role, for whoever wants to look at one or to kill it."""

from __future__ import annotations

import json
from pathlib import Path


class Pids:
    """Written whole at every change, so that a reader never meets half a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pids: dict[str, int] = {}
        self._write()

    def __getitem__(self, role: str) -> int:
        return self._pids[role]

    def all(self) -> dict[str, int]:
        return dict(self._pids)

    def started(self, role: str, pid: int) -> None:
        self._pids[role] = pid
        self._write()

    def ended(self, role: str) -> None:
        if self._pids.pop(role, None) is not None:
            self._write()

    def _write(self) -> None:
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps(self._pids) + "\n", encoding="utf-8")
        new.replace(self._path)
