"""`python -m office.reports.worker HALL.toml FOLDER`: reckons reports from the tables in FOLDER, one wish a line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import duckdb
import msgspec

from broker.contracts.hall_check import load
from office.reports.asking import Answer, Ask, Export, Rows, Wish
from office.reports.cube import Cube

_wish = msgspec.json.Decoder[Wish](Wish)


def main(argv: list[str]) -> int:
    hall_file, folder = (Path(word) for word in argv)
    os.nice(int(os.environ.get("CHERHA_NICE", "10")))
    cube = Cube(folder, load(hall_file))
    for line in sys.stdin.buffer:
        try:
            cube.look()
            answer = answered(cube, _wish.decode(line))
        except (duckdb.Error, OSError, ValueError) as error:
            answer = Answer(error=f"{type(error).__name__}: {error}")
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.buffer.flush()
    return 0


def answered(cube: Cube, wish: Wish) -> Answer:
    days = sorted(cube.days)
    known = {"first": days[0] if days else "", "last": days[-1] if days else "", "days": len(days)}
    match wish:
        case Ask():
            tables = tuple(cube.ask(question) for question in wish.questions)
            return Answer(tables=tables, stamp=tables[-1].stamp if tables else cube.stamp("9999"), **known)  # type: ignore[arg-type]
        case Rows() | Export():
            raise ValueError(f"nobody answers {type(wish).__name__} yet")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
