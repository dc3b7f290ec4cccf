"""Fetches one file over HTTP: `python -m broker.bus.fetching ADDRESS FILE MOST-BYTES SECONDS`.

A process of its own. So a server that sends its headers a letter a minute is ended with it when the time is up; a
screen neither waits for the download nor has the HTTP library in its memory.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event

from broker.bus.unpacking import ContentFault

SECONDS = 900.0  # for a whole bundle; 500 MB over a hall's network take one
_SILENCE = 15.0  # seconds in which not a byte came
_LOOK = 0.2  # seconds between two looks at the process while a download runs
_CHUNK = 256 * 1024
_NO = 3  # exit code: it could not be had, and the code of the fault is on stdout


def fetch(address: str, file: Path, most: int, stopping: Event, seconds: float = SECONDS) -> None:
    """Fetch `address` into `file`. ContentFault when it cannot be had now; the file may then be there in part."""
    words = [sys.executable, "-m", "broker.bus.fetching", address, str(file), str(most), str(int(seconds) or 1)]
    with subprocess.Popen(  # noqa: S603 - our own program; the address is one argument, never a command
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        try:
            while child.poll() is None and not stopping.wait(_LOOK):
                pass
            if child.poll() is None:
                raise ContentFault("stopped", lasting=False)
            said = child.stdout.read().strip() if child.stdout else ""
        finally:
            child.kill()
    if child.returncode == -signal.SIGALRM:
        raise ContentFault("too-slow", lasting=False, seconds=int(seconds))
    if child.returncode:
        code, _, why = said.partition(" ")
        raise ContentFault(code or "not-to-be-had", lasting=False, why=why, most=most // (1024 * 1024))


def digest_of(file: Path) -> str:
    """SHA-256 of a file, in hex."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def main(arguments: list[str]) -> int:
    address, file, most, seconds = arguments
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # which ends the process, whatever it waits for
    signal.alarm(int(seconds))
    os.nice(10)
    # Imported here: the screen's process has this module, and must not have the library.
    import requests  # noqa: PLC0415

    try:
        with requests.Session() as session:
            session.trust_env = False  # no proxy: the hall's own machine is asked
            with session.get(address, stream=True, timeout=_SILENCE, allow_redirects=False) as answer:
                if answer.status_code != requests.codes.ok:
                    return _no("not-to-be-had", f"HTTP {answer.status_code}")
                return _save(answer, Path(file), int(most))
    except (requests.RequestException, OSError, ValueError) as error:
        return _no("not-to-be-had", type(error).__name__)


def _save(answer: object, file: Path, most: int) -> int:
    written = 0
    with file.open("wb") as opened:
        # read1: whatever has come, without waiting for a chunk to be full
        while chunk := answer.raw.read1(_CHUNK):  # type: ignore[attr-defined]
            written += len(chunk)
            if written > most:
                return _no("too-large", "")
            opened.write(chunk)
    return 0


def _no(code: str, why: str) -> int:
    sys.stdout.write(f"{code} {why}")
    return _NO


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
