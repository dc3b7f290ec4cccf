"""The folder of bundles on the queue-master's machine, and what of it is fit to be published.

What is published lies in a place of our own, copied: a file that somebody changes while it is served would arrive as
neither the old nor the new one. A bundle that is broken leaves the good one before it published.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import NamedTuple

import msgspec

from broker.bus.fetching import digest_of
from broker.content.bundle import look_into, pack
from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.wrong import Said, Told

log = logging.getLogger(__name__)

_ENDING = ".zip"


class Book(msgspec.Struct, frozen=True):
    """A bundle that is published."""

    name: str
    version: str
    sha256: str
    size: int


Looks = tuple[tuple[str, int, int], ...]


class Look(NamedTuple):
    """What a look at the folder came to."""

    published: dict[str, Book]
    wrong: dict[str, list[Told | Said]]
    changed: bool


class Shelf:
    """`source` is the technician's folder, `store` ours. `look` now and then."""

    def __init__(self, source: Path, store: Path) -> None:
        self._source, self._store = source, store
        self._list = store / "published.json"
        store.mkdir(parents=True, exist_ok=True)
        self._published = {book.name: book for book in self._read() if self.file(book.sha256).is_file()}
        self._wrong: dict[str, list[Told | Said]] = {}
        self._taken: dict[str, Looks] = {}  # name -> how its files looked when it was taken in
        self._seen: dict[str, Looks] = {}  # name -> how they looked last time
        self._first = True

    def file(self, sha256: str) -> Path:
        """Where a published bundle lies."""
        return self._store / f"{sha256}{_ENDING}"

    def look(self) -> Look:
        """Take in what is new in the folder, and has come to rest: a bundle that is being copied is looked at later."""
        if not self._source.is_dir():  # a disk that is not there takes nothing back
            return Look(dict(self._published), dict(self._wrong), changed=False)
        looks = {name: _looks(path) for name, path in _bundles(self._source).items()}
        before = (dict(self._published), dict(self._wrong))
        for name in self._published.keys() | self._wrong.keys():
            if name not in looks:
                self._published.pop(name, None)
                self._wrong.pop(name, None)
                self._taken.pop(name, None)
        for name, seen in looks.items():
            if self._taken.get(name) != seen and (self._first or self._seen.get(name) == seen):
                self._taken[name] = seen
                self._take(name)
        self._seen, self._first = looks, False
        changed = before != (self._published, self._wrong)
        if changed:
            self._write()
        return Look(dict(self._published), dict(self._wrong), changed)

    def _take(self, name: str) -> None:
        fresh = self._store / "fresh"
        try:
            pack(_bundles(self._source)[name], fresh)
            version = look_into(name, fresh)
            book = Book(name, version, digest_of(fresh), fresh.stat().st_size)
            fresh.replace(self.file(book.sha256))
        except ConfigError as wrong:
            self._wrong[name] = wrong.told
        except (OSError, KeyError, ValueError) as error:
            self._wrong[name] = [f"{name}: {error}"]
        else:
            self._wrong.pop(name, None)
            self._published[name] = book

    def _read(self) -> list[Book]:
        try:
            return msgspec.json.decode(self._list.read_bytes(), type=list[Book])
        except FileNotFoundError:
            return []
        except (OSError, msgspec.DecodeError) as error:
            log.warning("%s: %s; the bundles are looked at anew", self._list, error)
            return []

    def _write(self) -> None:
        fresh = self._list.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(list(self._published.values())))
        fresh.replace(self._list)
        kept = {book.sha256 for book in self._published.values()}
        for path in self._store.glob(f"*{_ENDING}"):
            if path.stem not in kept:
                path.unlink()


def _bundles(source: Path) -> dict[str, Path]:
    """Every bundle of a folder by its name: `survey.zip` is, and so is a folder `survey`, which goes first."""
    found = {path.stem: path for path in source.glob(f"*{_ENDING}") if path.is_file()}
    found |= {path.name: path for path in source.glob("*/") if path.is_dir()}
    return {name: path for name, path in sorted(found.items()) if not name.startswith(".")}


def _looks(path: Path) -> Looks:
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    looks = []
    for file in files:
        try:
            told = file.stat()
        except OSError:
            continue  # it is going away: the next look will tell
        looks.append((str(file), told.st_size, told.st_mtime_ns))
    return tuple(looks)
