"""A technician works as root; what the desk, which does not, must read afterwards stays the desk's."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

log = logging.getLogger(__name__)


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


def as_owner(folder: Path, does: Callable[[], int]) -> int:
    """What `does` returns, as whoever `folder` belongs to, in a process of its own; EX_SOFTWARE when it broke."""
    child = os.fork()
    if child == 0:
        code = os.EX_SOFTWARE
        try:
            become_owner(folder)
            code = does()
        except BaseException:  # the process ends here, whatever it was
            log.exception("not done")
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)
