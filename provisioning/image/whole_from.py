"""From which point of a write log on a partition is what it was to become."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import NamedTemporaryFile

from provisioning.image.write_log import DISCARD, FLUSH, Entry, entries


def whole_from(log: Path, place: tuple[int, int], digest: str) -> int | None:
    """Where in the log the disk promises to keep the last write to `place`, if what lies there then has `digest`."""
    begin, length = place
    asked, promised = False, None
    with log.open("rb") as opened, NamedTemporaryFile(dir=log.parent) as image:
        image.truncate(length)
        for entry in entries(opened):
            if entry.flags & FLUSH and asked:
                asked, promised = False, entry.end
            if _is_in(entry, place):
                opened.seek(entry.data)
                image.seek(entry.place - begin)
                image.write(opened.read(entry.length))
                asked, promised = True, None
        image.seek(0)
        same = hashlib.file_digest(image, "sha256").hexdigest() == digest
    return promised if same else None


def written_to(log: Path, place: tuple[int, int]) -> int:
    """How many writes there were to `place`."""
    with log.open("rb") as opened:
        return sum(_is_in(entry, place) for entry in entries(opened))


def _is_in(entry: Entry, place: tuple[int, int]) -> bool:
    begin, length = place
    return bool(entry.length) and not entry.flags & DISCARD and begin <= entry.place < begin + length
