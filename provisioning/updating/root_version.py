"""Which version runs here: what the root itself says, which stays true when one root is copied into the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

FILE = "/etc/cherha-version"  # empty as a card is flashed; a bundle's root has its version


def runs(rauc: Callable[[], str], file: Path = Path(FILE)) -> str:
    """`rauc`: what is written beside the roots, of which bundle each came. It is asked about a root older than this file:
    where a root was copied, that names the bundle before.
    """
    try:
        return file.read_text("utf-8").strip()
    except OSError:
        return rauc()
