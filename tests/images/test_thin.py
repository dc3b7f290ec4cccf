"""What the last hand takes out of a root, and what it leaves."""

import os
from pathlib import Path

import pytest

from provisioning.image.furnish import CLOCK, thin

pytestmark = pytest.mark.fast

EPOCH = 1_790_000_000


def test_nothing_is_younger_than_the_commit_and_a_lost_clock_begins_with_it(tmp_path: Path):
    for name in ("var/cache/apt", "usr/lib"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "usr/lib/old").touch()
    os.utime(tmp_path / "usr/lib/old", (EPOCH - 5, EPOCH - 5))
    (tmp_path / "usr/lib/new").touch()
    thin(tmp_path, EPOCH)
    ages = {name: (tmp_path / "usr/lib" / name).stat().st_mtime for name in ("old", "new")}
    assert ages == {"old": EPOCH - 5, "new": EPOCH}
    assert (tmp_path / CLOCK).stat().st_mtime == EPOCH
    assert not (tmp_path / "var/cache/apt").exists()
