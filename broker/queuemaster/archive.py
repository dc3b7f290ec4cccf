"""The archive: one packed file of JSON lines for each day that left the journal, and the hash root of each.

`roots.txt` has a line for each day: the day, its first and last event, the hash of the last one, and the SHA-256 of
the day's file. The chain goes on from day to day: the root of one is what the first record of the next follows. A line
is the record's bytes as they were hashed, so that `zcat`, `sha256sum` and a few lines of anything can check it all.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from broker.bus.on_disk import sync_names
from broker.queuemaster.discretion import hashes_kept
from broker.queuemaster.journal import GENESIS, JournalBroken, Record, chained

_ROOTS = "roots.txt"
_COLUMNS = 5


class ArchivedDay(NamedTuple):
    """One line of `roots.txt`: events `first` to `last`; `root`, the hash of the last; `archive`, SHA-256 of the file."""

    day: str
    first: int
    last: int
    root: bytes
    archive: str

    @property
    def line(self) -> str:
        return f"{self.day} {self.first} {self.last} {self.root.hex()} {self.archive}\n"


class Archive:
    """The folder of archived days. One process writes; any may read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def beside(cls, journal: Path) -> Archive:
        """The archive that a journal, or a copy of it in `copies/`, goes on from."""
        folder = journal.absolute().parent
        return cls((folder.parent if folder.name == "copies" else folder) / "archive")

    def days(self) -> list[ArchivedDay]:
        """All days that were ever archived, in order. JournalBroken names a line of `roots.txt` that is none."""
        path = self.folder / _ROOTS
        try:
            text = path.read_text("ascii", "replace")
        except FileNotFoundError:
            return []
        found: dict[str, ArchivedDay] = {}
        for number, line in enumerate(_whole(text).splitlines(), 1):
            try:
                day = _read(line)
            except ValueError:
                raise JournalBroken(f"{path}:{number}: this line is damaged; put the file back from a backup") from None
            found[day.day] = day  # a day whose file was lost and made anew has two lines: the later counts
        return sorted(found.values(), key=lambda day: day.first)

    def events_file(self, day: str) -> Path:
        return self.folder / f"{day}.jsonl.gz"

    def state_file(self, day: str) -> Path:
        return self.folder / f"{day}.state.json.gz"

    def records(self, day: ArchivedDay, before: bytes) -> Iterator[Record]:
        """The records of a day, each checked: `before` is the hash that the first of them follows.

        JournalBroken names the first record, or the file, that is not as it was, and says what to do.
        """
        path, seq, root = self.events_file(day.day), day.first - 1, before
        for line in _lines(path):
            seq += 1
            body = line.rstrip(b"\n")
            try:
                kept = hashes_kept(body)
            except (ValueError, KeyError, msgspec.MsgspecError):
                raise _wrong(path, f"record {seq} was changed after it was written") from None
            if kept and kept.before != root:
                raise _wrong(path, f"record {seq - 1}, or one shortly before it, was changed after it was written")
            root = kept.root if kept else chained(root, body)
            yield Record(seq, body, root)
        if (seq, root) != (day.last, day.root):
            what = "a record was changed after it was written" if seq == day.last else f"it ends with record {seq}"
            raise _wrong(path, f"{what}; records {day.first} to {day.last} should be in it")

    def check_file(self, day: ArchivedDay) -> None:
        """Whether a day's file is, byte for byte, the one that was written. JournalBroken."""
        path = self.events_file(day.day)
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise _wrong(path, str(error.strerror)) from None
        if found != day.archive:
            raise _wrong(path, "it is not the file that was written")

    def state(self, day: str) -> bytes:
        """The hall's memory after a day, as JSON. JournalBroken when it cannot be read."""
        path = self.state_file(day)
        return b"".join(_lines(path))

    def let_go(self, before: str) -> None:
        """Delete the events of days before `before`; of their states only the last stays, with which the rest begins."""
        gone = [day.day for day in self.days() if day.day < before]
        for day in gone:
            self.events_file(day).unlink(missing_ok=True)
        for day in gone[:-1]:
            self.state_file(day).unlink(missing_ok=True)

    def note(self, day: ArchivedDay) -> None:
        """Write a day's line down; half a line that a power cut left is cut off first."""
        path = self.folder / _ROOTS
        with path.open("a+b") as file:
            file.seek(0)
            file.truncate(len(_whole(file.read().decode("ascii", "replace"))))
            file.write(day.line.encode())
            file.flush()
            os.fsync(file.fileno())
        sync_names(self.folder)


def missing(day: ArchivedDay, archive: Archive) -> JournalBroken:
    return _wrong(archive.events_file(day.day), "it is missing")


def root_before(days: list[ArchivedDay], place: int) -> bytes:
    """The hash that the first record of the day at `place` follows."""
    return days[place - 1].root if place else GENESIS


def _whole(text: str) -> str:
    """The text up to its last whole line."""
    return text[: text.rfind("\n") + 1]


def _read(line: str) -> ArchivedDay:
    parts = line.split(" ")
    if len(parts) != _COLUMNS:
        raise ValueError(line)
    day, first, last, root, archive = parts
    if len(bytes.fromhex(archive)) != len(GENESIS) or len(bytes.fromhex(root)) != len(GENESIS):
        raise ValueError(line)
    return ArchivedDay(day, int(first), int(last), bytes.fromhex(root), archive)


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as file:
            yield from file
    except FileNotFoundError:
        raise _wrong(path, "it is missing") from None
    except (OSError, EOFError, zlib.error) as error:
        raise _wrong(path, f"it is damaged: {error}") from None


def _wrong(path: Path, what: str) -> JournalBroken:
    return JournalBroken(
        f"{path}: {what}.\n"
        "Put this file back from a backup of its folder. The queue works without it: only export, learn and the check\n"
        "of the whole chain need it."
    )
