"""A virtual environment of the checkout, kept as pyproject.toml and constraints.txt say.

Used before anything is installed: standard library only. Which index pip asks is the machine's affair.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib
import importlib.util
import json
import os
import platform
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

STAMP = "installed.json"


class CannotInstall(Exception):
    """The environment could not be made; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an environment holds. Written last, so that an interrupted installation has none."""

    pins: str
    python: str
    extras: tuple[str, ...]

    def holds(self, wanted: Stamp) -> bool:
        return (self.pins, self.python) == (wanted.pins, wanted.python) and set(wanted.extras) <= covered(self.extras)


def covered(extras: tuple[str, ...]) -> set[str]:
    """The extras that come with `extras`: "test" brings "demo", and the demo brings every role."""
    have = {"", *extras}
    if "test" in have:
        have.add("demo")
    if "demo" in have:
        have |= {
            "enrolment",
            "queue-master",
            "dispenser",
            "info",
            "survey",
            "board",
            "window-sign",
            "announcer",
            "office",
        }
    return have


def pins_of(root: Path) -> str:
    """The fingerprint of what is to be installed."""
    files = (root / "pyproject.toml", root / "constraints.txt")
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def read_stamp(folder: Path) -> Stamp | None:
    """The stamp of the environment in `folder`; None when there is none, or its Python is gone."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        read = Stamp(stamp["pins"], stamp["python"], tuple(stamp["extras"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return read if (folder / "bin" / "python").exists() else None


def run(words: list[str], failed: str) -> None:
    """Run a program. CannotInstall with `failed` and its last words when it fails."""
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotInstall(f"{failed}:\n{(done.stdout + done.stderr).strip()[-3000:]}")


def ensure(
    root: Path,
    folder: Path,
    extra: str,
    *,
    python: str,
    version: str,
    say: Callable[[str], None],
    run: Callable[[list[str], str], None] = run,
) -> None:
    """Make `folder` an environment of `python` (of `version`) with the project and `extra`, unless it is one.

    CannotInstall when it cannot be done; what was there is kept for the next try. After an interruption in the middle
    of it the next start begins anew. Of two starts at once the second waits for the first.
    """
    wanted = Stamp(pins_of(root), version, (extra,))
    stamp = read_stamp(folder)
    if stamp and stamp.holds(wanted):
        return
    with _alone(root):
        stamp = read_stamp(folder)
        if stamp and stamp.holds(wanted):
            return
        say(f"Preparing {folder.name} for Python {version}: once, a minute or two.")
        if stamp is None or stamp.python != version:
            run([python, "-m", "venv", "--clear", str(folder)], "The virtual environment could not be made")
        (folder / STAMP).unlink(missing_ok=True)
        had = stamp.extras if stamp else ()
        extras = tuple(sorted({*had, extra} - {""}))
        project = f"{root}[{','.join(extras)}]" if extras else str(root)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        try:
            run(
                [*pip, "--constraint", str(root / "constraints.txt"), "--editable", project],
                "The project could not be installed (the first start needs a package index)",
            )
        except CannotInstall:
            # pip looks for everything before it changes anything: an offline machine loses nothing here.
            write_stamp(folder, Stamp("", version, had))
            raise
        write_stamp(folder, Stamp(wanted.pins, version, extras))


def write_stamp(folder: Path, stamp: Stamp) -> None:
    """Write the stamp, whole or not at all."""
    fresh = folder / f"{STAMP}.new"
    fresh.write_text(json.dumps(asdict(stamp)), encoding="utf-8")
    fresh.replace(folder / STAMP)


def can_make_environments() -> bool:
    """Debian keeps ensurepip, without which a venv has no pip, in a package of its own."""
    importlib.invalidate_caches()  # it may just have been installed
    return importlib.util.find_spec("ensurepip") is not None


def this_python() -> str:
    """The running Python's version, as stamps have it."""
    return platform.python_version()


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    handle = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
