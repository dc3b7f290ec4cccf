"""What was answered in surveys, as tables for reports: filled from the journal's events, each exactly once.

`reports.db` beside the journal. Who makes reports opens it read-only; `view response` has what a response rate needs.
Nothing in it is more than the journal has: it can be deleted and made anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta, tzinfo
from pathlib import Path

from broker.contracts import events as e

FILE = "reports.db"
_DAYS_A_YEAR = 365.25
_SCHEMA = """
CREATE TABLE IF NOT EXISTS progress (upto INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS present (ticket TEXT PRIMARY KEY, service TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS served (ticket TEXT, window INTEGER, day TEXT NOT NULL, service TEXT, at TEXT NOT NULL,
  PRIMARY KEY (ticket, window));
CREATE TABLE IF NOT EXISTS run (run TEXT PRIMARY KEY, day TEXT NOT NULL, ticket TEXT, window INTEGER, service TEXT,
  survey TEXT NOT NULL, version TEXT NOT NULL, language TEXT NOT NULL, begun TEXT NOT NULL, ended TEXT NOT NULL,
  partial INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS answer (run TEXT NOT NULL, question TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (run, question, value));
CREATE TABLE IF NOT EXISTS comment (run TEXT NOT NULL, question TEXT NOT NULL, words TEXT NOT NULL,
  PRIMARY KEY (run, question));
CREATE INDEX IF NOT EXISTS served_days ON served (day);
CREATE INDEX IF NOT EXISTS run_days ON run (day);
CREATE VIEW IF NOT EXISTS response AS
  SELECT s.day, s.window, s.service, count(*) AS served, count(r.run) AS answered,
         1.0 * count(r.run) / count(*) AS rate
  FROM served s LEFT JOIN run r ON r.ticket = s.ticket AND r.window = s.window
  GROUP BY s.day, s.window, s.service;
"""


class SurveyTable:
    """The tables at `path`. `years`: how long they keep a day (0: for ever); `words`: also free text of archived days."""

    def __init__(self, path: Path, zone: tzinfo, *, years: float = 0, words: bool = False) -> None:
        self._zone, self._years, self._words = zone, years, words
        self._rows = sqlite3.connect(path, isolation_level=None)
        # No second file beside it, so that whoever may only read can.
        self._rows.execute("PRAGMA journal_mode=DELETE")
        self._rows.execute("PRAGMA secure_delete=ON")
        self._rows.executescript(_SCHEMA)

    @property
    def upto(self) -> int:
        """The last event that is in here."""
        found = self._rows.execute("SELECT upto FROM progress").fetchone()
        return found[0] if found else 0

    def take(self, events: Iterable[e.Event]) -> None:
        """Take in events in their order, all or none. Those that are in here already are passed over."""
        last = upto = self.upto
        with self._rows:
            self._rows.execute("BEGIN IMMEDIATE")
            for event in events:
                if event.seq > upto:
                    self._take(event)
                    last = event.seq
            self._rows.execute("DELETE FROM progress")
            self._rows.execute("INSERT INTO progress VALUES (?)", (last,))

    def close(self) -> None:
        self._rows.close()

    def _take(self, event: e.Event) -> None:
        match event:
            case e.TicketIssued() | e.TicketTransferred() | e.LegFinished():
                self._rows.execute("INSERT OR REPLACE INTO present VALUES (?, ?)", (event.ticket, event.service))
            case e.LegStarted():
                self._rows.execute("INSERT OR REPLACE INTO present VALUES (?, ?)", (event.ticket, event.service))
                self._served(event.ticket, event.window, event)
            case e.ServiceStarted():
                self._served(event.ticket, event.window, event)
            case e.SurveyAnswered():
                self._answered(event)
            case e.DayClosed():
                self._rows.execute("DELETE FROM present")
            case e.DayOpened():
                self._let_go(event.day)
            case e.DayArchived() if not self._words:
                self._rows.execute(
                    "DELETE FROM comment WHERE run IN (SELECT run FROM run WHERE day <= ?)", (event.day,)
                )

    def _served(self, ticket: str, window: int, event: e.Event) -> None:
        self._rows.execute(
            "INSERT OR IGNORE INTO served SELECT ?, ?, ?, (SELECT service FROM present WHERE ticket = ?), ?",
            (ticket, window, self._day(event), ticket, event.at.isoformat()),
        )

    def _answered(self, event: e.SurveyAnswered) -> None:
        at = event.answered_at or event.at
        self._rows.execute(
            "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run) DO UPDATE SET"
            " ended = excluded.ended, partial = excluded.partial, language = excluded.language,"
            " ticket = coalesce(ticket, excluded.ticket), service = coalesce(service, excluded.service)",
            (
                event.run,
                at.astimezone(self._zone).date().isoformat(),
                event.ticket,
                event.window,
                event.service,
                event.survey,
                event.version,
                event.language,
                at.isoformat(),
                at.isoformat(),
                event.partial,
            ),
        )
        for question, value in event.answers.items():
            self._rows.execute("DELETE FROM answer WHERE run = ? AND question = ?", (event.run, question))
            values = value if isinstance(value, tuple) else (value,)
            self._rows.executemany(
                "INSERT OR IGNORE INTO answer VALUES (?, ?, ?)",
                [(event.run, question, str(v).lower() if isinstance(v, bool) else str(v)) for v in values],
            )
        for question, words in event.comments.items():
            self._rows.execute("DELETE FROM comment WHERE run = ? AND question = ?", (event.run, question))
            if words:
                self._rows.execute("INSERT INTO comment VALUES (?, ?, ?)", (event.run, question, words))

    def _let_go(self, today: str) -> None:
        if not self._years:
            return
        first = (date.fromisoformat(today) - timedelta(days=round(self._years * _DAYS_A_YEAR))).isoformat()
        old = "(SELECT run FROM run WHERE day < ?)"
        for statement in (
            f"DELETE FROM answer WHERE run IN {old}",  # noqa: S608 - our own words
            f"DELETE FROM comment WHERE run IN {old}",  # noqa: S608
            "DELETE FROM run WHERE day < ?",
            "DELETE FROM served WHERE day < ?",
        ):
            self._rows.execute(statement, (first,))

    def _day(self, event: e.Event) -> str:
        return event.at.astimezone(self._zone).date().isoformat()
