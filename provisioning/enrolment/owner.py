"""A technician works as root; what the desk, which does not, must read afterwards stays the desk's."""

from __future__ import annotations

import os
from pathlib import Path


def become_owner(folder: Path) -> None:
    """Go on as whoever `folder` belongs to. Only root can, and only to be less."""
    if os.geteuid() != 0 or not folder.exists():
        return
    owner = folder.stat()
    if owner.st_uid != 0:
        os.setgroups([owner.st_gid])
        os.setgid(owner.st_gid)
        os.setuid(owner.st_uid)


def give_to_owner(folder: Path) -> None:
    """What root has made in `folder` belongs to whoever has the folder above it."""
    if os.geteuid() != 0:
        return
    owner = folder.parent.stat()
    for path in (folder, *folder.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)
