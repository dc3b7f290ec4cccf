"""What an appliance must not lose: kept on disk until the queue-master itself has answered.

A row is written and synced before the command is sent, and deleted after the reply (done, refused or invalid), never
on the broker's word; nor when the queue-master only has no room on its disk now. Commands leave one at a time, in the order in which they came.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from broker.bus.asking import Asker
from broker.contracts import codec
from broker.contracts.commands import Command
from broker.contracts.errors import HallError
from broker.contracts.replies import NOT_NOW, Reply

log = logging.getLogger(__name__)

OnSettled = Callable[[Command, Reply], None]

PATIENCE = 60.0  # seconds of asking before the same command is taken up anew


class OutboxFull(HallError):
    """Nothing more can be kept: too many, too much, too old, or the disk is full. The command was NOT taken."""


class OutboxBroken(HallError):
    """The file is damaged; what it held cannot be read. A person must look at it."""


class Outbox:
    """Commands on their way. `on_settled` hears each with its reply, before its row is deleted."""

    def __init__(
        self,
        path: Path,
        asker: Asker,
        on_settled: OnSettled | None = None,
        *,
        most: int = 2000,
        most_bytes: int = 4 * 1024 * 1024,
        oldest: timedelta = timedelta(hours=24),
    ) -> None:
        self._path, self._asker, self._on_settled = path, asker, on_settled
        self._most, self._most_bytes, self._oldest = most, most_bytes, oldest
        self._lock = threading.RLock()
        self._under_way: str | None = None
        self._closed = False
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._rows = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            self._rows.execute("PRAGMA journal_mode=WAL")
            self._rows.execute("PRAGMA synchronous=FULL")
            self._rows.execute(
                "CREATE TABLE IF NOT EXISTS outbox"
                " (place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, body BLOB NOT NULL)"
            )
            found = self._rows.execute("PRAGMA quick_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            found = str(error)
        if found != "ok":
            raise OutboxBroken(f"{path}: {found}; move the file away and keep it, its commands were not sent")
        self._send_next()

    def put(self, command: Command) -> None:
        """Keep `command` on disk, then send it. OutboxFull when it cannot be kept; the same id twice is one.

        A command without `expires` lives as long as the outbox keeps it, not the 30 s of the contract.
        """
        if command.expires is None:
            command = msgspec.structs.replace(command, expires=command.at + self._oldest)
        body = codec.encode(command)
        with self._lock:
            self._check_room(command.at, len(body))
            try:
                self._rows.execute(
                    "INSERT OR IGNORE INTO outbox (id, at, body) VALUES (?, ?, ?)",
                    (command.id, command.at.isoformat(), body),
                )
            except sqlite3.OperationalError as error:
                raise OutboxFull(f"{self._path}: {error}") from None
        self._send_next()

    def pending(self) -> list[Command]:
        """What waits for its reply, oldest first."""
        with self._lock:
            return [codec.command(body) for (body,) in self._rows.execute("SELECT body FROM outbox ORDER BY place")]

    def close(self) -> None:
        """What waits stays on disk for the next start."""
        with self._lock:
            self._closed = True
            if self._under_way:
                self._asker.forget(self._under_way)
            self._rows.close()

    def _check_room(self, at: datetime, size: int) -> None:
        count, total, oldest = self._rows.execute(
            "SELECT count(*), total(length(body)), min(at) FROM outbox"
        ).fetchone()
        if count >= self._most:
            raise OutboxFull(f"{count} commands wait for the queue-master; at most {self._most} are kept")
        if total + size > self._most_bytes:
            raise OutboxFull(f"{total:.0f} bytes wait for the queue-master; at most {self._most_bytes} are kept")
        if oldest is not None and at - datetime.fromisoformat(oldest) > self._oldest:
            raise OutboxFull(f"a command has waited for the queue-master since {oldest}")

    def _send_next(self) -> None:
        with self._lock:
            if self._closed or self._under_way is not None:
                return
            row = self._rows.execute("SELECT body FROM outbox ORDER BY place LIMIT 1").fetchone()
            if row is None:
                return
            command = codec.command(row[0])
            self._under_way = command.id
        self._asker.ask_later(command, lambda reply: self._hear(command, reply), PATIENCE)

    def _hear(self, command: Command, reply: Reply | None) -> None:
        not_now = reply is not None and reply.reason in NOT_NOW
        if reply is not None and not not_now:
            self._settle(command, reply)
        with self._lock:
            self._under_way = None
        if not_now:
            later = threading.Timer(PATIENCE, self._send_next)
            later.daemon = True
            later.start()
        else:
            self._send_next()

    def _settle(self, command: Command, reply: Reply) -> None:
        if self._on_settled is not None:
            try:
                self._on_settled(command, reply)
            except Exception:  # the queue-master has answered: asking again would change nothing
                log.exception("what follows the reply to %s failed", command.id)
        with self._lock:
            if not self._closed:
                self._rows.execute("DELETE FROM outbox WHERE id = ?", (command.id,))
