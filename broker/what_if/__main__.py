"""`python -m broker.what_if HALL.toml FOLDER`: plays a day of the tables in FOLDER, one wish a line, at the lowest priority."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from broker.contracts.errors import HallError
from broker.contracts.hall_check import load
from broker.visits.rows import Leg, Stretch
from broker.visits.tables import columns, file_of, notes
from broker.what_if.asked import Told, Wish
from broker.what_if.playing import play


def main(argv: list[str]) -> int:
    hall_file, folder = (Path(word) for word in argv)
    with suppress(PermissionError):  # where the system lets nobody be nice
        os.nice(19)
    plan = load(hall_file)
    for line in sys.stdin.buffer:
        try:
            wish = msgspec.json.decode(line, type=Wish)
            day = notes(folder).get(wish.day)
            if day is None:
                raise ValueError("no-such-day")  # noqa: TRY301 - one way out for all that is wrong
            legs: list[Any] = _rows(file_of(folder, day, "leg"), Leg, "arrived, ticket, place")
            stretches: list[Any] = _rows(file_of(folder, day, "stretch"), Stretch, '"window", begin')
            told = play(plan, wish.day, legs, stretches, change=wish.change)
        except (HallError, ValueError, KeyError, OSError, duckdb.Error) as error:
            told = Told(error=str(error))
        sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
        sys.stdout.buffer.flush()
    return 0


def _rows(file: Path, kind: type[msgspec.Struct], order: str) -> list[msgspec.Struct]:
    names = list(columns(kind))
    with duckdb.connect(config={"threads": "1"}) as sql:
        found = sql.execute(f"SELECT * FROM read_parquet(?) ORDER BY {order}", [str(file)]).fetchall()  # noqa: S608
    return [msgspec.convert(dict(zip(names, row, strict=True)), kind) for row in found]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
