"""A little disk space put by, so that a full disk stops new tickets but not the calling of those that wait."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from broker.queuemaster.journal import DiskFull

SIZE = 4 * 1024 * 1024


class Reserve:
    """A file of real blocks beside the journal; spent when a write fails, laid by again when there is room."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "reserve"
        self.spent = False

    def lay_by(self) -> bool:
        """Put space by; False, and it counts as spent, when there is too little to do so and go on working."""
        if self._path.exists() and not self.spent:
            return True
        self.spent = True
        if shutil.disk_usage(self._path.parent).free < 3 * SIZE:
            return False
        try:
            with self._path.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, SIZE)
        except OSError:
            self._path.unlink(missing_ok=True)
            return False
        self.spent = False
        return True

    def spend(self) -> None:
        """Give the space free. DiskFull when it was given before: there is nothing left to give."""
        if self.spent:
            raise DiskFull("the disk is full, and so is the space put by")
        self._path.unlink(missing_ok=True)
        self.spent = True
