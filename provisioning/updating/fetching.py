"""A bundle from the desk onto this box's disk: whole, and as it was told, or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

from broker.bus.fetching import digest_of
from provisioning.enrolment.door import Door, NoDesk
from provisioning.updating.bundles import Bundle

SPARE = 64 * 1024 * 1024  # bytes that stay free on the data partition


def fetch(door: Door, bundle: Bundle, file: Path) -> None:
    """NoDesk when there is no room for it, or it arrived damaged: then `file` is of no use."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(file.parent).free < bundle.size + SPARE:
        raise NoDesk(f"{file.parent}: there is no room for {bundle.size >> 20} MB")
    door.bundle(file, bundle)
    if digest_of(file) != bundle.sha256:
        raise NoDesk("the bundle arrived damaged")
