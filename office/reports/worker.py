"""`python -m office.reports.worker HALL.toml FOLDER`: reckons reports from the tables in FOLDER, one wish a line."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from broker.contracts.hall_check import load
from broker.contracts.hall_file import HallFile
from office.reports.asking import Answer, Ask, Export, Look, Wish
from office.reports.checks import ALL, CHECKS, operators_sql, rows_sql
from office.reports.cube import Cube
from office.reports.exporting import exported

NICE = 10  # below consoles and the queue, above the makers of tables
_wish = msgspec.json.Decoder[Wish](Wish)


def main(argv: list[str]) -> int:
    hall_file, folder = (Path(word) for word in argv)
    with suppress(PermissionError):  # where the system lets nobody be nice
        os.nice(NICE)
    hall = load(hall_file)
    cube = Cube(folder, hall)
    for line in sys.stdin.buffer:
        try:
            cube.look()
            answer = answered(cube, hall, _wish.decode(line))
        except (duckdb.Error, OSError, ValueError) as error:
            answer = Answer(error=f"{type(error).__name__}: {error}")
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.buffer.flush()
    return 0


def answered(cube: Cube, hall: HallFile, wish: Wish) -> Answer:
    match wish:
        case Ask():
            tables = tuple(cube.ask(question) for question in wish.questions)
            stamp = tables[-1].stamp if tables else cube.stamp("9999")
            return Answer(tables=tables, stamp=stamp, **_known(cube))
        case Look():
            return _looked(cube, wish)
        case Export():
            file = exported(cube.ask(wish.question), hall, wish)
            return Answer(file=file, **_known(cube))


def _known(cube: Cube) -> dict[str, Any]:
    days = sorted(cube.days)
    return {"first": days[0] if days else "", "last": days[-1] if days else "", "days": len(days)}


def _looked(cube: Cube, wish: Look) -> Answer:
    check = CHECKS[wish.check]
    times = {"since": wish.since, "until": wish.until}
    found = {}
    for each in ALL:
        counted = cube.named(f"SELECT count(*) {each.rows}", {**times, "shortest": wish.shortest})
        found[each.id] = int(counted[0][0])
    return Answer(
        rows=tuple(tuple(row) for row in cube.named(rows_sql(check), {**times, "shortest": wish.shortest})),
        operators=tuple(
            (who, int(some), int(of))
            for who, some, of in cube.named(operators_sql(check), {**times, "shortest": wish.shortest})
        ),
        found=found,
        stamp=cube.stamp(wish.until),
        **_known(cube),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
