"""A small value that is written many times a day and must outlive a power cut: two slots of one file, written in turn.

In place, so that a write is one sector run and no change of the folder: a third of the time of `on_disk.keep` where it is
synced, and nothing worth measuring where it is not. A slot that was torn is told by its checksum; the other one holds
what was before.
"""

from __future__ import annotations

import errno
import os
import struct
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import msgspec

T = TypeVar("T")

SLOT = 16 * 1024
_HEAD = struct.Struct(">QII")  # which write it was, how long, its checksum


class TwoSlots:
    """Not for several threads at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = 0

    def read(self, kind: type[T]) -> T | None:
        """What was written last and is whole, or None."""
        try:
            content = self._path.read_bytes()
        except OSError:
            return None
        whole = [found for slot in (0, SLOT) if (found := _whole(content[slot : slot + SLOT]))]
        if not whole:
            return None
        self._turn, body = max(whole)
        try:
            return msgspec.json.decode(body, type=kind)
        except msgspec.MsgspecError:
            return None

    def write(self, value: object, *, sync: bool) -> None:
        """`sync`: on the disk itself when this returns. OSError when it could not be written."""
        body = msgspec.json.encode(value)
        if len(body) > SLOT - _HEAD.size:
            raise OSError(errno.EFBIG, f"{len(body)} bytes are more than a slot holds", str(self._path))
        turn = self._turn + 1
        file = self._opened()
        try:
            os.pwrite(file, _HEAD.pack(turn, len(body), crc32(body)) + body, SLOT * (turn % 2))
            if sync:
                os.fdatasync(file)
        finally:
            os.close(file)
        self._turn = turn

    def _opened(self) -> int:
        """The file, of its whole size from the first: later writes need no room, hence can fail for none."""
        try:
            return os.open(self._path, os.O_RDWR)
        except FileNotFoundError:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            os.pwrite(file, bytes(2 * SLOT), 0)
            os.fsync(file)
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
            return file


def _whole(slot: bytes) -> tuple[int, bytes] | None:
    if len(slot) < _HEAD.size:
        return None
    turn, length, checksum = _HEAD.unpack_from(slot)
    body = slot[_HEAD.size : _HEAD.size + length]
    return (turn, body) if turn and len(body) == length and crc32(body) == checksum else None
