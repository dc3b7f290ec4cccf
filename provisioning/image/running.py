"""Runs a program for a build, with its words kept for the moment when it fails."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Container, Mapping, Sequence
from pathlib import Path

EPOCH = "SOURCE_DATE_EPOCH"
PROCESSOR = "QEMU_CPU"


class Failed(Exception):
    """A program of the build failed; the text has its name and its last words."""


def run(
    words: Sequence[str | Path], *, environment: Mapping[str, str] | None = None, content: Container[int] = (0,)
) -> str:
    """What it printed. Failed when it could not be started or ended with none of the codes `content`."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    try:
        done = subprocess.run(
            [str(word) for word in words],
            env={**os.environ, "PATH": path, **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise Failed(f"{words[0]}: {error}") from error
    if done.returncode not in content:
        raise Failed(f"{' '.join(map(str, words[:4]))} … ended with {done.returncode}:\n{_end(done)}")
    return done.stdout


def inside(root: Path, *words: str) -> str:
    """Run a program of the image's own, in its root, with nothing of this machine's settings."""
    clean = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/root"]
    kept = [f"{name}={os.environ[name]}" for name in (EPOCH, PROCESSOR) if name in os.environ]
    return run(["chroot", root, *clean, "PYTHONHASHSEED=0", *kept, *words])


def _end(done: subprocess.CompletedProcess[str]) -> str:
    return "\n".join((done.stdout + done.stderr).strip().splitlines()[-25:])
