"""Which files beside the journal are backed up, by the name that each has in the backup.

`archive/` and `secrets/` are what a standby goes on with; `hall.toml`, the file of days that it names and `content/` are the
hall's own files; `broker/` is for the broker on the standby's machine; `office-given-back/` is the staff list as it was
changed there. Other folders, as the authority's, are named by the setting `backs_up` and leave this box sealed. `copies/` has
a whole copy of the journal for a standby that begins, or that was away too long.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import tables
from broker.contracts.hall_tables import one
from broker.contracts.standby import KeptFile
from broker.standby import word_desk
from broker.standby.sealing import Key, is_sealed_by, kept_key, seal, unseal

HALL = "hall.toml"
KEY = word_desk.KEY
SEALED = ".sealed"
COPIES = "copies/"
BROKER = "broker/"
_PIECE = 40 * 1024


class KeptFiles:
    """The files of one queue-master. `state`: its folder; `open_ones`: by name; `also`: folders that are sealed; `single`:
    files by name, as they are now.
    """

    def __init__(
        self,
        state: Path,
        hall: Path,
        open_ones: Mapping[str, Path],
        also: tuple[Path, ...],
        single: Callable[[], Mapping[str, Path]] = dict,
    ) -> None:
        self._state, self._hall, self._open_ones, self._also = state, hall, open_ones, also
        self._single = single
        self._digests: dict[Path, tuple[tuple[int, int], str]] = {}
        self._places: dict[str, Path] = {}

    @property
    def key(self) -> Key | None:
        return kept_key(self._state / KEY)

    def listed(self) -> list[KeptFile]:
        """Every file as it is now, by name."""
        self._places = dict(self._found())
        found = []
        for name, path in sorted(self._places.items()):
            try:
                found.append(KeptFile(name, path.stat().st_size, self._digest(path)))
            except OSError:
                continue  # it went while we looked: the next list has it no more
        return found

    def place(self, name: str) -> Path:
        """Where a listed file lies."""
        return self._places[name]

    def piece(self, name: str, sha256: str, offset: int) -> bytes | None:
        """A piece of a listed file; None when it is another by now. b"": its end."""
        path = self._places.get(name)
        if path is None:
            return None
        try:
            if self._digest(path) != sha256:
                return None
            with path.open("rb") as file:
                file.seek(offset)
                return file.read(_PIECE)
        except OSError:
            return None

    def _found(self) -> Iterator[tuple[str, Path]]:
        yield HALL, self._hall
        yield from days_beside(self._hall).items()
        for name in ("archive", "secrets"):
            yield from _below(name, self._state / name)
        copies = sorted((self._state / "copies").glob("journal-*.db"))
        yield from ((f"{COPIES}{path.name}", path) for path in copies[-1:])
        for name, folder in self._open_ones.items():
            yield from _below(name, folder)
        yield from ((name, path) for name, path in self._single().items() if path.is_file())
        if (key := self.key) is not None:
            for folder in self._also:
                for name, path in _below(folder.name, folder):
                    yield f"{name}{SEALED}", self._sealed(key, name, path)

    def _sealed(self, key: Key, name: str, path: Path) -> Path:
        """The sealed copy of a file; made anew when the file or the word has changed, and only then: each sealing is another."""
        made = self._state / "sealed" / f"{name}{SEALED}"
        known = made.is_file() and is_sealed_by(key, made)
        if not known or made.stat().st_mtime_ns <= path.stat().st_mtime_ns:
            made.parent.mkdir(parents=True, exist_ok=True)
            half = made.with_name(f"{made.name}.{os.getpid()}.half")  # who takes a backup seals beside the queue-master
            with path.open("rb") as source, half.open("wb") as target:
                seal(key, source, target)
            half.replace(made)
        return made

    def _digest(self, path: Path) -> str:
        stat = path.stat()
        version = (stat.st_mtime_ns, stat.st_size)
        known = self._digests.get(path)
        if known is None or known[0] != version:
            with path.open("rb") as file:
                known = self._digests[path] = (version, hashlib.file_digest(file, "sha256").hexdigest())
        return known[1]


def days_beside(hall: Path) -> Mapping[str, Path]:
    """The file of days that are different, by the name that the hall file has for it: without it no hall file is taken."""
    try:
        name = one(tables(hall.read_text("utf-8"))[0], "hall").get("exceptions")
    except (OSError, UnicodeDecodeError, ConfigError):
        return {}
    # By its ending: whoever writes a hall file must not get a key copied by it.
    if (
        not isinstance(name, str)
        or not name.endswith(".ics")
        or name.startswith("/")
        or ".." in PurePosixPath(name).parts
    ):
        return {}
    return {name: hall.parent / name} if (hall.parent / name).is_file() else {}


def seal_anew(folder: Path, before: Key, key: Key) -> None:
    """What came sealed by `before` and is nowhere else: with the old word it would be lost."""
    for path in folder.rglob(f"*{SEALED}"):
        if is_sealed_by(before, path):
            half, plain = path.with_name(f".{path.name}.half"), io.BytesIO()
            with path.open("rb") as source, half.open("wb") as target:
                unseal(before, source, plain)
                plain.seek(0)
                seal(key, plain, target)
            half.replace(path)


def _below(name: str, folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.name.endswith(".half") and not path.name.startswith("."):
            yield f"{name}/{path.relative_to(folder).as_posix()}", path
