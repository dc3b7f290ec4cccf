"""Whether a journal would open shorter than it was. SQLite does not say so: it reads the write-ahead log up to the first
frame that is damaged, as if the power had gone there, and the tickets behind it would be given out twice.

Two things tell. Behind that frame stands more than the one transaction that a power cut may tear: each is on the disk
before the next begins. And `journal.db-head`, written now and then, says how far the journal has come; it catches what
the log cannot tell: that its own beginning, its end or all of it is gone. Neither writes anything at a commit.
"""

from __future__ import annotations

import struct
from contextlib import closing
from datetime import datetime
from pathlib import Path
from sqlite3 import DatabaseError
from typing import BinaryIO

from msgspec import Struct

from broker.bus.on_disk import keep, kept
from broker.queuemaster.journal import Journal, JournalBroken

# As https://sqlite.org/walformat.html has them.
_INDEX, _PAGE_SIZE, _READ, _INDEX_SALT = 48, 14, 16, slice(32, 40)  # of the wal-index, in the machine's own byte order
_LOG_HEADER, _LOG_SALT = 32, slice(16, 24)
_FRAME_HEADER, _COMMITS, _FRAME_SALT = 24, slice(4, 8), slice(8, 16)


class Head(Struct, frozen=True):
    """At `at` everything up to event `seq` was on the disk."""

    seq: int
    at: datetime


def head_of(journal: Path) -> Head | None:
    """The head that was last noted beside the journal, if it ever was."""
    return kept(_place(journal), Head)


def note_head(journal: Path, head: Head) -> None:
    """OSError when the disk is full or away."""
    keep(_place(journal), head)


def shortened(path: Path) -> str | None:
    """Why the journal at `path` would open shorter than it was. None: it would not, or it cannot be read at all.

    Changes nothing: a connection that writes would fold the log in as far as it is whole, and the rest would be gone.
    """
    try:
        with closing(Journal.read_only(path)) as journal:
            seq, torn = journal.seq, _log_of(path)
    except (JournalBroken, DatabaseError, OSError):
        return None
    if torn:
        return f"its write-ahead log is damaged in the middle: it would end with record {seq}, and more was written"
    head = head_of(path)
    if head is not None and seq < head.seq:
        return f"it ends with record {seq}, and had {head.seq} at {head.at:%d.%m.%Y %H:%M}"
    return None


def is_torn(log: BinaryIO, index: bytes) -> bool:
    """Whether a write-ahead log has more than one transaction behind what SQLite has read of it.

    `index`: the beginning of the wal-index, where SQLite notes how far it has read.
    """
    (page,), (read,) = struct.unpack_from("=H", index, _PAGE_SIZE), struct.unpack_from("=I", index, _READ)
    salt = index[_INDEX_SALT]
    if log.read(_LOG_HEADER)[_LOG_SALT] != salt:
        return False  # its beginning is damaged, or nothing was ever written to it
    committed = False
    while True:
        log.seek(_LOG_HEADER + read * (_FRAME_HEADER + page))
        frame = log.read(_FRAME_HEADER)
        if len(frame) < _FRAME_HEADER:
            return False
        if frame[_FRAME_SALT] == salt:  # others are of an older log, which was folded in
            if committed:
                return True
            committed = frame[_COMMITS] != bytes(4)
        read += 1


def _log_of(path: Path) -> bool:
    """While somebody has the journal open: the index is there then."""
    index, log = (path.with_name(f"{path.name}-{end}") for end in ("shm", "wal"))
    if not (index.exists() and log.exists()):
        return False
    begun = index.read_bytes()[:_INDEX]
    with log.open("rb") as opened:
        return len(begun) == _INDEX and is_torn(opened, begun)


def _place(journal: Path) -> Path:
    return journal.with_name(f"{journal.name}-head")  # so that it goes wherever `journal.db*` goes
