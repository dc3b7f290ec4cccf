"""The tables of `broker.visits` in memory, asked with SQL. They are read again where they have changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from broker.contracts.hall_file import HallFile
from broker.visits.rows import Day
from broker.visits.tables import TABLES, columns, file_of, notes
from office.reports.limits import limits_of
from office.reports.question import Question
from office.reports.sql import LEGS, query
from office.reports.table import Stamp, Table, table_of

_TRIES = 3  # a file may be swept between its note and its reading, once


class Cube:
    """Belongs to one thread. `folder`: where the tables are kept."""

    def __init__(self, folder: Path, hall: HallFile) -> None:
        self._folder = folder
        self._days: dict[str, Day] = {}
        self._sql = duckdb.connect(config={"threads": "1"})
        for table, kind in TABLES.items():
            shape = ", ".join(f'"{name}" {sql}' for name, sql in columns(kind).items())
            self._sql.execute(f"CREATE TABLE {table} ({shape})")
        self._sql.execute("CREATE TABLE limits (line VARCHAR, wait BIGINT, service BIGINT)")
        for limit in limits_of(hall):
            self._sql.execute("INSERT INTO limits VALUES (?, ?, ?)", [limit.line, limit.wait_ms, limit.service_ms])
        self._sql.execute(f"CREATE TABLE legs AS {LEGS.format(legs='leg')}")
        self._sql.execute("DROP TABLE leg")

    @property
    def days(self) -> Mapping[str, Day]:
        return self._days

    def look(self) -> None:
        """Take in what is new in the folder."""
        for attempt in range(_TRIES):
            try:
                self._look()
            except duckdb.IOException:
                if attempt == _TRIES - 1:
                    raise
            else:
                return

    def _look(self) -> None:
        there = notes(self._folder)
        stale = [day for day, note in self._days.items() if there.get(day) != note]
        fresh = [note for day, note in there.items() if self._days.get(day) != note]
        if not stale and not fresh:
            return
        self._sql.execute("BEGIN")
        try:
            for table in TABLES:
                into = "legs" if table == "leg" else table
                rows = LEGS.format(legs="read_parquet(?)") if table == "leg" else "SELECT * FROM read_parquet(?)"
                if stale:
                    self._sql.execute(f"DELETE FROM {into} WHERE day IN ({_marks(stale)})", stale)  # noqa: S608
                if fresh:
                    files = [str(file_of(self._folder, note, table)) for note in fresh]
                    self._sql.execute(f"INSERT INTO {into} {rows}", [files])
        except duckdb.Error:
            self._sql.execute("ROLLBACK")
            raise
        self._sql.execute("COMMIT")
        self._days = dict(there)

    def ask(self, question: Question) -> Table:
        sql, values = query(question)
        return table_of(question, self.rows(sql, values), self.stamp(question.until))

    def rows(self, sql: str, values: Sequence[object]) -> list[Sequence[Any]]:
        return list(self._sql.execute(sql, list(values)).fetchall())

    def named(self, sql: str, values: Mapping[str, object]) -> list[Sequence[Any]]:
        """As `rows`, with parameters that have names; those that the words do not use are left out."""
        used = {name: value for name, value in values.items() if f"${name}" in sql}
        return list(self._sql.execute(sql, used).fetchall())

    def stamp(self, until: str) -> Stamp:
        """What a report over days up to `until` stands on: the last event of the last of them, or a later one that told of a
        late answer.
        """
        within = [day for day in self._days if day <= until]
        if not within:
            return Stamp()
        last = self._days[max(within)]
        known = [(last.last, last.root), *((late.seq, late.root) for day in within for late in self._days[day].later)]
        seq, root = max(known)
        return Stamp(seq=seq, root=root, day=last.day, over=last.over)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)
