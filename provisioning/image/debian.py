"""A Debian root for another machine, by mmdebstrap; kept by what it was made of, since it takes minutes."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Sequence
from pathlib import Path

from provisioning.image.running import EPOCH, run

SUITE = "trixie"
DAY = 86_400  # seconds
# Read by nobody in a hall; licences stay.
_LEFT_OUT = (
    "/usr/share/man/*",
    "/usr/share/locale/*",
    "/usr/share/info/*",
    "/usr/share/doc/*",
    "/usr/share/lintian/*",
    "/usr/libexec/gcc/*",  # the C preprocessor: 34 MB for an X11 program that nobody starts
)


def debian_root(
    kept: Path, sources: Sequence[str], packages: Sequence[str], early: Sequence[Path], architecture: str
) -> Path:
    """A tar of the root, in the folder `kept`. The trees of `early` are laid before the packages are set up.

    Its time, and that of all that no package brought, is the day on which the mirror was asked: two that were made on one
    day are the same, whichever commit asked for them.
    """
    made = kept / f"debian-{fingerprint([*sources, *packages, *_LEFT_OUT, architecture], early)}.tar"
    if made.exists():
        return made
    kept.mkdir(parents=True, exist_ok=True)
    fresh = made.with_suffix(".new.tar")
    day = int(os.environ.get(EPOCH, "0")) or int(time.time()) // DAY * DAY
    dpkg = [f"--dpkgopt=path-exclude={each}" for each in _LEFT_OUT]
    run(
        [
            "mmdebstrap", "--mode=root", "--variant=apt", "--dpkgopt=force-unsafe-io", f"--architectures={architecture}", "--format=tar",
            f"--include={','.join(packages)}",
            *dpkg, "--dpkgopt=path-include=/usr/share/doc/*/copyright",
            "--aptopt=APT::Install-Recommends false", "--aptopt=Acquire::Retries 3",
            *(f'--essential-hook=cp -rT "{tree}" "$1"' for tree in early),
            SUITE, fresh, *sources,
        ],
        environment={EPOCH: str(day)},
    )  # fmt: skip
    os.utime(fresh, (day, day))
    fresh.replace(made)
    return made


def fingerprint(words: Sequence[str], trees: Sequence[Path]) -> str:
    """Of everything that the root is made of, but for the day on which the mirror is asked."""
    told = hashlib.sha256("\0".join(words).encode())
    for tree in trees:
        for file in sorted(each for each in tree.rglob("*") if each.is_file()):
            told.update(str(file.relative_to(tree)).encode() + file.read_bytes())
    return told.hexdigest()[:16]
