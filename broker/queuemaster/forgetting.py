"""What the queue-master keeps no longer: secrets of days that are over, old replies, events that the archive has.

A little at each turn, so that no command waits for it; what a full disk or a power cut left undone is done later.
"""

from __future__ import annotations

import logging
from datetime import date, timedelta

import msgspec

from broker.contracts.events import DayClosed
from broker.contracts.hall_file import Retention
from broker.queuemaster.journal import DiskFull, Journal
from broker.queuemaster.secrets_of_days import SecretsOfDays

log = logging.getLogger(__name__)

A_LITTLE = 100  # records; written over and let go in one transaction of a few milliseconds


class Forgetting:
    """Call `turn` often; it looks at the calendar once a day."""

    def __init__(self, journal: Journal, secrets: SecretsOfDays, retention: Retention) -> None:
        self._journal = journal
        self._secrets = secrets
        self._retention = retention
        self._day = ""  # on which it was last looked what is too old
        self._replies_before = 0
        self._begins = -1

    def turn(self, today: str) -> None:
        if today and today != self._day:
            self._look(today)
        try:
            if self._replies_before and not self._journal.forget_replies(self._replies_before, A_LITTLE):
                self._replies_before = 0
            if self._begins != self._journal.begins and not self._journal.let_go(A_LITTLE):
                self._begins = self._journal.begins
        except DiskFull:
            log.warning("what is kept no longer could not be deleted yet: the disk is full")

    def _look(self, today: str) -> None:
        try:
            self._secrets.forget(today, self._retention.secrets_days)
        except OSError:
            log.exception("the secrets of days that are over could not be destroyed; it is tried again")
            return
        first = (date.fromisoformat(today) - timedelta(days=self._retention.replies_days)).isoformat()
        closed = [last.seq for last in self._journal.days_closed() if _day(last.body) < first]
        self._replies_before = max([self._journal.begins, *closed]) + 1
        self._day = today


def _day(body: bytes) -> str:
    return msgspec.json.decode(body, type=DayClosed).day
