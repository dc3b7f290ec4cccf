"""Small files that must outlive a power cut: the whole old content or the whole new one, never a half of either."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")
Look = tuple[int, int, int] | None
# Root may write here in a folder of somebody else, who could have laid a link there.
_FRESH = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW


def keep(path: Path, value: object, *, sync: bool = True) -> None:
    """Write `value` as JSON in place of what was there. `sync`: on the disk itself before this returns.

    OSError when the disk is full or away; the old content is still there then.
    """
    put(path, msgspec.json.encode(value), sync=sync)


def put(path: Path, content: bytes, *, sync: bool = True, private: bool = False) -> None:
    """The same with any bytes. `private`: nobody but this user may read them. Who writes the same file meanwhile waits.

    What root writes belongs to whoever has the folder: a technician's command leaves no file that its role cannot read.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}")
    mode = 0o600 if private else 0o666
    with os.fdopen(_alone(fresh, mode), "wb") as file:
        if private:
            os.fchmod(file.fileno(), mode)  # it may be the half of an earlier one, for all
        if os.geteuid() == 0:
            owner = path.parent.stat()
            if owner.st_uid:
                os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
        file.write(content)
        file.flush()
        if sync:
            os.fsync(file.fileno())
        fresh.replace(path)  # before it is closed, and another may write
    if sync:
        sync_names(path.parent)


def _alone(fresh: Path, mode: int) -> int:
    """`fresh`, opened and empty, for one writer of all processes at a time. One name, so that power cuts leave no heap."""
    while True:
        handle = os.open(fresh, _FRESH, mode)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if os.path.samestat(os.fstat(handle), fresh.lstat()):
                os.ftruncate(handle, 0)
                return handle
        except FileNotFoundError:
            pass  # who wrote before us has made it the real one
        except OSError:
            os.close(handle)
            raise
        os.close(handle)


def sync_names(folder: Path) -> None:
    """Which files `folder` has, and by what names, is on the disk itself when this returns."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def kept(path: Path, kind: type[T]) -> T | None:
    """What was kept, or None: nothing was, or what is there cannot be read (it is put aside for a person to see)."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError):
        with suppress(OSError):
            path.replace(path.with_name(f"{path.name}.broken"))
        return None


def look_of(path: Path) -> Look:
    """What tells another state of a file from this one, without reading it. None: it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
