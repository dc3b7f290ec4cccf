"""Which programs an image needs, and which Debian package brings each."""

from __future__ import annotations

import os
import shutil

BUILD = {
    "mmdebstrap": "mmdebstrap",
    "genimage": "genimage",
    "mcopy": "mtools",
    "mkdosfs": "dosfstools",
    "mke2fs": "e2fsprogs",
    "chroot": "coreutils",
    "strip": "binutils",
    "openssl": "openssl",
}
PACK = {"zstd": "zstd", "bmaptool": "bmap-tools"}
BOOT = {"qemu-system-x86_64": "qemu-system-x86", "qemu-img": "qemu-utils", "mke2fs": "e2fsprogs"}
BUNDLE = {"rauc": "rauc", "mksquashfs": "squashfs-tools"}
COMPARE = {"mcopy": "mtools", "debugfs": "e2fsprogs"}
FIRMWARE = {"/usr/share/OVMF/OVMF_CODE_4M.fd": "ovmf"}


def packages_missing(needed: dict[str, str]) -> list[str]:
    """The packages to install, in order and once each. A name with a slash is a file, any other a program."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    lacking = [
        package
        for name, package in needed.items()
        if not (os.path.exists(name) if "/" in name else shutil.which(name, path=path))  # noqa: PTH110 - a path or a name
    ]
    return list(dict.fromkeys(lacking))
