"""What a disk holds when the plug is drawn: all it has promised to keep, and of the rest any part."""

import hashlib
import io
import struct
from pathlib import Path
from random import Random

import pytest

from provisioning.image.cut_disk import cuts
from provisioning.image.whole_from import whole_from, written_to
from provisioning.image.write_log import DISCARD, FLUSH, FUA, MAGIC, SECTOR, entries, survives

pytestmark = pytest.mark.fast

DATA = 2048  # where the data partition of the card begins, in sectors


def log(*writes: tuple[int, bytes, int]) -> bytes:
    """As QEMU writes it: sector, data, flags."""
    told = struct.pack("<QQQI", MAGIC, 1, 0, SECTOR).ljust(SECTOR, b"\0")
    for sector, data, flags in writes:
        told += struct.pack("<QQQQ", sector, len(data) // SECTOR, flags, 0).ljust(SECTOR, b"\0")
        told += b"" if flags & DISCARD else data
    return told


def card(file: Path) -> Path:
    """A table of four partitions, one sector each but the last."""
    places = ((4, 1), (6, 1), (8, 1), (DATA, 64))
    table = b"".join(struct.pack("<8xII", *place) for place in places)
    file.write_bytes((bytes(446) + table + b"\x55\xaa").ljust((DATA + 64) * SECTOR, b"\0"))
    return file


def sector(letter: str) -> bytes:
    return letter.encode() * SECTOR


def disks(folder: Path, *writes: tuple[int, bytes, int]) -> set[tuple[str, str]]:
    """Every fate at every point: what happened to what was pending, and what two sectors of the data hold then."""
    (folder / "log").write_bytes(log(*writes))
    found = set()
    size = (DATA + 64) * SECTOR
    for cut in cuts(card(folder / "card"), size, folder / "log", folder, count=99, chance=Random(1)):
        held = cut.disk.read_bytes()[DATA * SECTOR :]
        found.add((cut.fate, "".join(chr(held[at] or ord("-")) for at in (0, SECTOR))))
    return found


def test_what_was_flushed_is_there_whatever_becomes_of_the_rest(tmp_path: Path):
    found = disks(tmp_path, (DATA, sector("a"), 0), (0, b"", FLUSH), (DATA + 1, sector("b"), 0))
    assert ("dropped", "a-") in found
    assert ("kept", "ab") in found


def test_what_was_not_flushed_may_be_lost(tmp_path: Path):
    assert ("dropped", "--") in disks(tmp_path, (DATA, sector("a"), 0))


def test_a_write_that_is_forced_does_not_bring_those_before_it(tmp_path: Path):
    assert ("dropped", "-b") in disks(tmp_path, (DATA, sector("a"), 0), (DATA + 1, sector("b"), FUA))


def test_a_torn_write_is_there_sector_by_sector():
    pending = [(0, sector("a") + sector("b"))]
    tries = (survives(pending, "torn", Random(number)) for number in range(50))
    assert {b"".join(data[:1] for _, data in each) for each in tries} == {b"", b"a", b"b", b"ab"}


def test_an_entry_that_the_plug_has_cut_off_is_none():
    whole = log((5, sector("a"), 0), (6, sector("b"), 0))
    assert [entry.place // SECTOR for entry in entries(io.BytesIO(whole[:-1]))] == [5]
    assert [entry.place // SECTOR for entry in entries(io.BytesIO(whole))] == [5, 6]


def test_every_write_to_the_boot_partition_is_a_point_of_its_own(tmp_path: Path):
    (tmp_path / "log").write_bytes(log(*((DATA, sector("a"), 0) for _ in range(50)), (4, sector("m"), 0)))
    size = (DATA + 64) * SECTOR
    found = cuts(card(tmp_path / "card"), size, tmp_path / "log", tmp_path, count=1, chance=Random(1))
    assert any(cut.disk.read_bytes()[4 * SECTOR :][:1] == b"m" for cut in found)


def test_a_partition_is_whole_from_the_promise_that_follows_its_last_write(tmp_path: Path):
    place, digest = (6 * SECTOR, 2 * SECTOR), hashlib.sha256(sector("a") + sector("b")).hexdigest()
    file = tmp_path / "log"
    first, second, flush = (6, sector("a"), 0), (7, sector("b"), 0), (0, b"", FLUSH)
    file.write_bytes(log(first, flush, second))
    assert whole_from(file, place, digest) is None
    file.write_bytes(log(first, flush, second, flush, flush))
    assert whole_from(file, place, digest) == len(log(first, flush, second, flush))
    assert whole_from(file, place, "0" * 64) is None
    assert written_to(file, place) == 2
