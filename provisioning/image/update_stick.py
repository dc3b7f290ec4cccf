"""A stick with updates such as a hall may get: a good one, three that end badly, each at another place, a stranger's."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from provisioning.image import disk, updates
from provisioning.image.compare import copy_partition
from provisioning.image.computer import architecture_of
from provisioning.image.running import run
from provisioning.image.target import TARGETS

STICK_MIB = 1000
# What a root can do without that only has to start and be ill: it is written in a third of the time.
_HEAVY = ("opt/cherha/lib", "usr/share/RHVoice", "usr/share/fonts", "usr/lib/{triplet}/espeak-ng-data")
_NAMELESS = ("broken", "rotten", "foreign")  # no root that could say which version it is
_ILL_MIB, _BROKEN_MIB = 640, 64


def stick_with_updates(card: Path, kept: Path, work: Path) -> Path:
    """`good`; `ill`: its roles do not come up; `broken`: a kernel and nothing else; `rotten`: not even that; `foreign`."""
    shutil.rmtree(work, ignore_errors=True)
    (work / "tree").mkdir(parents=True)
    root, system, kind = work / "root.ext4", work / "system", architecture_of(card)
    copy_partition(card, "root-a", root)
    _bundled("good", root, kept, work, kind)
    system.mkdir()
    run(["debugfs", "-R", f"rdump / {system}", root])
    for name in _HEAVY:
        shutil.rmtree(system / name.format(triplet=TARGETS[kind].triplet))
    _file_system(system, root, _ILL_MIB)
    _bundled("ill", root, kept, work, kind)
    for entry in system.iterdir():
        if entry.name != "boot" and not entry.is_symlink():
            shutil.rmtree(entry)
    _file_system(system, root, _BROKEN_MIB)
    _bundled("broken", root, kept, work, kind)
    root.write_bytes(os.urandom(disk.MIB))
    _bundled("rotten", root, kept, work, kind)
    updates.keyring(work / "stranger")
    _bundled("foreign", root, work / "stranger", work, kind)
    root.unlink()
    shutil.rmtree(system)
    stick = work / "stick.img"
    _file_system(work / "tree", stick, STICK_MIB)
    shutil.rmtree(work / "tree")
    return stick


def _bundled(name: str, root: Path, key: Path, work: Path, kind: str) -> None:
    # Quickly: the stick is thrown away.
    made = updates.seal if name in _NAMELESS else updates.bundle
    made(root, key, kind, name, work / f"tree/{name}.raucb", level=1)


def _file_system(tree: Path, image: Path, mebibytes: int) -> None:
    image.unlink(missing_ok=True)
    run(["mke2fs", "-q", "-t", "ext4", "-m", "0", "-d", tree, image, f"{mebibytes}M"])
