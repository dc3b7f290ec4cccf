"""The journal: every fact, in order, in SQLite; append-only, each record chained to the one before by its hash.

One transaction takes in a whole batch of commands (group commit): the events, the replies by command id (so that
a repeated command gets its first reply, also after a restart), and how far the events are known to be published.
WAL with synchronous=FULL: when `append` returns, the batch is on the disk.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from broker.contracts.errors import HallError
from broker.queuemaster import journal_schema
from broker.queuemaster.journal_schema import DAY_CLOSED, connect

GENESIS = bytes(32)
CHECKPOINTS_KEPT = 2
SMALL = 100 * 1024 * 1024  # bytes; looking through that much takes half a second
WAL_PAGES, WAL_PAGES_SPARING = 1000, 64  # of 4 KiB; how far the write-ahead log grows before it is folded in
_NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_WRITE})
_NOT_NOW = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM})


class JournalBroken(HallError):
    """The journal cannot be trusted; says where it breaks and what to do."""


class JournalShort(JournalBroken):
    """The journal is sound, but has less than it had."""


class JournalAway(HallError):
    """The journal cannot be opened or written now; nothing says that it is damaged."""


class DiskFull(HallError):
    """The batch was not written, because there is no room for it."""


class Record(NamedTuple):
    """One fact as it lies on disk: canonical bytes, and SHA-256 of the previous hash and these bytes."""

    seq: int
    body: bytes
    hash: bytes


class Checkpoint(NamedTuple):
    """The hall's memory (JSON) as it was after event `seq`, whose hash is `hash`."""

    seq: int
    hash: bytes
    memory: bytes


class FirstReply(NamedTuple):
    """The reply to a command, after event `seq`. `lasting`: kept as long as the events, because it may be asked late."""

    command: str
    seq: int
    body: bytes
    lasting: bool = False


def is_small(path: Path) -> bool:
    """Whether the whole file is looked through before the first ticket, and not beside the work."""
    return path.stat().st_size <= SMALL


