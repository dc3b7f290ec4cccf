"""A secret for each day, so that what is kept of a person means nothing once the day is over.

A phone number has nine digits: who has its digest and the secret finds it by trying all of them. So the secret is
made at random when a day is first asked about, never leaves its file, and is destroyed after the day; then nobody can
tell whose digest that was, not even who tries every number there is.

The secrets lie beside the journal and not in its copies: a copy that outlived the day would bring the secret back.
"""

from __future__ import annotations

import hmac
import logging
import os
import secrets
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from broker.bus.on_disk import sync_names
from broker.contracts.errors import Refused

log = logging.getLogger(__name__)

SIZE = 32  # bytes of chance
_CHECK = 8  # bytes of SHA-256 behind them: a damaged secret must not pass for one
DIGEST = 32  # hex digits: 128 bits, so that two persons never share one


class SecretsOfDays:
    """The folder of secrets: one file for each day, named after it, readable by the queue-master alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, bytes] = {}

    def digest(self, day: str, text: str) -> str:
        """HMAC-SHA256 (RFC 2104) of `text` under the secret of `day` (as 2026-11-23): 32 hex digits.

        The first question about a day makes its secret; it is on the disk when this returns, before anything that
        depends on it can be. ValueError when `day` is none; Refused `storage-full` when there is no room for a secret.
        """
        secret = self._known.get(day) or self._read(day) or self._made(day)
        self._known[day] = secret
        return hmac.new(secret, text.encode(), sha256).hexdigest()[:DIGEST]

    def knows(self, day: str) -> bool:
        """Whether digests that were made on this machine for `day` can still be compared."""
        return day in self._known or self._read(day) is not None

    def forget(self, today: str, days: int = 0) -> None:
        """Destroy the secrets of all days that ended more than `days` days before `today`."""
        first = (date.fromisoformat(today) - timedelta(days=days)).isoformat()
        self._known = {day: secret for day, secret in self._known.items() if day >= first}
        over = [path for path in self._files() if path.name[:10] < first]
        for path in over:
            _destroy(path)
        if over:
            sync_names(self.folder)

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("[0-9]*")) if self.folder.is_dir() else []

    def _read(self, day: str) -> bytes | None:
        path = self._path(day)
        try:
            kept = path.read_bytes()
        except FileNotFoundError:
            return None
        secret, check = kept[:SIZE], kept[SIZE:]
        if len(secret) == SIZE and check == sha256(secret).digest()[:_CHECK]:
            return secret
        log.critical(
            "%s is damaged: codes of bookings for %s cannot be checked any more, and limits per person begin anew;"
            " the reception checks these visitors in by the time of their booking",
            path,
            day,
        )
        return None

    def _made(self, day: str) -> bytes:
        secret = secrets.token_bytes(SIZE)
        path = self._path(day)
        half = path.with_suffix(".half")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            half.unlink(missing_ok=True)  # of a start that was cut short: nothing was digested with it
            half.touch(mode=0o600)  # before there is anything in it
            with half.open("r+b") as file:
                file.write(secret + sha256(secret).digest()[:_CHECK])
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
            sync_names(self.folder)
        except OSError as error:
            log.error("no secret for %s could be kept: %s", day, error)  # noqa: TRY400 - the visitor is told; a trace would say no more
            raise Refused("storage-full") from None
        return secret

    def _path(self, day: str) -> Path:
        return self.folder / date.fromisoformat(day).isoformat()


def _destroy(path: Path) -> None:
    """Overwrite, then unlink. A flash card may keep an old page for a while; nothing in the file system leads to it."""
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
