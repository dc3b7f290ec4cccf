"""Builds a card, step after step, and tells how long each took."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from provisioning.apt_source import Source, read_sources
from provisioning.image import debian, disk, furnish, papers, tools, updates, wheelhouse
from provisioning.image.archive import sources_for
from provisioning.image.imager import Weighed, os_list
from provisioning.image.kernel_modules import unknown
from provisioning.image.layers import Layer, layers_for, lines_for, read_layer, twice
from provisioning.image.running import EPOCH, PROCESSOR, run
from provisioning.image.target import TARGETS, Target

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "images"
APT = Path("/etc/apt")
CARD = "card.img"
IMAGER = "imager.json"
SUMS = "SHA256SUMS"
# On the part of the card that any computer sees.
FOR_PEOPLE = {"README.txt": IMAGES / "boot/README.txt", "hall-example.toml": ROOT / "provisioning/demo/hall.toml"}

Say = Callable[[str], None]


class CannotBuild(Exception):
    """This machine, or what `images/` says, does not allow it; one mistake a line."""


def layers_of(folder: Path = IMAGES / "layers") -> list[Layer]:
    """The layers in their order. CannotBuild with all mistakes."""
    mistakes: list[str] = []
    layers = []
    for place in sorted(each for each in folder.iterdir() if each.is_dir()):
        layer, wrong = read_layer(place.name, (place / "packages").read_text("utf-8"))
        layers.append(layer)
        mistakes += wrong
    mistakes += twice(layers)
    if mistakes:
        raise CannotBuild("\n".join(mistakes))
    return layers


def build(out: Path, kept: Path, architecture: str, say: Say) -> Path:
    """The card in `out`, with what is on it beside it. `kept`: a folder for what the next build needs again."""
    target = TARGETS[architecture]
    if target.processor and not tools.runs_on(target):
        os.environ.setdefault(PROCESSOR, target.processor)
    layers = layers_for(layers_of(), architecture)
    work = out / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    with _told("Debian root", say):
        tar = bare_root(kept, architecture)
    # Not older than a package: what was compiled for a file asks how old that is.
    epoch = max(epoch_of(ROOT), int(tar.stat().st_mtime))
    os.environ[EPOCH] = str(epoch)
    root = work / "root"
    with _told("unpacked", say):
        root.mkdir()
        run(["tar", "-xf", tar, "-C", root, "--numeric-owner", "--xattrs", "--xattrs-include=*"])
    with _told("wheels", say):
        wheels = wheelhouse.gather(ROOT, work, target)
    with _told("furnished", say):
        furnish.furnish(root, ROOT / "systemd", _trees(layers, "overlay"), wheels, target)
        updates.settle(root, kept, architecture)
    _write_papers(root, out, architecture, epoch)
    parts = work / "parts"
    parts.mkdir()
    with _told("boot partition", say):
        beside = FOR_PEOPLE | _firmware(root, layers, architecture)
        disk.boot_fat((root, target), IMAGES / "boot/grub.cfg", parts / "boot.vfat", epoch, beside)
    lists = [IMAGES / name for name in ("left-out", "left-out-drivers")]
    left_out = [each for listed in lists for each in lines_for(listed.read_text("utf-8"), architecture)]
    if wrong := [*unknown(root), *furnish.leave_out(root, left_out)]:
        raise CannotBuild("\n".join(wrong))
    furnish.thin(root, epoch)
    with _told("file systems", say):
        disk.ext4(root, parts / "root.ext4", disk.ROOT_MIB, "root", epoch, own=(root, target))
        disk.ext4(_data(work), parts / "data.ext4", disk.DATA_MIB, "data", epoch, own=(root, target))
    with _told("card", say):
        disk.card(IMAGES / "genimage.cfg", parts, out / CARD)
    (out / "passwd").write_bytes((root / "etc/passwd").read_bytes())
    shutil.rmtree(work)
    return out / CARD


def bare_root(kept: Path, architecture: str) -> Path:
    """A tar of what Debian's packages are alone, made where `kept` has none."""
    layers = layers_for(layers_of(), architecture)
    sources = sources_for(debian.SUITE, TARGETS[architecture].components, debian_sources())
    if not sources:
        raise CannotBuild("apt on this machine knows no Debian archive")
    packages = [package for layer in layers for package in layer.packages_for(architecture)]
    return debian.debian_root(kept, sources, packages, _trees(layers, "early"), architecture)


