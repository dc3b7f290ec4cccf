"""What differs between two cards, by partition and by file: `cherha image compare`.

Files are taken out with mtools and debugfs, so that nothing is mounted.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from provisioning.image.running import run

SECTOR = 512
NAMES = ("boot", "root-a", "root-b", "data")
_TABLE, _ENTRY = 446, 16
_CHUNK = 1 << 22


def partitions(card: Path) -> dict[str, tuple[int, int]]:
    """First byte and length of each, as the card's table has them."""
    with card.open("rb") as opened:
        first = opened.read(SECTOR)
    entries = (first[_TABLE + number * _ENTRY :][:_ENTRY] for number in range(len(NAMES)))
    places = ((int.from_bytes(each[8:12], "little"), int.from_bytes(each[12:], "little")) for each in entries)
    return {name: (start * SECTOR, size * SECTOR) for name, (start, size) in zip(NAMES, places, strict=True)}


def differences(one: Path, other: Path) -> list[str]:
    """A line for each that differs; none: the cards are the same, byte for byte."""
    table, others = partitions(one), partitions(other)
    found = []
    if table != others:
        found.append(f"table: {table} and {others}")
    if _digest(one, 0, SECTOR) != _digest(other, 0, SECTOR):
        found.append("first sector")
    for name in NAMES:
        if _digest(one, *table[name]) == _digest(other, *others[name]):
            continue
        with tempfile.TemporaryDirectory(dir=one.parent) as folder:
            trees = [taken_out(card, name, Path(folder) / which) for card, which in ((one, "a"), (other, "b"))]
            lines = [f"{name}: {line}" for line in unlike(*trees)]
        found += lines or [f"{name}: the same files, laid in another way"]
    if not found and _digest(one, 0, one.stat().st_size) != _digest(other, 0, other.stat().st_size):
        found.append("between the partitions")
    return found


def unlike(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """What two trees have not alike, in order. Pure."""
    lines = []
    for path in sorted(one.keys() | other.keys()):
        if path not in other:
            lines.append(f"{path}: only in the first")
        elif path not in one:
            lines.append(f"{path}: only in the second")
        elif one[path] != other[path]:
            lines.append(f"{path}: {one[path]} and {other[path]}")
    return lines


def taken_out(card: Path, name: str, folder: Path) -> dict[str, str]:
    """Of each file of the partition: mode, owner, a digest of its content, and its time, which is not read of links.

    `folder` is gone afterwards.
    """
    image, tree = folder / "image", folder / "tree"
    tree.mkdir(parents=True)
    copy_partition(card, name, image)
    if name == "boot":
        run(["mcopy", "-s", "-m", "-n", "-i", image, "::*", tree])
    else:
        run(["debugfs", "-R", f"rdump / {tree}", image])
    told = dict(_files(tree))
    shutil.rmtree(folder)
    return told


def copy_partition(card: Path, name: str, image: Path) -> None:
    """The bytes of one partition as a file."""
    start, size = partitions(card)[name]
    with card.open("rb") as source, image.open("wb") as target:
        source.seek(start)
        for _ in range(-(-size // _CHUNK)):
            target.write(source.read(min(_CHUNK, size - target.tell())))


def _files(tree: Path) -> Iterator[tuple[str, str]]:
    for folder, folders, files in os.walk(tree):
        for entry in (*folders, *files):
            path = Path(folder) / entry
            about = path.lstat()
            if stat.S_ISREG(about.st_mode):
                content = f"{about.st_mtime:.0f} {hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
            elif path.is_symlink():
                content = str(path.readlink())  # debugfs gives it the time of its taking out
            else:
                content = f"{about.st_mtime:.0f}"
            facts = f"{stat.filemode(about.st_mode)} {about.st_uid}:{about.st_gid} {content}"
            yield str(path.relative_to(tree)), facts.strip()


def _digest(card: Path, start: int, size: int) -> str:
    told = hashlib.sha256()
    with card.open("rb") as opened:
        opened.seek(start)
        while size and (piece := opened.read(min(_CHUNK, size))):
            told.update(piece)
            size -= len(piece)
    return told.hexdigest()
