"""Where an appliance has the hall file that it runs: its own, or the newer one that the queue-master has told since."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path


def digest(path: Path) -> str:
    """What a hall file is known by: its SHA-256. Empty when there is none."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def place(state_dir: Path, own: Path) -> Path:
    """Where the told one is kept. Its name says which own file it came after: with another it counts no more."""
    return state_dir / f"hall-since-{digest(own)[:12]}.toml"


def newest(state_dir: Path, own: Path) -> Path:
    """The file to run."""
    told = place(state_dir, own)
    return told if told.is_file() else own
