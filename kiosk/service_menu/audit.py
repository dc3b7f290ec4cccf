"""Who came into the service menu and what they did: one line of JSON each, on disk before the next thing happens.

Never a code, right or wrong. Old files go when there are more than a technician would ever read.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

log = logging.getLogger(__name__)

FILE = "service-audit.jsonl"
LARGEST = 256 * 1024
KEPT = 4  # files that were full, beside the one that is written

Outcome = Literal["done", "failed"]


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`by`: a technician's name; "" while nobody has come in. `boot`: which life of the role, should its clock jump."""

    at: datetime
    boot: str
    what: str
    by: str = ""
    outcome: Outcome
    detail: str = ""


class Audit:
    """The file in `folder`. From any thread; never raises: a full disk must not lock a technician out."""

    def __init__(self, folder: Path, now: Callable[[], datetime], boot: str) -> None:
        self.file = folder / FILE
        self._now, self._boot = now, boot
        self._lock = threading.Lock()

    def note(self, what: str, by: str = "", outcome: Outcome = "done", detail: str = "") -> Entry:
        entry = Entry(at=self._now(), boot=self._boot, what=what, by=by, outcome=outcome, detail=detail)
        with self._lock:
            try:
                self._append(msgspec.json.encode(entry) + b"\n")
            except OSError:
                log.exception("%s by %s is not in the audit file", what, by or "nobody")
        return entry

    def _append(self, line: bytes) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        if self.file.exists() and self.file.stat().st_size + len(line) > LARGEST:
            self._turn_over()
        with os.fdopen(os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as out:
            # After a power cut the last line may be half of one; it must not swallow the next.
            out.write(b"\n" + line if self._torn() else line)
            out.flush()
            os.fsync(out.fileno())

    def _torn(self) -> bool:
        with self.file.open("rb") as file:
            return bool(file.seek(0, os.SEEK_END)) and file.seek(-1, os.SEEK_END) >= 0 and file.read(1) != b"\n"

    def _turn_over(self) -> None:
        """.1 is the newest full file. The oldest goes."""
        for number in range(KEPT, 0, -1):
            before = self.file if number == 1 else self.file.with_name(f"{FILE}.{number - 1}")
            if before.exists():
                before.replace(self.file.with_name(f"{FILE}.{number}"))
