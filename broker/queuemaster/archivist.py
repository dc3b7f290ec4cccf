"""Who puts old days into the archive, in a thread of its own: the queue has the first say on the processor."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from threading import Event

from broker.contracts.errors import HallError
from broker.contracts.hall_file import Retention
from broker.queuemaster.archive import Archive
from broker.queuemaster.archiving import archiving, let_go
from broker.queuemaster.master import QueueMaster

log = logging.getLogger(__name__)

LOOK = 5.0  # seconds between two looks at the calendar, and between two days
BREATH = 0.004  # seconds between two steps: a command that comes meanwhile waits for one of them at most
PATIENCE = 3600.0  # seconds until what failed is tried again


class Archivist:
    """`run` until `stopped`. `stands`: a day that is old enough could not be archived; the log says why."""

    def __init__(self, journal: Path, retention: Retention, master: QueueMaster, stopped: Event) -> None:
        self._journal = journal
        self._retention = retention
        self._master = master
        self._stopped = stopped
        self._done_on = ""  # the day on which nothing was left to do
        self.stands = False

    def run(self) -> None:
        while not self._stopped.wait(PATIENCE if self.stands else LOOK):
            today = self._master.hall.memory.day
            if today not in ("", self._done_on) and self._master.may_archive:
                self.archive_a_day(today)

    def archive_a_day(self, today: str) -> None:
        """One day, if one is old enough; the queue-master writes it down. Given up when stopped."""
        archive = Archive.beside(self._journal)
        steps = archiving(self._journal, archive, self._retention, today, self._master.published)
        try:
            while not self._stopped.wait(BREATH):
                next(steps)
        except StopIteration as end:
            self.stands = False
            if end.value:
                self._master.archive(end.value)
            else:
                let_go(archive, self._retention, today)
                self._done_on = today
        except (HallError, OSError, sqlite3.Error):
            log.exception("no day could be archived; the journal keeps it")
            self.stands = True
        finally:
            steps.close()
