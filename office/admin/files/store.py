"""Files by their content, each once, for all versions of all documents: on the disk before they are named anywhere."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection, Iterable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from broker.bus.fetching import digest_of
from broker.bus.on_disk import put

FRESH = 24 * 3600.0  # seconds that a file stays which no version names: somebody may be about to try it
_NAME_LENGTH = 64  # hexadecimal digits of SHA-256


class FileStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Keep a file; by which name it is found again."""
        name = sha256(content).hexdigest()
        if not (self._folder / name).exists():
            put(self._folder / name, content)
        return name

    def keep_file(self, path: Path) -> str:
        """The same with a file that may be large."""
        name = digest_of(path)
        if not (self._folder / name).exists():
            fresh = self.fresh()
            shutil.copyfile(path, fresh)
            name = self.move_in(fresh)
        return name

    def room(self) -> TemporaryDirectory[str]:
        """A folder on the same disk, gone when it is left."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return TemporaryDirectory(prefix=".room-", dir=self._folder)

    def fresh(self) -> Path:
        """A place for a file that is just coming in."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f".{time.monotonic_ns()}"

    def move_in(self, fresh: Path) -> str:
        """Keep what has come in there."""
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        name = digest_of(fresh)
        fresh.replace(self._folder / name)
        return name

    def path(self, name: str) -> Path | None:
        """Where a file that was kept lies. `name` may come from anybody."""
        if len(name) != _NAME_LENGTH or not name.isalnum():
            return None
        path = self._folder / name
        return path if path.is_file() else None

    def lay_out(self, contents: Iterable[tuple[str, str]], folder: Path) -> None:
        """Files by path and name, as a folder. FileNotFoundError when one is not kept any more."""
        folder.mkdir(parents=True, exist_ok=True)
        for path, name in contents:
            kept = self.path(name)
            if kept is None:
                raise FileNotFoundError(path)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(kept, folder / path)
            except OSError:  # another disk
                shutil.copyfile(kept, folder / path)

    def sweep(self, named: Collection[str], now: float) -> None:
        """Remove what no version names any more."""
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.name in named or now - path.stat().st_mtime <= FRESH:
                    continue
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)
