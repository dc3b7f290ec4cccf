"""Sees to it that a demo leaves nothing behind, even when the demo itself was killed without a word.

It runs beside the demo as a process of its own, holding one end of a pipe. When the demo is gone, in whatever way, the
pipe ends; then everything that carries the demo's mark in its environment is asked to stop, and after `GRACE` seconds
made to. The mark is inherited, so a voice that an announcer started is found as well as the announcer.

Run as a file by any Python, with the mark as its only argument: standard library only.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

MARK = "CHERHA_DEMO"
GRACE = 4.0
LOOK_EVERY = 0.05


def marked(mark: str) -> list[int]:
    """The processes, this one aside, that carry `mark` in their environment."""
    needle = f"{MARK}={mark}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            environment = (entry / "environ").read_bytes()
        except OSError:  # it ended while we looked, or is another user's
            continue
        if needle in environment.split(b"\0"):
            found.append(int(entry.name))
    return found


def tell(pids: list[int], what: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, what)


def sweep(mark: str, grace: float = GRACE) -> None:
    """Stop whatever carries `mark`: politely, and after `grace` seconds for good. Returns when nothing is left."""
    tell(marked(mark), signal.SIGTERM)
    end = time.monotonic() + grace
    while left := marked(mark):
        if time.monotonic() > end:
            tell(left, signal.SIGKILL)
        time.sleep(LOOK_EVERY)


def main() -> None:
    # Whatever stops the demo must not stop the one who tidies up after it.
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    sys.stdin.buffer.read()  # waits for the demo's end
    sweep(sys.argv[1])


if __name__ == "__main__":
    main()
