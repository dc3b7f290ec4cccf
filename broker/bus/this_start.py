"""Which start of this machine it is: whoever reads the same has the same steady clock."""

from __future__ import annotations

from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")


def this_start() -> str:
    """The kernel's id of it; "" where there is none."""
    try:
        return _BOOT.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
