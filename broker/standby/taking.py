"""A backup as one file, and a box that goes on from one, or from a standby's folder.

The file is a tar, sealed with the hall's word: the authority's key is in it, and secrets of days. In it are `state/` (the
journal with its archive and secrets, as a queue-master has them), `backup/` (the hall's own files) and, sealed once more,
the folders that go beside.
"""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from broker.queuemaster.from_backup import note_restored
from broker.queuemaster.journal import Journal
from broker.standby.following import FIT
from broker.standby.kept_files import BROKER, COPIES, HALL, KEY, SEALED, KeptFiles
from broker.standby.mirroring import BESIDE, ITS_OWN
from broker.standby.sealing import MAGIC, Key, keep_key, seal, unseal

JOURNAL = "journal.db"
_MADE = ".restoring-"


class Target(NamedTuple):
    """Where a restored hall comes to lie: the queue-master's folder, its hall file, and the folders that go beside."""

    state: Path
    hall: Path
    beside: Path


class NothingThere(Exception):
    """No backup is where one was looked for."""


class WouldOverwrite(Exception):
    """There is a journal already: a queue-master may live there."""


def laid_out(folder: Path, kept: KeptFiles | None = None) -> Iterator[tuple[str, Path]]:
    """Every file of a backup but the journal, by its name in a standby's folder. `kept`: of a queue-master's own."""
    if kept is not None:
        for each in kept.listed():
            if not each.name.startswith(COPIES):
                name = each.name if each.name.startswith(ITS_OWN) else f"{BESIDE}/{each.name}"
                yield name, kept.place(each.name)
        return
    for top in (*ITS_OWN, BESIDE):
        for path in sorted((folder / top).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(folder).as_posix(), path


def take(folder: Path, out: Path, key: Key, kept: KeptFiles | None = None, beside: Path | None = None) -> int:
    """Write the backup of `folder` to `out`; the last event in it. NothingThere when there is no journal.

    `beside`: a folder of more files for the box that goes on from it, laid as that one shall have them.
    """
    if not (folder / JOURNAL).is_file():
        raise NothingThere
    journal = Journal.read_only(folder / JOURNAL)
    try:
        with tempfile.TemporaryDirectory(dir=out.absolute().parent) as made:
            copy, packed = Path(made) / JOURNAL, Path(made) / "packed.tar"
            journal.copy_to(copy)
            taken = Journal.read_only(copy)
            seq = taken.seq
            taken.close()
            with tarfile.open(packed, "w") as tar:
                tar.add(copy, JOURNAL)
                for name, path in laid_out(folder, kept):
                    tar.add(path, name)
                if beside is not None:
                    for path in sorted(each for each in beside.rglob("*") if each.is_file()):
                        tar.add(path, f"{BESIDE}/{path.relative_to(beside).as_posix()}")
            copy.unlink()  # a card may not have room for it all three times
            half = out.with_name(f".{out.name}.half")
            with packed.open("rb") as source, half.open("wb") as target:
                seal(key, source, target)
            half.replace(out)
            return seq
    finally:
        journal.close()


def restore(source: Path, target: Target, word: str | Key, at: datetime | None = None) -> int:
    """Lay out `source` (a file of `take`, or a standby's folder) so that a queue-master goes on; its last event.

    The journal is put into place last: what is cut off before can be begun anew. Without the `word`, or the key that was
    made of it, the sealed folders stay sealed; with it, this box goes on to back up what it now has. `at`: now. NothingThere,
    WouldOverwrite, WrongWord, JournalBroken.
    """
    state = target.state
    if (state / JOURNAL).exists():
        raise WouldOverwrite
    state.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=state, prefix=_MADE) as made:  # memory may have no room for it
        key = None
        folder = source
        if source.is_file():
            folder, key = _unpacked(source, Path(made), word)
        if not (folder / JOURNAL).is_file():
            raise NothingThere
        journal = Journal.read_only(folder / JOURNAL)
        journal.verify()
        fresh = state / "journal.fresh.db"
        journal.copy_to(fresh)
        seq = journal.seq
        note_restored(state, journal, at or datetime.now(UTC))
        journal.close()
        for left in state.glob(f"{JOURNAL}-*"):  # of a journal that was here: they tell of another one
            left.replace(left.with_name(f"left-{left.name}"))
        for name, path in laid_out(folder):
            if word or not name.endswith(SEALED):
                key = _put(path, _place(name, target), word, _mode(name)) or key
        if key is not None:
            keep_key(state / KEY, key)
        (state / FIT).unlink(missing_ok=True)  # of a journal that was here, and had everything
        fresh.replace(state / JOURNAL)
        return seq


def _place(name: str, target: Target) -> Path:
    if name.startswith(ITS_OWN):
        return target.state / name
    below = name.removeprefix(f"{BESIDE}/")
    return target.hall if below == HALL else target.beside / below.removesuffix(SEALED)


def _mode(name: str) -> int:
    """Keys, and who may sign in, are for their owner alone; the broker is another user, of our group."""
    if name.startswith(f"{BESIDE}/{BROKER}"):
        return 0o640
    return 0o644 if name.startswith(("archive/", f"{BESIDE}/content/")) or name == f"{BESIDE}/{HALL}" else 0o600


def _put(path: Path, target: Path, word: str | Key, mode: int) -> Key | None:
    key, sealed = None, path.name.endswith(SEALED)
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.half")
    half.unlink(missing_ok=True)
    half.touch(mode=0o600)
    with path.open("rb") as source, half.open("wb") as file:
        os.fchmod(file.fileno(), mode)
        if sealed:
            key = unseal(word, source, file)
        else:
            shutil.copyfileobj(source, file)
    half.replace(target)
    return key


def _unpacked(source: Path, folder: Path, word: str | Key) -> tuple[Path, Key]:
    packed = folder / "packed.tar"
    with source.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise NothingThere
        file.seek(0)
        with packed.open("wb") as target:
            key = unseal(word, file, target)
    with tarfile.open(packed) as tar:
        tar.extractall(folder / "unpacked", filter="data")
    packed.unlink()
    return folder / "unpacked", key
