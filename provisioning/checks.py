"""`cherha test`: every check of the project, then the tests, which have the last word.

With arguments it is pytest alone, so that `cherha test -m fast` takes seconds.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from provisioning import environment
from provisioning.words import say

ROOT = Path(__file__).resolve().parents[1]
SUPPORTED = ("3.11", "3.13")  # Debian 12's Python and Debian 13's

CHECKS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "import-linter": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
}

# A file's tests stay in one process: they share a broker or a screen. Two processes: the smallest machine's cores.
PARALLEL = ["-n", "2", "--dist", "loadfile"]

# What another Python or its build of a library may break; a browser and the kills of processes it does not.
ON_BOTH = "(fast or wire or screen) and not kill and not browser"


# Minutes of its own, and a virtual PC that wants both cores; skipped, with the reason, where nobody asks for a card.
CARD = ["-m", "pytest", "-q", "-s", "-m", "image", "tests/images"]
ALL_BUT_THE_CARD = ["-m", "pytest", "-q", "-m", "not image", *PARALLEL]


def main(arguments: list[str]) -> int:
    """Exit code 0 only when every check passed and pytest was content; pytest's own code otherwise, if it has one."""
    if not (ROOT / "tests").is_dir():
        print(say("test.no-checkout"), file=sys.stderr)
        return 2
    if arguments:
        return _run(sys.executable, ["-m", "pytest", *arguments])
    failed = [name for name, words in CHECKS.items() if not _step(name, sys.executable, words)]
    for python, version in other_pythons(os.environ.get("PATH", ""), Path.home()):
        name = say("test.second", version=version)
        if not _on_another_python(name, python, version):
            failed.append(f"Python {version}")
    if not _step(say("test.card"), sys.executable, CARD):
        failed.append(say("test.card"))
    tests = _run(sys.executable, ALL_BUT_THE_CARD)
    if failed:
        print(say("test.also", steps=", ".join(failed)), file=sys.stderr)
    return tests or (1 if failed else 0)


def other_pythons(path: str, home: Path, running: str = "") -> Iterable[tuple[str, str]]:
    """The supported Pythons beside the running one that are on `path` or under pyenv: (program, full version)."""
    running = running or "{}.{}".format(*sys.version_info)
    for minor in SUPPORTED:
        if minor == running:
            continue
        on_path = (shutil.which(f"python{minor}", path=folder) for folder in path.split(os.pathsep) if folder)
        under_pyenv = sorted((home / ".pyenv" / "versions").glob(f"{minor}.*/bin/python{minor}"), reverse=True)
        for program in (*filter(None, on_path), *map(str, under_pyenv)):
            if version := _version_of(program, minor):
                yield program, version
                break


def _version_of(program: str, minor: str) -> str:
    """The full version that `program` tells; "" when it does not run, as pyenv's stand-ins may not."""
    asked = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    told = re.fullmatch(rf"Python ({re.escape(minor)}\.\S+)", asked.stdout.strip())
    return told.group(1) if told and asked.returncode == 0 else ""


def _on_another_python(name: str, python: str, version: str) -> bool:
    folder = ROOT / f".venv-{version.rpartition('.')[0]}"
    try:
        environment.ensure(ROOT, folder, "test", python=python, version=version, say=print)
    except environment.CannotInstall as error:
        print(error)
        return False
    return _step(name, str(folder / "bin" / "python"), ["-m", "pytest", "-q", "-m", ON_BOTH, *PARALLEL])


def _step(name: str, python: str, words: list[str]) -> bool:
    print(say("test.step", step=name) if not name.startswith("==") else name, flush=True)
    return _run(python, words) == 0


def _run(python: str, words: list[str]) -> int:
    return subprocess.run([python, *words], cwd=ROOT, check=False).returncode
