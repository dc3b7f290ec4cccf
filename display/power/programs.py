"""Programs of the system that switch screens. Whatever they say or do not say, nothing is raised."""

from __future__ import annotations

import logging
import shutil
import subprocess
from collections.abc import Sequence

log = logging.getLogger(__name__)

PATIENCE = 10.0  # seconds; a television may take some to answer


def said(program: str, *words: str, patience: float = PATIENCE) -> str:
    """What the program printed; "" when it is not there, fails or hangs."""
    path = shutil.which(program)
    if path is None:
        return ""
    return _run([path, *words], patience)


def _run(words: Sequence[str], patience: float) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - words of our own
            words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=patience, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.info("%s: %s", words[0], error)
        return ""
    if done.returncode != 0:
        log.info("%s ended with %s: %s", " ".join(words), done.returncode, done.stderr.strip()[-200:])
    return done.stdout
