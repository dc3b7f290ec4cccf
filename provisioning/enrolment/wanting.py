"""Which role somebody has touched on the screen of a box without one: read from the screen's process, kept over power cuts.

That process is another user and has no key; what it says is read as a stranger's. What the box becomes a technician says.
"""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path
from typing import TypeVar

import msgspec

from broker.bus.on_disk import keep
from broker.contracts.arrival import Wanted

log = logging.getLogger(__name__)

FILE = "wanted-role.json"  # beside what enrolment writes
LARGEST = 200  # bytes
# Nothing that somebody could lay there leads us elsewhere, or holds us up.
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Kept(Wanted, frozen=True, forbid_unknown_fields=True):
    """`hardware`: of the box at whose screen it was; a card that was moved to another says nothing of that."""

    hardware: str


W = TypeVar("W", bound=Wanted)


class Wanting:
    """`touched`: the screen's file; `kept`: ours, on the disk, until the box has a role. `first`: holds until somebody
    touches.
    """

    def __init__(self, touched: Path, kept: Path, hardware: str, first: str = "") -> None:
        self._touched, self._kept, self._hardware, self._first = touched, kept, hardware, first
        before = _read(kept, Kept)
        self._role = before.role if before and before.hardware == hardware else None

    def now(self) -> str:
        """The role; "" when none is wanted. What is new is on the disk when this returns, unless that takes nothing."""
        told = _read(self._touched, Wanted)
        if told is not None and told.role != self._role:
            self._role = told.role
            try:
                keep(self._kept, Kept(told.role, self._hardware))
            except OSError as error:
                log.warning("%s: %s", self._kept, error)
        return self._first if self._role is None else self._role


def _read(file: Path, kind: type[W]) -> W | None:
    """None: nothing was told, or nothing that can be believed."""
    try:
        return msgspec.json.decode(_bytes(file), type=kind)
    except (OSError, msgspec.MsgspecError):
        return None


def _bytes(file: Path) -> bytes:
    """Of a small regular file; OSError when it is anything else."""
    handle = os.open(file, _READ)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(f"{file}: no file")
        content = os.read(handle, LARGEST + 1)
    finally:
        os.close(handle)
    if len(content) > LARGEST:
        raise OSError(f"{file}: too large")
    return content
