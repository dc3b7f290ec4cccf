"""What stops this machine from building a card and starting it, asked before either is begun.

Past these a failure is the card's.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from provisioning.image import debian, tools
from provisioning.image.archive import KEYRING, sources_for
from provisioning.image.build import debian_sources
from provisioning.image.computer import PC
from provisioning.image.target import AMD64
from provisioning.system_packages import Package, install

ROOM = 12 << 30  # bytes: Debian's root packed and unpacked, the wheels, the card and a copy of it
MEMORY = 4 << 20  # kibibytes
NEEDED = tools.BUILD | tools.BOOT | PC.tools
_HELPER = "/usr/lib/apt/apt-helper"  # asks as apt does, with its proxies


def hindrance(place: Path, say: Callable[[str], None]) -> str:
    """The first thing that stops it, in words; "" when nothing does. Packages that lack are brought.

    `place`: a folder on the disk where it would be done.
    """
    return _machine() or _mounts() or _room(place) or _packages(say) or _mirror(place)


def _machine() -> str:
    if os.geteuid() != 0:
        return "only root can lay out another machine's files"
    if platform.machine() != "x86_64":
        return f"a card for PCs is built on a PC, and this is {platform.machine()}"
    return "" if _archive() and Path(KEYRING).exists() else "apt on this machine knows no Debian archive"


def _mounts() -> str:
    return "this machine is not allowed to mount" if _fails("unshare", "--mount", "true") else ""


def _room(place: Path) -> str:
    if (free := shutil.disk_usage(place).free) < ROOM:
        return f"{free >> 30} GB of the disk are free, and {ROOM >> 30} are needed"
    if (memory := _memory()) < MEMORY:
        return f"{memory >> 20} GB of memory are free, and {MEMORY >> 20} are needed"
    return ""


def _packages(say: Callable[[str], None]) -> str:
    wanted = [Package(package, ("card",), {}) for package in tools.packages_missing(NEEDED)]
    if wanted and shutil.which("apt-get"):
        install(wanted, say)
    lacking = tools.packages_missing(NEEDED)
    return f"not installed, and apt could not bring it: {' '.join(lacking)}" if lacking else ""


def _mirror(place: Path) -> str:
    release = f"{_archive()[0].split()[2].rstrip('/')}/dists/{debian.SUITE}/InRelease"
    heard = place / "InRelease"
    if _fails(_HELPER, "download-file", release, str(heard)) or not heard.exists():
        return f"the mirror does not answer: {release}"
    heard.unlink()
    return ""


def _archive() -> list[str]:
    return sources_for(debian.SUITE, AMD64.components, debian_sources())


def _fails(*words: str) -> bool:
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=300)
    except (OSError, subprocess.TimeoutExpired):
        return True
    return done.returncode != 0


def _memory(told: Path = Path("/proc/meminfo")) -> int:
    """Kibibytes that programs could still have."""
    lines = dict(line.split(":", 1) for line in told.read_text("utf-8").splitlines() if ":" in line)
    return int(lines.get("MemAvailable", "0 kB").split()[0])
