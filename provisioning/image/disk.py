"""From a root to a card: file systems of fixed names, a boot partition, and genimage, which lays them side by side.

No loop devices and no mounts: it works in a container.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from provisioning.image.running import EPOCH, inside, run
from provisioning.image.target import Target

MIB = 1 << 20
BOOT_MIB, ROOT_MIB, DATA_MIB = 64, 1090, 128  # as images/genimage.cfg has them
_UUIDS = {"root": "43485248-0000-4000-8000-000000000002", "data": "43485248-0000-4000-8000-000000000004"}
# Read from a FAT, and the tools of a script that chooses between two slots.
GRUB_MODULES = (
    "part_msdos", "fat", "ext2", "normal", "configfile", "linux", "loadenv", "test", "regexp", "echo", "boot", "reboot",
    "minicmd", "all_video", "gfxterm", "sleep",
)  # fmt: skip


def ext4(
    tree: Path, image: Path, mebibytes: int, name: str, epoch: int, *, own: tuple[Path, Target] | None = None
) -> None:
    """A file system of `tree`. By the mke2fs of a root of `own`, it is the same for the same tree; Debian 12's writes the hour."""
    image.unlink(missing_ok=True)
    fixed = f"hash_seed={_UUIDS[name]},root_owner=0:0,lazy_itable_init=0,lazy_journal_init=0"
    run(
        [
            *_own_mke2fs(own), "-q", "-t", "ext4", "-L", f"cherha-{name}", "-U", _UUIDS[name], "-E", fixed,
            # A data partition is to grow to a whole card; it needs room for that in its tables.
            *(["-O", "resize_inode"] if name == "data" else ["-m", "0"]),
            "-d", tree, image, f"{mebibytes}M",
        ],
        environment={
            EPOCH: str(epoch),
            "E2FSPROGS_FAKE_TIME": str(epoch),
            **({"MKE2FS_CONFIG": str(own[0] / "etc/mke2fs.conf")} if own else {}),
        },
    )  # fmt: skip


def _own_mke2fs(own: tuple[Path, Target] | None) -> list[str | Path]:
    """The image's program on the image's libraries: what it makes does not hang on the machine that builds."""
    if own is None:
        return ["mke2fs"]
    root, target = own
    libraries = root / "usr/lib" / target.triplet
    return [libraries / target.loader, "--library-path", libraries, root / "usr/sbin/mke2fs"]


def boot_fat(
    own: tuple[Path, Target], grub_cfg: Path, image: Path, epoch: int, beside: Mapping[str, Path] = {}
) -> None:
    """The partition that firmware reads: GRUB, its script, and which slot is well. `beside`, by name: what the firmware
    itself is, and what is for people, since any computer sees this partition.
    """
    root, target = own
    tree = image.with_suffix(".tree")
    shutil.rmtree(tree, ignore_errors=True)
    for folder in ("EFI/BOOT", "grub"):
        (tree / folder).mkdir(parents=True)
    made, kept = "/tmp/grub.efi", "/tmp/grubenv"  # noqa: S108 - in the image's own root, where nobody else is
    inside(root, "grub-mkimage", "-O", target.grub, "-p", "/grub", "-o", made, *GRUB_MODULES)
    inside(root, "grub-editenv", kept, "create")
    inside(root, "grub-editenv", kept, "set", "ORDER=A B", "A_OK=1", "B_OK=0", "A_TRY=0", "B_TRY=0")
    shutil.move(root / "tmp/grub.efi", tree / "EFI/BOOT" / target.efi)
    shutil.move(root / "tmp/grubenv", tree / "grub/grubenv")
    shutil.copy(grub_cfg, tree / "grub/grub.cfg")
    for name, file in beside.items():
        shutil.copy(file, tree / name)
    image.unlink(missing_ok=True)
    run(["mkdosfs", "-C", "-F", "32", "-n", "CHERHA", "-i", "43485248", "--invariant", image, str(BOOT_MIB * 1024)])
    # One by one, in an order of ours: a folder's own differs from machine to machine.
    at = {EPOCH: str(epoch)}
    for path in sorted(tree.rglob("*")):
        there = f"::/{path.relative_to(tree)}"
        run(["mmd", "-i", image, there] if path.is_dir() else ["mcopy", "-i", image, path, there], environment=at)
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
