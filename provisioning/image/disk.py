"""From a root to a card: file systems of fixed names, a boot partition, and genimage, which lays them side by side.

No loop devices and no mounts: it works in a container.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from provisioning.image.running import EPOCH, inside, run

MIB = 1 << 20
BOOT_MIB, ROOT_MIB, DATA_MIB = 64, 1090, 128  # as images/genimage.cfg has them
_UUIDS = {"root": "43485248-0000-4000-8000-000000000002", "data": "43485248-0000-4000-8000-000000000004"}
# Read from a FAT, and the tools of a script that chooses between two slots.
GRUB_MODULES = (
    "part_msdos", "fat", "ext2", "normal", "linux", "loadenv", "test", "regexp", "echo", "boot", "reboot", "minicmd",
    "all_video", "gfxterm", "sleep",
)  # fmt: skip


def ext4(tree: Path, image: Path, mebibytes: int, name: str, epoch: int, *, root: Path | None = None) -> None:
    """A file system of `tree`. By the mke2fs of `root`, it is the same for the same tree; Debian 12's writes the hour."""
    image.unlink(missing_ok=True)
    fixed = f"hash_seed={_UUIDS[name]},root_owner=0:0,lazy_itable_init=0,lazy_journal_init=0"
    run(
        [
            *_own_mke2fs(root), "-q", "-t", "ext4", "-L", f"cherha-{name}", "-U", _UUIDS[name], "-E", fixed,
            # A data partition is to grow to a whole card; it needs room for that in its tables.
            *(["-O", "resize_inode"] if name == "data" else ["-m", "0"]),
            "-d", tree, image, f"{mebibytes}M",
        ],
        environment={
            EPOCH: str(epoch),
            "E2FSPROGS_FAKE_TIME": str(epoch),
            **({"MKE2FS_CONFIG": str(root / "etc/mke2fs.conf")} if root else {}),
        },
    )  # fmt: skip


def _own_mke2fs(root: Path | None) -> list[str | Path]:
    """The image's program on the image's libraries: what it makes does not hang on the machine that builds."""
    if root is None:
        return ["mke2fs"]
    libraries = root / "usr/lib/x86_64-linux-gnu"
    return [libraries / "ld-linux-x86-64.so.2", "--library-path", libraries, root / "usr/sbin/mke2fs"]


def boot_fat(root: Path, grub_cfg: Path, image: Path, epoch: int, for_people: Mapping[str, Path] = {}) -> None:
    """The partition that firmware reads: GRUB, its script, and which slot is well. Any computer sees it, so what is
    `for_people` lies there too, by name.
    """
    tree = image.with_suffix(".tree")
    shutil.rmtree(tree, ignore_errors=True)
    for folder in ("EFI/BOOT", "grub"):
        (tree / folder).mkdir(parents=True)
    made, kept = "/tmp/grub.efi", "/tmp/grubenv"  # noqa: S108 - in the image's own root, where nobody else is
    inside(root, "grub-mkimage", "-O", "x86_64-efi", "-p", "/grub", "-o", made, *GRUB_MODULES)
    inside(root, "grub-editenv", kept, "create")
    inside(root, "grub-editenv", kept, "set", "ORDER=A B", "A_OK=1", "B_OK=0", "A_TRY=0", "B_TRY=0")
    shutil.move(root / "tmp/grub.efi", tree / "EFI/BOOT/BOOTX64.EFI")
    shutil.move(root / "tmp/grubenv", tree / "grub/grubenv")
    shutil.copy(grub_cfg, tree / "grub/grub.cfg")
    for name, file in for_people.items():
        shutil.copy(file, tree / name)
    image.unlink(missing_ok=True)
    run(["mkdosfs", "-C", "-F", "32", "-n", "CHERHA", "-i", "43485248", "--invariant", image, str(BOOT_MIB * 1024)])
    run(["mcopy", "-s", "-i", image, *sorted(tree.iterdir()), "::/"], environment={EPOCH: str(epoch)})
    shutil.rmtree(tree)


def card(config: Path, parts: Path, out: Path) -> None:
    """`out`, put together by genimage of the files in the folder `parts`."""
    empty, work = parts / "empty", parts / "genimage"
    shutil.rmtree(work, ignore_errors=True)
    empty.mkdir(exist_ok=True)
    run(
        [
            "genimage", "--config", config, "--rootpath", empty, "--tmppath", work,
            "--inputpath", parts, "--outputpath", parts / "laid",
        ]
    )  # fmt: skip
    shutil.rmtree(work, ignore_errors=True)
    (parts / "laid/card.img").replace(out)
    shutil.rmtree(parts / "laid")
