"""At the standby: the files beside the journal, the same as at the queue-master; what is gone there goes here, too."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from broker.bus.on_disk import put
from broker.bus.room import NoRoom, is_full, need_room
from broker.contracts.standby import Files, GetPiece, KeptFile, ListFiles, Piece
from broker.standby.kept_files import BROKER, COPIES
from broker.standby.questions import Questions

PATIENCE = 5.0  # seconds
PATIENCE_LIST = 15.0  # the first list reads every file
ITS_OWN = ("archive/", "secrets/")  # where a queue-master looks for them
BESIDE = "backup"  # the rest: for a technician, and for who becomes the queue-master


class Mirror:
    """The copy in `folder`, the standby's own; `broker`: where the broker of this machine reads."""

    def __init__(
        self, folder: Path, questions: Questions, stopped: Callable[[], bool], broker: Path | None = None
    ) -> None:
        self._broker = broker
        self._folder, self._questions, self._stopped = folder, questions, stopped
        self.whole = False  # the last turn came to its end

    def turn(self) -> list[str] | None:
        """Once through all files: the names of those that were fetched or let go. None: not all could be had now. NoRoom: the
        disk has no room for some, and all the others are here.
        """
        self.whole = False
        listed = self._listed()
        if listed is None:
            return None
        listed = [each for each in listed if not each.name.startswith(COPIES) and _is_below(each.name)]
        changed: list[str] = []
        lacked: NoRoom | None = None
        for each in listed:
            place = self._place(each.name)
            if is_same(place, each):
                continue
            try:
                if self._stopped() or not self.fetched(each, place):
                    return None
            except NoRoom as none:
                lacked = none
            else:
                changed.append(each.name)
        gone = self._let_go({each.name for each in listed})
        if lacked is not None:
            raise lacked
        self.whole = True
        return [*changed, *gone]

    def fresh(self, name: str) -> bool:
        """Whether the one file is here as the queue-master has it now: fetched alone, between two turns through all."""
        told = self._questions.ask(ListFiles, Files, PATIENCE_LIST, after=name[:-1])  # it is the next after that
        each = next((each for each in told.files if each.name == name), None) if told else None
        return each is not None and (is_same(self._place(name), each) or self.fetched(each, self._place(name)))

    def newest_copy(self) -> KeptFile | None:
        """The newest whole copy of the journal that the queue-master has."""
        return next((each for each in reversed(self._listed() or []) if each.name.startswith(COPIES)), None)

    def fetched(self, each: KeptFile, place: Path) -> bool:
        """Whether the file, as it was listed, is now at `place`. NoRoom before any of it is asked for; of a disk that fills up
        meanwhile (OSError) nothing of it stays.
        """
        half = place.with_name(f".{place.name}.half")
        half.parent.mkdir(parents=True, exist_ok=True)
        half.unlink(missing_ok=True)
        need_room(half.parent, each.size)
        try:
            whole = self._fetched(each, half)
        except OSError as error:
            if is_full(error):
                half.unlink(missing_ok=True)
            raise
        if whole:
            half.replace(place)
        return whole

    def _fetched(self, each: KeptFile, half: Path) -> bool:
        with half.open("wb") as file:
            os.fchmod(file.fileno(), 0o640 if each.name.startswith(BROKER) else 0o600)  # the broker is of our group
            while file.tell() < each.size:
                told = self._questions.ask(
                    GetPiece, Piece, PATIENCE, name=each.name, sha256=each.sha256, offset=file.tell()
                )
                if told is None or told.gone or not told.data or self._stopped():
                    return False
                file.write(told.data)
            file.flush()
            os.fsync(file.fileno())
        return _sha256(half) == each.sha256

    def keep_secret(self, day: str, secret: bytes) -> None:
        """A secret that came with a page: it must be here before what was digested with it is."""
        if _is_below(day):
            put(self._folder / "secrets" / day, secret, private=True)

    def _listed(self) -> list[KeptFile] | None:
        found: list[KeptFile] = []
        while True:
            told = self._questions.ask(ListFiles, Files, PATIENCE_LIST, after=found[-1].name if found else "")
            if told is None:
                return None
            found += told.files
            if not told.more:
                return found

    def _place(self, name: str) -> Path:
        if self._broker is not None and name.startswith(BROKER):
            return self._broker / name.removeprefix(BROKER)
        return self._folder / name if name.startswith(ITS_OWN) else self._folder / BESIDE / name

    def _let_go(self, listed: set[str]) -> list[str]:
        gone = []
        for folder, below in (
            *((self._folder / own, self._folder) for own in ITS_OWN),
            (self._folder / BESIDE,) * 2,
        ):
            for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
                name = path.relative_to(below).as_posix()
                if path.is_file() and name not in listed and not path.name.startswith("."):
                    if name.startswith("secrets/"):
                        path.write_bytes(bytes(path.stat().st_size))  # as the queue-master destroys them
                    path.unlink()
                    gone.append(name)
                    _leave_no_empty(path.parent, below)
        return gone


def is_same(place: Path, each: KeptFile) -> bool:
    return place.is_file() and place.stat().st_size == each.size and _sha256(place) == each.sha256


def _leave_no_empty(folder: Path, top: Path) -> None:
    """A folder of content goes before a zip of its name, also an empty one. Secrets and archive keep theirs."""
    while folder.parent != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _is_below(name: str) -> bool:
    """Whether a name stays in the folder that it is for, whoever has sent it."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
