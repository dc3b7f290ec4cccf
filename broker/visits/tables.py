"""A day's rows as Parquet files, and the note that says what they were made from. The note is written last, at once.

Files are named after the last event that is in them, so that who reads an older note finds its files until they go.
"""

from __future__ import annotations

import os
import types
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, get_args

import duckdb
import msgspec

from broker.visits.rows import VERSION, Closing, Day, Leg, Stretch

TABLES: dict[str, type[msgspec.Struct]] = {"leg": Leg, "stretch": Stretch, "closing": Closing}
_TYPES = {str: "VARCHAR", int: "BIGINT", bool: "BOOLEAN", float: "DOUBLE"}


def columns(kind: type[msgspec.Struct]) -> dict[str, str]:
    """The columns of a table, each with its type in SQL."""
    return {field.name: _sql(field.type) for field in msgspec.structs.fields(kind)}


def _sql(kind: Any) -> str:
    if isinstance(kind, types.UnionType):
        kind = next(each for each in get_args(kind) if each is not type(None))
    return _TYPES.get(kind, "VARCHAR")


def file_of(folder: Path, day: Day, table: str) -> Path:
    return folder / f"{day.day}.{day.last}.{table}.parquet"


def notes(folder: Path) -> dict[str, Day]:
    """What is in the folder, by day. A note that cannot be read is none: its day is made anew."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        try:
            day = msgspec.json.decode(path.read_bytes(), type=Day)
        except (msgspec.MsgspecError, OSError):
            continue
        if day.version == VERSION:
            found[day.day] = day
    return found


class Writer:
    """Writes days into `folder`, one process at a time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._sql = duckdb.connect(config={"threads": "1", "memory_limit": "512MB"})

    def write(self, day: Day, rows: dict[str, Sequence[msgspec.Struct]]) -> None:
        for table, kind in TABLES.items():
            self._parquet(file_of(self._folder, day, table), kind, rows[table])
        note = self._folder / f"{day.day}.json"
        half = note.with_suffix(".half")
        half.write_bytes(msgspec.json.encode(day))
        half.replace(note)
        self._sweep(day.day, day.last)

    def let_go(self, day: str) -> None:
        (self._folder / f"{day}.json").unlink(missing_ok=True)
        self._sweep(day, -1)

    def _sweep(self, day: str, but: int) -> None:
        for path in self._folder.glob(f"{day}.*.parquet*"):
            if not path.name.startswith(f"{day}.{but}."):
                path.unlink(missing_ok=True)

    def _parquet(self, path: Path, kind: type[msgspec.Struct], rows: Iterable[msgspec.Struct]) -> None:
        lines, half = path.with_suffix(".jsonl"), path.with_suffix(".half")
        encoder = msgspec.json.Encoder()
        try:
            with lines.open("wb") as file:
                os.fchmod(file.fileno(), 0o600)
                for row in rows:
                    file.write(encoder.encode(row) + b"\n")
            shape = ", ".join(f"'{name}': '{sql}'" for name, sql in columns(kind).items())
            self._sql.execute(
                f"COPY (SELECT * FROM read_json('{lines}', format = 'newline_delimited', columns = {{{shape}}}))"  # noqa: S608 - our own names
                f" TO '{half}' (FORMAT parquet, COMPRESSION zstd)"
            )
            half.chmod(0o600)
            half.replace(path)
        finally:
            lines.unlink(missing_ok=True)
            half.unlink(missing_ok=True)
