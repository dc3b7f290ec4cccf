"""Signed bundles of a card's root, which RAUC writes into the root that does not run.

The key is the builder's own and lies in the folder that builds keep; its certificate is on every card built there.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from provisioning.image.running import Failed, run
from provisioning.updating.root_version import FILE as VERSION

KEY, CERTIFICATE = "updates.key", "updates.pem"
KEYRING = "etc/rauc/keyring.pem"
SETTINGS = "etc/rauc/system.conf"
_YEARS = 30  # as long as cards may hang on a wall; whoever has lost the key flashes them anew


def keyring(kept: Path) -> Path:
    """The builder's certificate; made, with its key, where there is none yet."""
    key, certificate = kept / KEY, kept / CERTIFICATE
    if not certificate.exists():
        kept.mkdir(parents=True, exist_ok=True)
        key.touch(mode=0o600)
        run(
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-days", str(365 * _YEARS), "-subj", "/O=Cherha/CN=updates", "-keyout", key, "-out", certificate,
            ]
        )  # fmt: skip
    return certificate


def settle(root: Path, kept: Path, architecture: str) -> None:
    """A root takes what that builder has signed, and for its own kind of machine."""
    shutil.copyfile(keyring(kept), root / KEYRING)
    settings = root / SETTINGS
    settings.write_text(settings.read_text("utf-8").replace("@architecture@", architecture), "utf-8")
    (root / VERSION.lstrip("/")).write_text("", "utf-8")  # as it is flashed; a bundle names its root


def bundle(root: Path, kept: Path, architecture: str, version: str, made: Path, *, level: int = 9) -> Path:
    """The file system in the file `root`, signed, as `made`. From then on that root says itself which version it is."""
    name_root(root, version)
    return seal(root, kept, architecture, version, made, level=level)


def seal(root: Path, kept: Path, architecture: str, version: str, made: Path, *, level: int = 9) -> Path:
    """Whatever is in the file `root`, signed, as `made`."""
    work = made.with_suffix(".work")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    (work / "root.ext4").hardlink_to(root)
    (work / "manifest.raucm").write_text(manifest(architecture, version))
    made.unlink(missing_ok=True)
    run(
        [
            "rauc", "bundle", f"--cert={kept / CERTIFICATE}", f"--key={kept / KEY}",
            f"--mksquashfs-args=-comp zstd -Xcompression-level {level}", work, made,
        ]
    )  # fmt: skip
    shutil.rmtree(work)
    return made


def name_root(root: Path, version: str) -> None:
    """Write the version into the file system in the file `root`. A root that is copied into another keeps it."""
    with TemporaryDirectory() as made:
        told = Path(made) / "version"
        told.write_text(f"{version}\n", "utf-8")
        for words in (f"rm {VERSION}", f"write {told} {VERSION}", f"sif {VERSION} mode 0100644"):
            run(["debugfs", "-w", "-R", words, root])
    if run(["debugfs", "-R", f"cat {VERSION}", root]).strip() != version:
        raise Failed(f"{root}: the version could not be written into it")


def manifest(architecture: str, version: str) -> str:
    """Pure. https://rauc.readthedocs.io/en/latest/reference.html#manifest"""
    return (
        f"[update]\ncompatible=cherha-{architecture}\nversion={version}\n\n"
        "[bundle]\nformat=verity\n\n[image.root]\nfilename=root.ext4\n"
    )
