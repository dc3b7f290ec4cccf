"""The machine below the appliance, as the checks see it: files, and programs that tell something or do something."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

log = logging.getLogger(__name__)

Tells = Callable[[Sequence[str]], str | None]


def told_by(words: Sequence[str], seconds: float = 10.0) -> str | None:
    """What a program says; None when it is not there, fails or hangs."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed words of our own
            words, capture_output=True, text=True, errors="replace", timeout=seconds, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.info("%s: %s", words[0], error)
        return None
    return done.stdout


class Machine(Struct, frozen=True):
    """`root`: where its files are; a folder with a few of them is a machine for tests. `tells`: its programs."""

    root: Path = Path("/")
    tells: Tells = told_by

    def read(self, path: str) -> str:
        """A file's text without its end; "" when it cannot be read."""
        try:
            return (self.root / path).read_text("utf-8", errors="replace").strip("\0\n ")
        except OSError:
            return ""

    def names(self, path: str) -> list[str]:
        """What lies in a folder."""
        try:
            return sorted(each.name for each in (self.root / path).iterdir())
        except OSError:
            return []

    @property
    def has_systemd(self) -> bool:
        return (self.root / "run/systemd/system").exists()
