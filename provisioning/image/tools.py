"""Which programs an image needs, and which Debian package brings each."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess

from provisioning.image.target import Target

BUILD = {
    "mmdebstrap": "mmdebstrap",
    "genimage": "genimage",
    "mcopy": "mtools",
    "mmd": "mtools",
    "mkdosfs": "dosfstools",
    "mke2fs": "e2fsprogs",
    "chroot": "coreutils",
    "strip": "binutils",
    "openssl": "openssl",
}
PACK = {"zstd": "zstd", "bmaptool": "bmap-tools"}
BOOT = {"qemu-img": "qemu-utils", "mke2fs": "e2fsprogs", "mdir": "mtools"}
BUNDLE = {"rauc": "rauc", "mksquashfs": "squashfs-tools", "debugfs": "e2fsprogs"}
COMPARE = {"mdir": "mtools", "mcopy": "mtools", "debugfs": "e2fsprogs"}


def runs_on(target: Target) -> bool:
    """This machine is one of those."""
    return target.wheels == platform.machine()


def to_build(target: Target) -> dict[str, str]:
    return BUILD if runs_on(target) else BUILD | dict(target.tools)


def starts(target: Target) -> bool:
    """Programs of that machine can be started on this one: by itself, or since the kernel asks an emulator."""
    if runs_on(target):
        return True
    return subprocess.run(["arch-test", target.name], capture_output=True, check=False).returncode == 0


def packages_missing(needed: dict[str, str]) -> list[str]:
    """The packages to install, in order and once each. A name with a slash is a file, any other a program."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    lacking = [
        package
        for name, package in needed.items()
        if not (os.path.exists(name) if "/" in name else shutil.which(name, path=path))  # noqa: PTH110 - a path or a name
    ]
    return list(dict.fromkeys(lacking))
