"""Small files that must outlive a power cut: the whole old content or the whole new one, never a half of either."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")


def keep(path: Path, value: object, *, sync: bool = True) -> None:
    """Write `value` as JSON in place of what was there. `sync`: on the disk itself before this returns.

    OSError when the disk is full or away; the old content is still there then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}")
    with fresh.open("wb") as file:
        file.write(msgspec.json.encode(value))
        if sync:
            file.flush()
            os.fsync(file.fileno())
    fresh.replace(path)
    if sync:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


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
