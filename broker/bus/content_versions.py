"""The versions of one content bundle that an appliance has on its disk, and which of them it uses.

`versions/<sha256>/` holds a version, unpacked; `active.json` names the one in use and the one before it. A version is
made under another name and then renamed, the file is replaced as a whole: whenever the power goes, what is named is whole.
"""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import msgspec

from broker.bus.on_disk import keep, sync_names

log = logging.getLogger(__name__)

DEATHS = 2  # starts of the role with a new version that it did not survive, before the one before comes back
_REMEMBERED = 20  # refused versions


class Version(msgspec.Struct, frozen=True):
    """`sha256` is that of the bundle; `version` is what people call it."""

    sha256: str
    version: str


class _Book(msgspec.Struct):
    active: Version | None = None
    previous: Version | None = None
    refused: list[str] = []
    starts: int = 0  # of the role, since `active` came; -1: it has proved itself
    release: str = ""  # of our software that refused them: another may know better


def in_use(folder: Path) -> Path | None:
    """The folder of the active version, for who needs it before its `Versions`, as for a first frame. Nothing is changed."""
    try:
        book = msgspec.json.decode((folder / "active.json").read_bytes(), type=_Book)
    except (OSError, msgspec.DecodeError):
        return None
    place = folder / "versions" / book.active.sha256 if book.active else None
    return place if place is not None and place.is_dir() else None


class Versions:
    """The versions below `folder`. Made anew at each start; what a power cut left half done is swept away."""

    def __init__(self, folder: Path, release: str = "") -> None:
        self.folder = folder
        self._release = release
        self._shelf = folder / "versions"
        self._shelf.mkdir(parents=True, exist_ok=True)
        self._book = self._read()
        self._sweep()

    @property
    def active(self) -> Version | None:
        return self._book.active

    @property
    def path(self) -> Path | None:
        """The folder of the active version."""
        return self._shelf / self._book.active.sha256 if self._book.active else None

    def is_refused(self, sha256: str) -> bool:
        """Whether this version was found to be of no use here."""
        return sha256 in self._book.refused

    def fresh(self, name: str) -> Path:
        """A place for something to be made; nothing is there."""
        place = self.folder / name
        _remove(place)
        return place

    def activate(self, version: Version, unpacked: Path) -> None:
        """`unpacked`, below `folder` and on the disk, becomes the version in use. OSError: nothing has changed."""
        place = self._shelf / version.sha256
        _remove(place)
        unpacked.rename(place)
        sync_names(self._shelf)
        before = self._book.active if self._book.active != version else self._book.previous
        self._write(_Book(active=version, previous=before, refused=self._book.refused))
        self._sweep()

    def refuse(self, sha256: str) -> None:
        """Do not try this version again. If it is the active one, the one before is in use again."""
        refused = [*(each for each in self._book.refused if each != sha256), sha256][-_REMEMBERED:]
        active, previous, starts = self._book.active, self._book.previous, self._book.starts
        if active is not None and active.sha256 == sha256:
            active, previous, starts = previous, None, -1
        self._write(_Book(active=active, previous=previous, refused=refused, starts=starts))
        self._sweep()

    def starting(self) -> bool:
        """The role starts, and will use the active version. False: it died of it too often; refuse it."""
        if self._book.active is None or self._book.starts < 0:
            return True
        self._book.starts += 1
        self._write(self._book)
        return self._book.starts <= DEATHS

    def proven(self) -> None:
        """The role has shown the active version and lives."""
        if self._book.starts >= 0:
            self._book.starts = -1
            self._write(self._book)

    def _read(self) -> _Book:
        try:
            book = msgspec.json.decode((self.folder / "active.json").read_bytes(), type=_Book)
        except FileNotFoundError:
            return _Book()
        except (OSError, msgspec.DecodeError) as error:
            log.warning("%s: %s; the bundle is fetched again", self.folder, error)
            return _Book()
        if book.release != self._release:
            book.refused = []
        if not self._is_there(book.previous):
            book.previous = None
        if not self._is_there(book.active):
            book.active, book.previous, book.starts = book.previous, None, -1
        return book

    def _is_there(self, version: Version | None) -> bool:
        return version is not None and (self._shelf / version.sha256).is_dir()

    def _write(self, book: _Book) -> None:
        book.release = self._release
        keep(self.folder / "active.json", book)
        self._book = book

    def _sweep(self) -> None:
        kept = {each.sha256 for each in (self._book.active, self._book.previous) if each}
        for place in self._shelf.iterdir():
            if place.name not in kept:
                _remove(place)
        for place in self.folder.iterdir():
            if place.name not in ("versions", "active.json"):
                _remove(place)


def _remove(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)
