"""Small files that roles keep, also where root has written them."""

import os
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


def test_a_link_that_somebody_has_laid_leads_nowhere(tmp_path: Path):
    victim = tmp_path / "victim"
    victim.write_bytes(b"whole")
    (tmp_path / ".staff.toml").symlink_to(victim)
    with pytest.raises(OSError, match="symbolic links"):
        put(tmp_path / "staff.toml", b"x")
    assert victim.read_bytes() == b"whole"
