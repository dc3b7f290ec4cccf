"""A superblock of which the plug left one sector old: the box makes it whole, and its check goes on from there."""

import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.fast

SCRIPT = Path(__file__).resolve().parents[2] / "images/layers/10-system/overlay/opt/cherha/libexec/mend-superblock"
SECTOR = 512


def ran(*words: str | Path, content: tuple[int, ...] = (0,)) -> None:
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    assert done.returncode in content, f"{words}: {done.stdout}{done.stderr}"


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path]:
    """One file system, before and after a ticket was written."""
    old, new, ticket = tmp_path / "old.ext4", tmp_path / "new.ext4", tmp_path / "ticket"
    ticket.write_bytes(b"A042" * 10_000)
    with old.open("wb") as opened:
        opened.truncate(16 << 20)
    ran("mke2fs", "-q", "-t", "ext4", old)
    shutil.copy(old, new)
    ran("debugfs", "-w", "-R", f"write {ticket} ticket", new)
    return old, new


@pytest.mark.parametrize("stayed", [2, 3], ids=["first sector", "second sector"])
def test_a_torn_superblock_is_made_whole_and_nothing_is_lost(versions: tuple[Path, Path], tmp_path: Path, stayed: int):
    old, disk = versions
    with old.open("rb") as before, disk.open("r+b") as torn:
        before.seek(stayed * SECTOR)
        torn.seek(stayed * SECTOR)
        torn.write(before.read(SECTOR))
    ran("e2fsck", "-p", disk, content=(8,))  # what the check itself says of it

    ran("sh", SCRIPT, disk)

    ran("e2fsck", "-p", disk, content=(0, 1))
    ran("debugfs", "-R", f"dump ticket {tmp_path / 'kept'}", disk)
    assert (tmp_path / "kept").read_bytes() == b"A042" * 10_000


def test_a_whole_one_and_one_without_a_superblock_stay_as_they_are(versions: tuple[Path, Path]):
    whole, wiped = versions
    with wiped.open("r+b") as opened:
        opened.write(b"\0" * (1 << 20))
    for disk in (whole, wiped):
        before = disk.read_bytes()
        ran("sh", SCRIPT, disk)
        assert disk.read_bytes() == before
