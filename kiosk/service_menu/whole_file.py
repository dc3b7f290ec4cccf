"""Writes a small file that is there whole or as it was before, whenever the power goes."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """On disk when this returns; readable by this user alone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    torn = file.with_name(f".{file.name}.torn")
    with os.fdopen(os.open(torn, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    torn.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
