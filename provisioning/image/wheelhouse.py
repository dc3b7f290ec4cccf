"""The application as wheels for the Python of the image, whichever Python this machine has.

Which index pip asks is this machine's affair; the image asks none.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from provisioning.image.running import run
from provisioning.image.target import Target
from provisioning.subcommands import ROLES

PYTHON = "3.13"  # Debian 13's
EXTRAS = ("enrolment", *ROLES)  # a card finds its hall before it has a role
NEWEST_GLIBC = 41  # Debian 13's, 2.41; wheels name the oldest that they run on


def gather(root: Path, work: Path, target: Target) -> Path:
    """A folder with a wheel of the checkout at `root` and of everything that its roles need."""
    source, wheels = work / "source", work / "wheels"
    for folder in (source, wheels):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for name in _tracked(root):
        if (root / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, source / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    run([*pip, "wheel", "--no-deps", "--wheel-dir", wheels, source])
    wheel = next(wheels.glob("cherha-*.whl"))
    platforms = [f"manylinux_2_{minor}_{target.wheels}" for minor in range(5, NEWEST_GLIBC + 1)]
    run(
        [
            *pip, "download", "--dest", wheels, "--constraint", root / "constraints.txt", "--only-binary=:all:",
            "--implementation", "cp", "--python-version", PYTHON,
            *(word for abi in (f"cp{PYTHON.replace('.', '')}", "abi3", "none") for word in ("--abi", abi)),
            *(word for each in (*platforms, f"manylinux2014_{target.wheels}", "any") for word in ("--platform", each)),
            f"{wheel}[{','.join(EXTRAS)}]",
        ]
    )  # fmt: skip
    return wheels


def _tracked(root: Path) -> list[str]:
    """The files of the checkout; with git, those that it does not ignore."""
    asked = subprocess.run(
        ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode == 0 and asked.stdout:
        return asked.stdout.split("\0")[:-1]
    left_out = (".venv", ".git", "build")
    every = (file.relative_to(root) for file in root.rglob("*"))
    return [str(file) for file in every if not file.parts[0].startswith(left_out) and "__pycache__" not in file.parts]
