"""Every fact of the hall, from the first day in the archive to this moment, and whether all of it is as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

import msgspec

from broker.contracts.events import DayArchived
from broker.queuemaster.archive import Archive, root_before
from broker.queuemaster.journal import Journal, JournalBroken, Record

_ARCHIVED = b'"type":"day-archived"'


class Verified(NamedTuple):
    """`records` to the last; of them some in the archive; `gone`: days whose events were let go; `root`: of them all."""

    records: int
    days: int
    gone: int
    root: bytes


class History:
    """The archive and the journal as one. `days`: those that the journal does not hold any more, oldest first."""

    def __init__(self, archive: Archive, journal: Journal) -> None:
        self.archive = archive
        self.journal = journal
        self.days = [day for day in archive.days() if day.last <= journal.begins]
        self.gone = len(list(takewhile(lambda day: not archive.events_file(day.day).exists(), self.days)))
        last = self.days[-1].last if self.days else 0
        if last != journal.begins:
            raise JournalBroken(
                f"the journal begins after event {journal.begins}, the archive in {archive.folder} ends with {last}.\n"
                "Put the folder back from a backup; the queue works without it"
            )

    def archived(self, after: int = 0) -> Iterator[Record]:
        """The records in the archive with seq > `after`. JournalBroken names what is not as it was."""
        for place, day in enumerate(self.days):
            if place >= self.gone and day.last > after:
                records = self.archive.records(day, root_before(self.days, place))
                yield from (record for record in records if record.seq > after)

    def records(self, after: int = 0) -> Iterator[Record]:
        """All records with seq > `after` that are kept anywhere, in order."""
        yield from self.archived(after)
        yield from self.journal.records(after)

    def of_day(self, day: str) -> Iterator[Record]:
        """The records of one day. JournalBroken when there is no such day, or it was let go."""
        for place, each in enumerate(self.days):
            if each.day == day:
                yield from self.archive.records(each, root_before(self.days, place))
                return
        after = self.journal.begins
        for last in self.journal.days_closed():
            if msgspec.json.decode(last.body)["day"] == day:
                yield from self.journal.records(after, last.seq - after)
                return
            after = last.seq
        first = next(iter(self.journal.records(after, 1)), None)
        if first is None or msgspec.json.decode(first.body).get("day") != day:
            raise JournalBroken(f"there is no day {day} here; days are written as 2026-11-23")
        yield from self.journal.records(after)

    def state_before_first(self) -> bytes | None:
        """The hall's memory (JSON) before the first record that is kept; None: nothing was let go."""
        return self.archive.state(self.days[self.gone - 1].day) if self.gone else None

    def verify(self) -> Verified:
        """Check every hash and every file from the first day to now. JournalBroken says where it breaks."""
        told: dict[str, DayArchived] = {}
        for record in self.archived():
            _note(record, told)
        for day in self.days[self.gone :]:
            self.archive.check_file(day)
        last = self.journal.verify()
        for record in self.journal.records():
            _note(record, told)
        self._check_told(told)
        return Verified(last, len(self.days), self.gone, self.journal.root)

    def _check_told(self, told: dict[str, DayArchived]) -> None:
        """What the facts in the chain say of the archive must be so; only the oldest may have been let go themselves."""
        silent = bool(self.gone)
        for day in self.days:
            fact = told.get(day.day)
            if fact is None:
                if not silent:
                    raise JournalBroken(f"no fact in the journal says that {day.day} was archived")
                continue
            silent = False
            if (fact.first, fact.last, fact.root, fact.archive) != (day.first, day.last, day.root.hex(), day.archive):
                raise JournalBroken(f"{self.archive.folder}/roots.txt: the line of {day.day} was changed")
        base = self.journal.base()
        if base is None:
            return
        if base.hash != self.days[-1].root:
            raise JournalBroken(
                f"the journal does not follow the archive: its begin has another root than {self.days[-1].day}"
            )
        fact = told.get(self.days[-1].day)
        if fact is None or fact.state != hashlib.sha256(base.memory).hexdigest():
            raise JournalBroken("what the journal begins with was changed; cherha journal learn makes it anew")


def _note(record: Record, told: dict[str, DayArchived]) -> None:
    if _ARCHIVED in record.body:
        fact = msgspec.json.decode(record.body, type=DayArchived)
        told[fact.day] = fact
