"""Brings the Debian packages of `system/packages.toml` that a role, the demo or the tests need.

Run before anything of the project is installed: standard library only. As root it installs; otherwise it prints the
one line to run, which is this file: `sudo python3 provisioning/system_packages.py demo`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":  # run as a file, with nothing installed
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from provisioning.apt_source import Source, non_free_entry, read_sources

LIST = Path(__file__).with_name("system") / "packages.toml"
APT = Path("/etc/apt")
OWN_SOURCE = Path("sources.list.d/cherha-non-free.sources")  # below APT
OS_RELEASE = Path("/etc/os-release")
LIBRARY_FOLDERS = ("/usr/lib", "/usr/lib/*-linux-gnu*", "/usr/local/lib", "/lib", "/lib/*-linux-gnu*")
TRY_AGAIN_AFTER = 3600.0  # seconds; an offline machine must not ask its mirror at every start


@dataclass(frozen=True, slots=True)
class Package:
    """One entry of the list; see its head for what the fields mean."""

    name: str
    needed_by: tuple[str, ...]
    without: dict[str, str]
    command: str = ""
    library: str = ""
    path: str = ""
    component: str = "main"
    must: bool = False

    def is_there(self) -> bool:
        if self.command:
            # Daemons are where an ordinary user's PATH does not look.
            return shutil.which(self.command, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") is not None
        patterns = [f"{folder}/{self.library}" for folder in LIBRARY_FOLDERS] if self.library else [self.path]
        return any(any(Path("/").glob(pattern.lstrip("/"))) for pattern in patterns)


def packages_for(extra: str, listed: Path = LIST) -> list[Package]:
    """What `extra` (a role, "demo", "test") needs; the demo needs what every role needs, the tests what it needs."""
    table = tomllib.loads(listed.read_text(encoding="utf-8"))
    every = [Package(name, tuple(row.pop("for")), **row) for name, row in table.items()]
    if extra == "test":
        return every
    if extra == "demo":
        return [package for package in every if package.needed_by != ("test",)]
    return [package for package in every if extra in package.needed_by]


def missing_for(extra: str) -> list[Package]:
    """What `extra` needs and this machine lacks."""
    return [package for package in packages_for(extra) if not package.is_there()]


def ensure(extra: str, tried: Path, say: Callable[[str], None]) -> None:
    """Install what is missing, or say how; never fails, since every package's lack has its own consequence.

    `tried` is touched after an attempt, so that the next start goes on without one.
    """
    missing = missing_for(extra)
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        names = " ".join(package.name for package in missing)
        say(f"Missing: {names}. To bring them: sudo {sys.executable} {Path(__file__).resolve()} {extra}")
        return
    if tried.exists() and time.time() - tried.stat().st_mtime < TRY_AGAIN_AFTER:
        return
    install(missing, say)
    tried.touch()
    for package in missing:
        if not package.is_there():
            say(f"{package.name} could not be installed: {package.without['en']}.")


def install(missing: list[Package], say: Callable[[str], None]) -> None:
    """Install `missing`, as root."""
    say(f"Installing {' '.join(package.name for package in missing)}.")
    refreshed = _apt("update")
    if refreshed and any(package.component == "non-free" for package in missing) and not (APT / OWN_SOURCE).exists():
        _add_non_free(say)
    names = [package.name for package in missing]
    # All at once is one minute; one by one finds which of them this suite lacks.
    if not _apt("install", *names):
        for name in names:
            _apt("install", name)


def _add_non_free(say: Callable[[str], None]) -> None:
    places = [APT / "sources.list", *sorted((APT / "sources.list.d").glob("*"))]
    own = APT / OWN_SOURCE
    sources = [s for p in places if p.suffix in (".list", ".sources") for s in _read(p)]
    entry = non_free_entry(sources, _codename())
    if not entry:
        return
    own.write_text(entry, encoding="utf-8")
    if _apt("update"):
        say(f"Debian's non-free component is on now, for the voices: {own}")
    else:
        # A mirror without non-free must not leave the machine with a broken apt.
        own.unlink()
        _apt("update")


def _read(path: Path) -> Iterable[Source]:
    return read_sources(path.name, path.read_text(encoding="utf-8", errors="replace")) if path.is_file() else []


def _codename() -> str:
    pairs = (line.partition("=") for line in OS_RELEASE.read_text(encoding="utf-8").splitlines())
    return {key: value.strip('"') for key, _, value in pairs}.get("VERSION_CODENAME", "stable")


def _apt(*words: str) -> bool:
    """Run apt-get, quietly, waiting for another apt and trying its mirror again. True when it did all."""
    options = ["-qq", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    attempts = 3 if words[0] == "update" else 1
    for attempt in range(attempts):
        done = subprocess.run(
            ["apt-get", *options, *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        # apt-get update ends well although an index failed; -o APT::Update::Error-Mode is not in Debian 11.
        if done.returncode == 0 and "Err:" not in done.stdout and "Failed to fetch" not in done.stderr:
            return True
        time.sleep(2 * attempt)
    sys.stderr.write(done.stderr[-2000:])
    return False


if __name__ == "__main__":
    lacking = missing_for(sys.argv[1] if len(sys.argv) > 1 else "demo")
    install(lacking, print)
    still = [package for package in lacking if not package.is_there()]
    for package in still:
        print(f"{package.name} could not be installed: {package.without['en']}.")
    sys.exit(1 if still else 0)
