"""The partition of the card that every computer reads. It is mounted read only; here it is written for a moment."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

_READ_ONLY = os.ST_RDONLY


def change(folder: Path, does: Callable[[], None]) -> None:
    """Have `does` write in `folder`, the root of a partition. OSError where that cannot be."""
    if not os.statvfs(folder).f_flag & _READ_ONLY:
        does()
        return
    _remount(folder, "rw")
    try:
        does()
    finally:
        os.sync()
        _remount(folder, "ro")


def _remount(folder: Path, how: str) -> None:
    done = subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(done.stderr.strip())
