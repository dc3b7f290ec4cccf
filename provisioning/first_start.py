"""What `./cherha` does before it is `cherha`: the environment, the system's packages, then the command itself.

Run as a file by a Python that has nothing of the project installed: standard library only, as all that it imports.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from provisioning import environment, system_packages  # noqa: E402 - the path above is what makes them found
from provisioning.subcommands import extra_for  # noqa: E402

VENV = ROOT / ".venv"


def main(arguments: list[str]) -> int:
    """Prepare what `arguments` need and become `cherha`. Returns only when that failed."""
    extra = extra_for(arguments)
    if not environment.can_make_environments() and not bring_venv():
        return 1
    try:
        environment.ensure(ROOT, VENV, extra, python=sys.executable, version=environment.this_python(), say=say)
    except environment.CannotInstall as error:
        say(str(error))
        return 1
    system_packages.ensure(extra, VENV / f"asked-apt-for-{extra}", say)
    command = str(VENV / "bin" / "cherha")
    return os.execv(command, [command, *arguments])


def bring_venv() -> bool:
    """Install the package that gives this Python its `venv`, or say how."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() == 0:
        system_packages.install([system_packages.Package(name, (), {})], say)
    if environment.can_make_environments():
        return True
    say(f"Python here cannot make virtual environments. To bring that: sudo apt-get install -y {name}")
    return False


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
