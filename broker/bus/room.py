"""Room on a disk for a whole file: known before any of it is fetched."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

SPARE = 64 * 1024 * 1024  # bytes that a large file leaves free; a small one as many as it has itself


class NoRoom(OSError):
    """There is no room for it, and nothing of it was fetched. `errno` is ENOSPC, as of a disk that fills up on the way."""

    def __init__(self, folder: Path) -> None:
        super().__init__(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def need_room(folder: Path, size: int) -> None:
    """NoRoom when `size` bytes more would fill the disk of `folder`."""
    if shutil.disk_usage(folder).free < size + min(size, SPARE):
        raise NoRoom(folder)


def is_full(error: OSError) -> bool:
    return error.errno in (errno.ENOSPC, errno.EDQUOT)