def _reading(path: Path) -> sqlite3.Connection:
    """A connection that only reads, also where this process may write nothing beside the journal.

    A queue-master that was stopped in good order leaves no log beside it; SQLite would make one before it reads, and
    cannot on a file system that is read-only for us. What nobody writes to may be read as it lies there.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(address, uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA schema_version")
    except sqlite3.OperationalError as error:
        connection.close()
        forbidden = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        if not forbidden or path.with_name(f"{path.name}-wal").exists():
            raise
        return sqlite3.connect(f"{address}&immutable=1", uri=True, isolation_level=None)
    return connection


def _damage(connection: sqlite3.Connection) -> str | None:
    found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    return None if found == "ok" else " ".join(found.split())


def chained(before: bytes, body: bytes) -> bytes:
    """The hash of a record: SHA-256 over the hash before it and its bytes."""
    return hashlib.sha256(before + body).digest()


class Journal:
    """An open journal. One process writes; any may read with a connection of its own."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection
        self._has_base = journal_schema.version(connection) > 1
        base = connection.execute("SELECT seq, hash FROM base").fetchone() if self._has_base else None
        self.begins: int = base[0] if base else 0  # its records are those after this event
        self.begin_root: bytes = base[1] if base else GENESIS  # the hash that its first record follows
        last = connection.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        self.seq: int = last[0] if last else self.begins
        self._hash: bytes = last[1] if last else self.begin_root

    @classmethod
    def create(cls, path: Path) -> Journal:
        """A new, empty journal, put into place at once: a power cut leaves a whole one or none. FileExistsError."""
        if path.exists():
            raise FileExistsError(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        half.unlink(missing_ok=True)
        begun = sqlite3.connect(half, isolation_level=None)
        begun.executescript(journal_schema.TABLES)
        begun.close()
        half.replace(path)
        return cls(path, connect(path))

    @classmethod
    def open(cls, path: Path) -> Journal:
        """The journal at `path`. JournalBroken when SQLite or the chain of its last records says so.

        JournalAway or DiskFull when it may be whole, but cannot be had now.
        """
        try:
            connection = connect(path)
            journal_schema.upgrade(connection)
            if journal_schema.version(connection) != journal_schema.VERSION:
                raise JournalBroken("it holds no journal of this version")
            if is_small(path) and (damage := _damage(connection)):
                raise JournalBroken(f"it is damaged: {damage}")
            journal = cls(path, connection)
            journal.verify(max(0, journal.seq - 1000))
            journal.fold_in()
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0)
            if code in _NO_ROOM:
                raise DiskFull(f"The disk has no room to open {path} ({error}). Make room; nothing is lost.") from None
            if code & 0xFF in _NOT_NOW:
                raise JournalAway(f"The journal {path} cannot be opened now: {error}. Leave it as it is.") from None
            raise JournalBroken(f"it is damaged: {error}") from None
        return journal

    def damage(self) -> str | None:
        """What SQLite finds wrong in the whole file, page by page. Uses a connection of its own: any thread may call."""
        try:
            with closing(_reading(self.path)) as connection:
                return _damage(connection)
        except sqlite3.DatabaseError as error:
            return str(error)

    @classmethod
    def read_only(cls, path: Path, *, as_it_is_now: bool = False) -> Journal:
        """The journal as a reader sees it, also while the queue-master writes. JournalBroken when it is none.

        `as_it_is_now`: whatever is written or archived later, this reader does not see it.
        """
        try:
            connection = _reading(path)
            if as_it_is_now:
                connection.execute("BEGIN")
            return cls(path, connection)
        except sqlite3.DatabaseError as error:
            raise JournalBroken(f"{path}: {error}") from None

    @property
    def root(self) -> bytes:
        """The hash of the last record: it stands for the whole journal up to here."""
        return self._hash

    def append(
        self, bodies: list[bytes], replies: list[FirstReply], published: int, base: Checkpoint | None = None
    ) -> None:
        """Write a batch in one transaction, on disk when this returns. DiskFull: nothing of it was written.

        `base`: what is before it lies in the archive; the journal begins after it from now on.
        """
        seq, last = self.seq, self._hash
        rows = []
        for body in bodies:
            seq += 1
            last = chained(last, body)
            rows.append((seq, body, last))
        try:
            self._db.execute("BEGIN IMMEDIATE")
            if rows:
                self._db.executemany("INSERT INTO event VALUES (?, ?, ?)", rows)
            if replies:
                self._db.executemany("INSERT OR IGNORE INTO reply VALUES (?, ?, ?, ?)", replies)
            self._db.execute("INSERT OR REPLACE INTO cursor VALUES ('published', ?)", (published,))
            if base is not None:
                self._db.execute("DELETE FROM base")
                self._db.execute("INSERT INTO base VALUES (?, ?, ?, ?)", (*base, hashlib.sha256(base.memory).digest()))
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise DiskFull(str(error)) from None
        self.seq, self._hash = seq, last
        if base is not None:
            self.begins, self.begin_root = base.seq, base.hash

    def base(self) -> Checkpoint | None:
        """What the journal begins with; None when it begins with the first event of all. JournalBroken: damaged."""
        row = self._db.execute("SELECT seq, hash, memory, digest FROM base").fetchone() if self._has_base else None
        if row is None:
            return None
        if hashlib.sha256(row[2]).digest() != row[3]:
            raise JournalBroken(f"what it begins with (the hall after event {row[0]}) is damaged")
        return Checkpoint(*row[:3])

    def days_closed(self) -> Iterator[Record]:
        """The last record of each day that is over, in order."""
        rows = self._db.execute(
            f"SELECT seq, body, hash FROM event WHERE {DAY_CLOSED} AND seq > ? ORDER BY seq",  # noqa: S608 - a constant
            (self.begins,),
        )
        return (Record(*row) for row in rows)

    def let_go(self, most: int) -> bool:
        """Delete at most so many of the events that lie in the archive; whether there may be more of them."""
        return self._deleted("event", "seq", f"seq <= ? LIMIT {most}", self.begins) == most

    def forget_replies(self, before: int, most: int) -> bool:
        """Delete at most so many replies that were given before event `before`; whether there may be more of them.

        Lasting ones stay until their day is in the archive.
        """
        which = f"seq < ? AND (lasting = 0 OR seq <= {self.begins}) LIMIT {most}"
        return self._deleted("reply", "command", which, before) == most

    def _deleted(self, table: str, key: str, which: str, seq: int) -> int:
        try:
            words = f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {which})"  # noqa: S608 - our own words
            return self._db.execute(words, (seq,)).rowcount
        except sqlite3.OperationalError as error:
            raise DiskFull(str(error)) from None

    def fold_in(self) -> None:
        """Begin with an empty log: what a power cut tore in the last one must not be taken for damage of this one."""
        with suppress(sqlite3.OperationalError):  # a full disk; it stays in the log
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def spare_room(self, *, sparing: bool) -> None:
        """While `sparing`, the write-ahead log is kept small: it must not eat up the space that was put by."""
        self._db.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES_SPARING if sparing else WAL_PAGES}")
        if sparing:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def reply(self, command: str) -> bytes | None:
        """The first reply to a command, if it has had one."""
        row = self._db.execute("SELECT body FROM reply WHERE command = ?", (command,)).fetchone()
        return row[0] if row else None

    def replies(self, after: int, to: int) -> Iterator[tuple[str, int, bytes, bool]]:
        """Command, event, body and whether it lasts, of the replies that came with events `after` < seq ≤ `to`."""
        rows = self._db.execute("SELECT command, seq, body, lasting FROM reply WHERE seq > ? AND seq <= ?", (after, to))
        return ((command, seq, body, bool(lasting)) for command, seq, body, lasting in rows)

    @property
    def published(self) -> int:
        """Up to which event it is certain that all were published."""
        row = self._db.execute("SELECT seq FROM cursor WHERE name = 'published'").fetchone()
        return row[0] if row else 0

    def records(self, after: int = 0, limit: int = -1) -> Iterator[Record]:
        """Records with seq > `after`, in order; of those that lie in the archive none."""
        after = max(after, self.begins)
        rows = self._db.execute("SELECT seq, body, hash FROM event WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit))
        return (Record(*row) for row in rows)

    def verify(self, after: int = 0) -> int:
        """Check the chain beyond event `after`; the last seq. JournalBroken names the first record that is wrong."""
        before = self.begin_root
        if after <= self.begins:
            after = self.begins
        else:
            row = self._db.execute("SELECT hash FROM event WHERE seq = ?", (after,)).fetchone()
            if row is None:
                raise JournalBroken(f"record {after} is missing")
            before = row[0]
        expected = after
        for record in self.records(after):
            expected += 1
            if record.seq != expected:
                raise JournalBroken(f"record {expected} is missing")
            before = chained(before, record.body)
            if before != record.hash:
                raise JournalBroken(f"record {record.seq} was changed after it was written")
        return expected

    def save_checkpoint(self, memory: bytes) -> None:
        """Keep the memory as it is after the last record, so that a start need not replay everything."""
        digest = hashlib.sha256(memory).digest()
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute(
                "INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?, ?)", (self.seq, self._hash, memory, digest)
            )
            self._db.execute(
                "DELETE FROM checkpoint WHERE seq NOT IN (SELECT seq FROM checkpoint ORDER BY seq DESC LIMIT ?)",
                (CHECKPOINTS_KEPT,),
            )
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise DiskFull(str(error)) from None

    def checkpoint(self) -> Checkpoint | None:
        """The newest checkpoint that is whole and belongs to this chain."""
        rows = self._db.execute(
            "SELECT c.seq, c.hash, c.memory, c.digest FROM checkpoint c JOIN event e ON e.seq = c.seq AND e.hash = c.hash"
            " ORDER BY c.seq DESC"
        )
        for seq, digest_of_event, memory, digest in rows:
            if hashlib.sha256(memory).digest() == digest:
                return Checkpoint(seq, digest_of_event, memory)
        return None

    def copy_to(self, path: Path) -> None:
        """A whole copy of the journal, put into place at once. Uses a connection of its own: any thread may call."""
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        half.unlink(missing_ok=True)
        source, target = sqlite3.connect(self.path), sqlite3.connect(half)
        try:
            source.backup(target, pages=2000)
        except sqlite3.Error:
            half.unlink()  # on a full disk half a copy only takes room
            raise
        finally:
            source.close()
            target.close()
        half.replace(path)

    def look_again(self) -> None:
        """For a reader: where the journal begins and ends by now."""
        again = Journal(self.path, self._db)
        self.begins, self.begin_root, self.seq, self._hash = again.begins, again.begin_root, again.seq, again.root

    def close(self) -> None:
        self._db.close()
