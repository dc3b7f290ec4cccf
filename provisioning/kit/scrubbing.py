"""Takes the secret from the kit on a card: first where it lies, then by a kit that says so."""

from __future__ import annotations

import os
from pathlib import Path

from broker.bus.on_disk import put
from provisioning.kit.card import change
from provisioning.kit.reading import blotted, scrubbed


def scrub(kit: Path) -> None:
    """Nothing where it is done, or no kit is there. OSError when the card cannot be written, ConfigError when it is no text."""
    if not kit.is_file():
        return
    before = kit.read_bytes()
    after = scrubbed(before)
    if after == before:
        return

    def write() -> None:
        # A file that is put in the place of another leaves the other's bytes on the card.
        with kit.open("r+b") as file:
            file.write(blotted(before))
            file.flush()
            os.fsync(file.fileno())
        put(kit, after, private=True)

    change(kit.parent, write)