def pack(card: Path, words: tuple[str, str], target: Target, say: Say, *, folder: str = "") -> None:
    """What is handed over: the card compressed, a map of the blocks that matter, Imager's list, checksums of all.

    `folder`: the address of the one that Imager is to fetch the card from; without, the one that it lies in here.
    """
    packed, listed = card.with_suffix(".img.zst"), card.parent / IMAGER
    with _told("compressed", say):
        run(["bmaptool", "create", "-o", card.with_suffix(".img.bmap"), card])
        run(["zstd", "-q", "-f", "-9", "-T0", card, "-o", packed])
    with _told("checksums", say):
        listed.unlink(missing_ok=True)
        sums = {file: _sha256(file) for file in sorted(card.parent.iterdir()) if file.is_file() and file.name != SUMS}
        before, after = (Weighed(file.stat().st_size, sums[file]) for file in (card, packed))
        address = f"{folder.rstrip('/')}/{packed.name}" if folder else packed.as_uri()
        told = os_list(address, before, after, words, epoch_of(ROOT), boards=target.boards)
        listed.write_text(told, "utf-8")
        sums[listed] = _sha256(listed)
        (card.parent / SUMS).write_text("".join(f"{told}  {file.name}\n" for file, told in sums.items()))


def epoch_of(root: Path) -> int:
    """The time of the commit that is built: what two builds of it have in common."""
    if EPOCH in os.environ:
        return int(os.environ[EPOCH])
    asked = subprocess.run(
        ["git", "-C", root, "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False
    )
    return int(asked.stdout) if asked.returncode == 0 and asked.stdout.strip() else int(time.time())


def debian_sources() -> list[Source]:
    """What apt on this machine is told to read."""
    places = [APT / "sources.list", *sorted((APT / "sources.list.d").glob("*"))]
    texts = [(p.name, p.read_text("utf-8", "replace")) for p in places if p.is_file()]
    return [source for name, text in texts for source in read_sources(name, text)]


def _trees(layers: list[Layer], name: str) -> list[Path]:
    every = (IMAGES / "layers" / layer.name / name for layer in layers)
    return [tree for tree in every if tree.is_dir()]


def _firmware(root: Path, layers: list[Layer], architecture: str) -> dict[str, Path]:
    """What firmware wants beside the boot loader, by name: files of layers, and files of the root that they name."""
    found = {file.name: file for tree in _trees(layers, "boot") for file in tree.iterdir()}
    lists = [IMAGES / "layers" / layer.name / "boot-of-root" for layer in layers]
    for listed in (each for each in lists if each.is_file()):
        for pattern in lines_for(listed.read_text("utf-8"), architecture):
            files = {file.name: file for file in root.glob(pattern)}
            if not files:
                raise CannotBuild(f"{listed.parent.name}/{listed.name}: {pattern}: there is no such thing")
            found |= files
    return found


def _data(work: Path) -> Path:
    tree = work / "data"
    for name in ("system/journal", "system/clock"):
        (tree / name).mkdir(parents=True)
    return tree


def _write_papers(root: Path, out: Path, architecture: str, epoch: int) -> None:
    metadata = sorted((root / furnish.OPT / "lib").rglob("*.dist-info/METADATA"))
    parts = [
        *papers.of_debian((root / "var/lib/dpkg/status").read_text("utf-8")),
        *papers.of_python(file.read_text("utf-8") for file in metadata),
    ]
    (out / "packages.txt").write_text(papers.listed(parts))
    (out / "card.spdx.json").write_text(papers.spdx(f"cherha-{architecture}", parts, epoch))


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@contextmanager
def _told(step: str, say: Say) -> Iterator[None]:
    began = time.monotonic()
    yield
    say(f"{time.monotonic() - began:7.1f} s  {step}")
