"""The hall's authority goes with the office: who becomes the queue-master opens the copy that the one before has sealed.

In the standby's folder the copy lies sealed with the backup word. Opened, it takes the place of what this box had of the
authority before, which is older: the copy came later, from who was followed. Once used, a copy is taken away, so that a
restart does not bring it back over what was done since; who follows again gets a newer one.
"""

from __future__ import annotations

import logging
import os
import shutil
from enum import Enum
from pathlib import Path

from broker.bus.on_disk import sync_names
from broker.standby.kept_files import KEY, SEALED
from broker.standby.mirroring import BESIDE
from broker.standby.sealing import Key, WrongWord, keep_key, kept_key, unseal

log = logging.getLogger(__name__)

NAME = "authority"
NEEDED = ("hall.pem", "key.pem", "members.json")


class Estate(Enum):
    """How the authority stands at who has taken the office."""

    HERE = "here"
    SEALED = "sealed"
    ABSENT = "absent"


class Inheritance:
    """`folder`: the standby's own; `authority`: where the desk of this machine looks for it."""

    def __init__(self, folder: Path, authority: Path) -> None:
        self._folder, self._authority = folder, authority
        self._copy = folder / BESIDE / NAME
        self._aside = authority.with_name(f"{authority.name}.aside")

    @property
    def estate(self) -> Estate:
        if self._is_whole:
            return Estate.SEALED
        return Estate.HERE if _is_authority(self._authority) else Estate.ABSENT

    def by_itself(self) -> Estate:
        """Open it without anybody, where this box has the key: its own word, or the word was typed here once."""
        key = kept_key(self._folder / KEY)
        if self.estate is Estate.SEALED and key is not None:
            try:
                self.open(key)
            except (WrongWord, OSError) as closed:
                log.warning("the authority's copy stays sealed: %r", closed)
        if self.estate is Estate.SEALED and self._authority.exists():
            self._put_aside()  # older than the copy: its desk must not let anybody in
        return self.estate

    def open(self, word: str | Key) -> None:
        """WrongWord: nothing has changed. The key stays here, so that this box seals its own backups from now on."""
        if not self._is_whole:
            return
        fresh = self._authority.with_name(f".{self._authority.name}.fresh")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True, mode=0o700)
        key = word  # it costs a tenth of a second each time: the first file makes the key of it
        for sealed in sorted(self._copy.rglob(f"*{SEALED}")):
            file = fresh / sealed.relative_to(self._copy).as_posix().removesuffix(SEALED)
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
            file.touch(mode=0o600)
            with sealed.open("rb") as source, file.open("wb") as target:
                key = unseal(key, source, target)
                target.flush()
                os.fsync(target.fileno())
        assert isinstance(key, Key)
        keep_key(self._folder / KEY, key)
        if self._authority.exists():
            self._put_aside()
        fresh.replace(self._authority)
        sync_names(self._authority.parent)
        shutil.rmtree(self._copy)
        log.warning("the hall's authority is at work here")

    @property
    def _is_whole(self) -> bool:
        return all((self._copy / f"{name}{SEALED}").is_file() for name in NEEDED)

    def _put_aside(self) -> None:
        shutil.rmtree(self._aside, ignore_errors=True)
        self._authority.replace(self._aside)


def trusted(folder: Path, word: str) -> None:
    """Keep the key of `word` at a standby, for the day on which it takes over. WrongWord; FileNotFoundError: no copy yet."""
    with (
        (folder / BESIDE / NAME / f"members.json{SEALED}").open("rb") as source,
        Path("/dev/null").open("wb") as target,
    ):
        keep_key(folder / KEY, unseal(word, source, target))


def _is_authority(folder: Path) -> bool:
    return all((folder / name).is_file() for name in NEEDED)
