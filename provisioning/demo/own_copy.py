"""The demo's own copy of a hall file: what is changed in the office changes no file of whoever started the demo."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

from broker.contracts.hall_check import load

_ORIGIN = ".origin"  # says what was copied


def own_copy(hall: Path, state_dir: Path) -> Path:
    """Where the copy lies, with the exceptions that it names. One that is there stays while the original is the same."""
    copy = state_dir / "hall" / hall.name
    origin = f"{hall} {sha256(hall.read_bytes()).hexdigest()}"
    mark = copy.parent / _ORIGIN
    if copy.exists() and mark.exists() and mark.read_text("utf-8") == origin:
        return copy
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(hall, copy)
    if exceptions := load(hall).hall.exceptions:
        beside = copy.parent / exceptions
        beside.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(hall.parent / exceptions, beside)
    mark.write_text(origin, "utf-8")
    return copy
