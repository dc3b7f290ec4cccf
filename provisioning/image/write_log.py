"""Everything that was written to a disk, in its order, as QEMU's blklogwrites keeps it. Pure but for reading the file.

https://docs.kernel.org/admin-guide/device-mapper/log-writes.html has the layout.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import BinaryIO, Literal

SECTOR = 512
MAGIC = 0x6A736677736872
FLUSH, FUA, DISCARD = 1, 2, 4
_HEAD = struct.Struct("<QQQQ")

# What becomes of what was written since the disk last promised to have it: nothing of it is there, all of it, or any.
Fate = Literal["dropped", "kept", "torn"]
FATES: tuple[Fate, ...] = ("dropped", "kept", "torn")


@dataclass(frozen=True, slots=True)
class Entry:
    """`place`, `length`: bytes of the disk. `data`: where in the log they are. `end`: where the next entry begins."""

    place: int
    length: int
    flags: int
    data: int
    end: int


def entries(log: BinaryIO) -> Iterator[Entry]:
    """All that are whole. The plug was drawn: the last may not be, and the count in the log's head is behind."""
    head = log.read(SECTOR)
    if len(head) < SECTOR or int.from_bytes(head[:8], "little") != MAGIC:
        return
    size = log.seek(0, os.SEEK_END)
    at = SECTOR
    while at + SECTOR <= size:
        log.seek(at)
        sector, sectors, flags, _ = _HEAD.unpack(log.read(_HEAD.size))
        length = sectors * SECTOR
        end = at + SECTOR + (0 if flags & DISCARD else length)
        if end > size or not (sectors or flags):
            return
        yield Entry(sector * SECTOR, length, flags, at + SECTOR, end)
        at = end


def survives(pending: Iterable[tuple[int, bytes]], fate: Fate, chance: Random) -> Iterator[tuple[int, bytes]]:
    """What of `pending`, place and bytes, is on the disk after the cut. Pure.

    A disk writes a sector whole or not, in whatever order it likes.
    """
    if fate == "dropped":
        return
    for place, data in pending:
        if fate == "kept":
            yield place, data
            continue
        for begin in range(0, len(data), SECTOR):
            if chance.getrandbits(1):
                yield place + begin, data[begin : begin + SECTOR]
