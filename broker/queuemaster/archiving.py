"""A day that has been in the journal long enough goes into the archive: a little at a time, beside the work.

Each step leaves things so that a power cut after it loses nothing: first the files, then the line in `roots.txt`, then
one transaction of the journal that says so and begins it after that day. Only then may the day's events leave the
journal. What was begun and not finished is done again.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import os
from collections.abc import Generator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from broker.bus.on_disk import sync_names
from broker.contracts.events import DayArchived, DayClosed
from broker.contracts.hall_file import Retention
from broker.queuemaster.archive import Archive, ArchivedDay
from broker.queuemaster.deadlines import BY
from broker.queuemaster.discretion import Discretion
from broker.queuemaster.journal import Checkpoint, Journal, JournalBroken, Record
from broker.queuemaster.restoring import ANY_PLAN, begun, replaying
from broker.queuemaster.state import Hall

log = logging.getLogger(__name__)

A_LITTLE = 40  # events between two breaths: some 2 ms of work, in which a command would have to wait
_DAYS_A_YEAR = 365.25


class Archived(NamedTuple):
    """A day that is in the archive, and with what the journal begins after it."""

    day: ArchivedDay
    base: Checkpoint

    def fact(self, seq: int, at: datetime) -> DayArchived:
        return DayArchived(
            seq=seq,
            at=at,
            by=BY,
            day=self.day.day,
            first=self.day.first,
            last=self.day.last,
            root=self.day.root.hex(),
            archive=self.day.archive,
            state=hashlib.sha256(self.base.memory).hexdigest(),
        )


def let_go(archive: Archive, retention: Retention, today: str) -> None:
    """Delete the events of archived days that are older than the hall keeps them."""
    if retention.archive_years:
        days = timedelta(days=round(retention.archive_years * _DAYS_A_YEAR))
        archive.let_go((date.fromisoformat(today) - days).isoformat())


def archiving(
    path: Path, archive: Archive, retention: Retention, today: str, published: int
) -> Generator[None, None, Archived | None]:
    """Put the oldest day of the journal at `path` into the archive, if it is old enough; None: none is.

    A generator, so that its owner breathes between the steps and may give it up at any of them. `published`: a day is
    kept while somebody may still have to hear of it. JournalBroken, OSError, sqlite3.Error: nothing was changed.
    """
    if not retention.keep_days:
        return None
    with closing(Journal.read_only(path)) as journal:
        last = next(journal.days_closed(), None)
        if last is None or last.seq > published:
            return None
        day = msgspec.json.decode(last.body, type=DayClosed).day
        if date.fromisoformat(day) >= date.fromisoformat(today) - timedelta(days=retention.keep_days):
            return None
        _need_room_for(archive, day, journal, last)
        archive.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        hall = Hall(ANY_PLAN, begun(journal))
        yield
        file = archive.events_file(day)
        yield from _write(file, journal, last.seq, hall, None if retention.archive_words else Discretion())
        memory = msgspec.json.encode(hall.memory)
        put(archive.state_file(day), memory)
        yield
        sync_names(archive.folder)
        yield
        with file.open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        line = ArchivedDay(day, journal.begins + 1, last.seq, last.hash, digest)
        if line not in archive.days():
            archive.note(line)
        yield
        return Archived(line, Checkpoint(last.seq, last.hash, memory))


def _need_room_for(archive: Archive, day: str, journal: Journal, last: Record) -> None:
    """JournalBroken when another chain's day stands where this one belongs: neither may take the other's place."""
    for other in archive.days():
        if other.day == day and (other.first, other.last, other.root) != (journal.begins + 1, last.seq, last.hash):
            raise JournalBroken(
                f"{archive.events_file(day)} is of another journal than {journal.path}. Is it the right folder?\n"
                f"To keep both, move {archive.folder} aside; the queue works on meanwhile and archives nothing."
            )


def _write(
    path: Path, journal: Journal, last: int, hall: Hall, discretion: Discretion | None
) -> Generator[None, None, None]:
    """Pack the records up to `last`, and take them into `hall` on the way."""
    half = path.with_suffix(".half")
    try:
        with half.open("wb") as file:
            with _packed(file) as packed:
                after, root = journal.begins, journal.begin_root
                while after < last:
                    few = list(journal.records(after, min(A_LITTLE, last - after)))
                    for record in replaying(hall, few):
                        kept = discretion.kept(record.body, root, record.hash) if discretion else record.body
                        packed.write(kept + b"\n")
                        root = record.hash
                    after = few[-1].seq
                    yield
            file.flush()
            os.fsync(file.fileno())
        half.chmod(0o600)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def put(path: Path, body: bytes) -> None:
    """Pack `body` into a file that is whole or not there."""
    half = path.with_suffix(".half")
    try:
        with half.open("wb") as file:
            with _packed(file) as packed:
                packed.write(body)
            file.flush()
            os.fsync(file.fileno())
        half.chmod(0o600)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _packed(file: BinaryIO) -> gzip.GzipFile:
    """The same bytes whenever it is packed: without the time and the name."""
    return gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0)
