"""Small files that roles keep, also where root has written them."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from broker.bus.on_disk import put

pytestmark = pytest.mark.fast

SOMEBODY = 65534


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can write for another")
def test_what_root_writes_belongs_to_whoever_has_the_folder(tmp_path: Path):
    os.chown(tmp_path, SOMEBODY, SOMEBODY)
    put(tmp_path / "staff.toml", b"x", private=True)
    found = (tmp_path / "staff.toml").stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (SOMEBODY, SOMEBODY, 0o600)


def test_writers_of_one_file_do_not_tear_each_others(tmp_path: Path):
    """Two programs of a box write its role's settings."""
    file = tmp_path / "board.toml"

    def write(letter: int) -> None:
        whole = bytes([letter]) * (1000 * (letter - 64))
        for _ in range(200):
            put(file, whole, sync=False)
            read = file.read_bytes()
            assert len(set(read)) == 1
            assert len(read) == 1000 * (read[0] - 64)

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write, b"ABCD"))
    assert [each.name for each in tmp_path.iterdir()] == ["board.toml"]


def test_the_half_that_a_power_cut_left_is_no_way_to_what_is_private(tmp_path: Path):
    half = tmp_path / ".key.pem"
    half.write_bytes(b"longer than the key")
    half.chmod(0o644)
    put(tmp_path / "key.pem", b"key", private=True)
    assert ((tmp_path / "key.pem").read_bytes(), (tmp_path / "key.pem").stat().st_mode & 0o777) == (b"key", 0o600)


def test_a_link_that_somebody_has_laid_leads_nowhere(tmp_path: Path):
    victim = tmp_path / "victim"
    victim.write_bytes(b"whole")
    (tmp_path / ".staff.toml").symlink_to(victim)
    with pytest.raises(OSError, match="symbolic links"):
        put(tmp_path / "staff.toml", b"x")
    assert victim.read_bytes() == b"whole"
