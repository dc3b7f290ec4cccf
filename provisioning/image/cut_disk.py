"""Disks as they would be had the plug been drawn at some point of a write log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import BinaryIO

from provisioning.image.compare import partitions
from provisioning.image.running import run
from provisioning.image.write_log import DISCARD, FATES, FLUSH, FUA, Entry, Fate, entries, survives

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Cut:
    """`end`: how much of the log had happened. `pending`: how many writes the disk had not promised to keep."""

    disk: Path
    end: int
    fate: Fate
    pending: int


def cuts(card: Path, size: int, log: Path, work: Path, *, count: int, chance: Random) -> Iterator[Cut]:
    """About `count` of them in the order of time, and all that touch the boot partition; each disk, of `size` bytes, is
    there until the next is asked for.

    The roots are left out: nobody writes to the one that runs, and the other counts only once it was compared.
    """
    kept = partitions(card)
    wanted = (kept["boot"], (kept["data"][0], size - kept["data"][0]))
    safe, disk = work / "safe.img", work / "cut.img"
    _begin(card, safe, size)
    with log.open("rb") as opened, safe.open("r+b") as image:
        whole = list(entries(opened))
        points = set(chance.sample(range(len(whole)), min(len(whole), -(-count // len(FATES)))))
        points |= {number for number, entry in enumerate(whole) if _lies_in(entry, kept["boot"])}
        pending: list[tuple[int, bytes]] = []
        for number, entry in enumerate(whole):
            if entry.flags & FLUSH:
                _write(image, pending)
                pending = []
            if entry.length and not entry.flags & DISCARD and _matters(entry, wanted):
                opened.seek(entry.data)
                written = (entry.place, opened.read(entry.length))
                if entry.flags & FUA:
                    _write(image, [written])
                else:
                    pending.append(written)
            if number in points:
                image.flush()
                for fate in FATES if pending else FATES[:1]:
                    run(["cp", "--sparse=always", "--reflink=auto", safe, disk])
                    with disk.open("r+b") as cut:
                        _write(cut, survives(pending, fate, chance))
                    yield Cut(disk, entry.end, fate, len(pending))


def _matters(entry: Entry, wanted: tuple[tuple[int, int], ...]) -> bool:
    return entry.place < _CHUNK or any(_lies_in(entry, each) for each in wanted)


def _lies_in(entry: Entry, place: tuple[int, int]) -> bool:
    begin, length = place
    return bool(entry.length) and begin <= entry.place < begin + length


def _begin(card: Path, safe: Path, size: int) -> None:
    """What was on the disk before the first write, without its roots."""
    places = partitions(card)
    with card.open("rb") as old, safe.open("wb") as new:
        new.truncate(size)
        for begin, length in ((0, _CHUNK), places["boot"], places["data"]):
            for at in range(begin, begin + length, _CHUNK):
                old.seek(at)
                piece = old.read(min(_CHUNK, begin + length - at))
                if piece.strip(b"\0"):
                    new.seek(at)
                    new.write(piece)


def _write(image: BinaryIO, writes: Iterable[tuple[int, bytes]]) -> None:
    for place, data in writes:
        image.seek(place)
        image.write(data)
