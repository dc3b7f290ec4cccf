"""The tables of the journal, and how a journal of an older version gets them.

`base` is where the journal begins once its oldest days lie in the archive: the hall's memory after event `seq`, whose
hash is `hash`. Events up to there may go, a few at a time; no others ever do.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

VERSION = 2
DAY_CLOSED = 'instr(body, \'"type":"day-closed"\') > 0'  # quotes inside a text are escaped: no text looks like this

_TABLES = """
CREATE TABLE event (seq INTEGER PRIMARY KEY, body BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TABLE reply (command TEXT PRIMARY KEY, seq INTEGER NOT NULL, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoint (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, memory BLOB NOT NULL, digest BLOB NOT NULL) STRICT;
CREATE TABLE cursor (name TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TRIGGER event_is_fixed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
"""
_SINCE_2 = f"""
CREATE TABLE base (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, memory BLOB NOT NULL, digest BLOB NOT NULL) STRICT;
CREATE INDEX day_end ON event (seq) WHERE {DAY_CLOSED};
ALTER TABLE reply ADD COLUMN lasting INTEGER NOT NULL DEFAULT 0;
CREATE INDEX reply_age ON reply (seq);
CREATE TRIGGER event_is_kept BEFORE DELETE ON event WHEN old.seq > coalesce((SELECT max(seq) FROM base), 0)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
PRAGMA user_version = {VERSION};
"""  # noqa: S608 - constants of this file
TABLES = _TABLES + _SINCE_2
UPGRADES = {1: f"BEGIN IMMEDIATE; DROP TRIGGER event_is_kept; {_SINCE_2} COMMIT;"}


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def upgrade(connection: sqlite3.Connection) -> None:
    """Give an older journal the tables of this version; all of them or none. Its records are not touched."""
    try:
        while (found := version(connection)) in UPGRADES:
            connection.executescript(UPGRADES[found])
    except sqlite3.DatabaseError:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def connect(path: Path) -> sqlite3.Connection:
    """The connection that writes."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA busy_timeout = 5000")
    connection.execute("PRAGMA cache_size = -8000")
    connection.execute("PRAGMA secure_delete = ON")  # what was let go is not left lying in free pages
    return connection
