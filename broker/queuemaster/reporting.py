"""Keeps the tables for reports up with the journal, beside the work; or makes them anew from archive and journal."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from threading import Event

from broker.contracts import codec
from broker.contracts import events as e
from broker.contracts.errors import HallError
from broker.contracts.hall_file import HallFile
from broker.queuemaster.archive import Archive
from broker.queuemaster.history import History
from broker.queuemaster.journal import Journal, Record
from broker.queuemaster.survey_table import FILE, SurveyTable

log = logging.getLogger(__name__)

LOOK = 5.0  # seconds between two looks at the journal
_A_LITTLE = 200  # events in one transaction


class Reporting:
    """`journal` is the journal's path; the tables lie beside it. `run` until `stopped`, in a thread of its own."""

    def __init__(self, journal: Path, plan: HallFile, stopped: Event) -> None:
        self._journal, self._plan, self._stopped = journal, plan, stopped
        self._upto = -1

    def run(self) -> None:
        while not self._stopped.wait(LOOK):
            try:
                self.catch_up()
            except (HallError, OSError, sqlite3.Error):
                log.exception("the tables for reports are behind; they are tried again")

    def catch_up(self) -> None:
        """Take in what has happened since the last time. Tables that are damaged, or fell behind too far, are made anew."""
        with closing(Journal.read_only(self._journal)) as journal:
            if journal.seq == self._upto:
                return
            try:
                with closing(self._table(self._journal.with_name(FILE))) as table:
                    if journal.begins <= table.upto <= journal.seq:
                        self._take(table, journal.records(table.upto))
                        self._upto = table.upto
                        return
            except sqlite3.DatabaseError:
                log.exception("%s is damaged; it is made anew", FILE)
            self._upto = self._anew(journal)

    def make_anew(self) -> int:
        """Make them anew from the first day that is kept: up to which event they are now."""
        with closing(Journal.read_only(self._journal)) as journal:
            return self._anew(journal)

    def _anew(self, journal: Journal) -> int:
        fresh = self._journal.with_name(f"{FILE}.new")
        fresh.unlink(missing_ok=True)
        with closing(self._table(fresh)) as table:
            self._take(table, History(Archive.beside(journal.path), journal).records())
            upto = table.upto
        fresh.replace(self._journal.with_name(FILE))
        return upto

    def _table(self, path: Path) -> SurveyTable:
        kept = self._plan.retention
        return SurveyTable(path, self._plan.timezone, years=kept.archive_years, words=kept.archive_words)

    def _take(self, table: SurveyTable, records: Iterable[Record]) -> None:
        events = _events(records)
        while some := list(islice(events, _A_LITTLE)):
            table.take(some)
            if self._stopped.is_set():
                return


def _events(records: Iterable[Record]) -> Iterator[e.Event]:
    for record in records:
        event = codec.event(record.body)
        if isinstance(event, e.Event):
            yield event
