"""Drivers of a root: what was left out must not be what another driver cannot be without. Pure but for reading."""

from __future__ import annotations

from pathlib import Path

LISTED = "usr/share/initramfs-tools/modules.d"


def bereft(root: Path) -> list[str]:
    """Drivers that are there, each with those that it asks for and that are not.

    depmod is silent about them: it lists what is left, and the screen of a box stays dark.
    """
    found = []
    for kernel in sorted((root / "usr/lib/modules").iterdir()):
        for line in (kernel / "modules.dep").read_text("utf-8").splitlines():
            name, _, needs = line.partition(":")
            if (kernel / name).exists():
                found += [f"{name} asks for {each}" for each in needs.split() if not (kernel / each).exists()]
    return found


def unknown(root: Path) -> list[str]:
    """Drivers that the first root is told to have and no kernel here has."""
    there: set[str] = set()
    for kernel in (root / "usr/lib/modules").iterdir():
        for name in ("modules.dep", "modules.builtin"):
            there |= {_name(line.partition(":")[0]) for line in (kernel / name).read_text("utf-8").splitlines()}
    asked = (
        (file.name, line.strip())
        for file in sorted((root / LISTED).iterdir())
        for line in file.read_text("utf-8").splitlines()
    )
    return [
        f"{file}: no driver {name}"
        for file, name in asked
        if name and not name.startswith("#") and name.replace("-", "_") not in there
    ]


def _name(path: str) -> str:
    return Path(path).name.partition(".")[0].replace("-", "_")
