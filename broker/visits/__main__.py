"""`python -m broker.visits JOURNAL HALL.toml FOLDER [--follow]`: make the tables that reports ask, and keep them up.

With `--follow` each line on standard input asks for another look, and each is answered with a line of JSON; it ends
when the input does, so that it never outlives who started it. It works at the lowest priority.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from broker.contracts.errors import HallError
from broker.contracts.hall_check import load
from broker.visits.making import Maker, Upto

PATIENCE = 2.0  # seconds of making before it answers; what is left is made at the next look


def main(argv: list[str]) -> int:
    follow = "--follow" in argv
    journal, hall, folder = (Path(word) for word in argv if word != "--follow")
    with suppress(PermissionError):  # where the system lets nobody be nice
        os.nice(19)
    maker = Maker(journal, load(hall), folder)
    if not follow:
        _tell(maker.catch_up())
        return 0
    for _ in sys.stdin:
        try:
            _tell(maker.catch_up(PATIENCE))
        except (HallError, OSError, sqlite3.Error) as error:
            _tell({"error": str(error)})
    return 0


def _tell(words: Upto | dict[str, str]) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(words) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
