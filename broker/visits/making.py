"""Keeps the tables up with archive and journal. Reads both and writes to neither: the queue does not notice.

The journal is read in short looks, so that its writer never waits and its write-ahead log does not grow.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, structs

from broker.contracts import codec
from broker.contracts import events as e
from broker.contracts.hall_file import HallFile
from broker.queuemaster.archive import Archive, ArchivedDay, root_before
from broker.queuemaster.history import History
from broker.queuemaster.journal import Journal, Record
from broker.visits.fold import DayFold
from broker.visits.rows import VERSION, Day, Late
from broker.visits.tables import Writer, notes

_A_LOOK = 2000  # events read from the journal at once


class Upto(Struct, kw_only=True, frozen=True):
    """How far the tables are: the last event in them and its hash; `left`: days that are still to be made."""

    seq: int
    root: str
    days: int
    left: int
    made: int = 0


class _Span(NamedTuple):
    """A day as archive or journal have it. `archived`: where in the archive it is."""

    day: str
    first: int
    last: int
    root: bytes
    over: bool
    names: bool
    archived: tuple[ArchivedDay, bytes] | None = None


class Maker:
    """`journal`: its path. `folder`: where the tables are kept; nothing in it is more than the journal has."""

    def __init__(self, journal: Path, hall: HallFile, folder: Path) -> None:
        self._journal, self._hall = journal, hall
        self._writer, self._folder = Writer(folder), folder

    def catch_up(self, budget: float = float("inf")) -> Upto:
        """Make the days that are missing or have changed, oldest first; no new one after `budget` seconds."""
        begun = time.monotonic()
        with closing(Journal.read_only(self._journal)) as journal:
            spans = list(self._spans(journal))
            have = notes(self._folder)
            for gone in set(have) - {span.day for span in spans}:
                self._writer.let_go(gone)
            made = 0
            while wanted := [span for span in spans if not _holds(have, span)]:
                if made and time.monotonic() - begun > budget:
                    break
                have[wanted[0].day] = self._make(journal, wanted[0], have)
                made += 1
        last = have[max(have)] if have else None
        return Upto(
            seq=last.last if last else 0,
            root=last.root if last else "",
            days=len(have),
            left=len(wanted),
            made=made,
        )

    def _spans(self, journal: Journal) -> Iterator[_Span]:
        history = History(Archive.beside(journal.path), journal)
        words = self._hall.retention.archive_words
        for place, day in enumerate(history.days):
            if place >= history.gone:
                before = root_before(history.days, place)
                yield _Span(day.day, day.first, day.last, day.root, True, words, (day, before))
        after = journal.begins
        for record in list(journal.days_closed()):
            day_closed = codec.event(record.body)
            assert isinstance(day_closed, e.DayClosed)
            yield _Span(day_closed.day, after + 1, record.seq, record.hash, True, True)
            after = record.seq
        if (today := self._today(journal, after)) is not None:
            yield today

    @staticmethod
    def _today(journal: Journal, after: int) -> _Span | None:
        opened = next(
            (d for r in journal.records(after, 200) if isinstance(d := codec.event(r.body), e.DayOpened)), None
        )
        if opened is None:
            return None
        last = next(iter(journal.records(journal.seq - 1, 1)))
        return _Span(opened.day, after + 1, last.seq, last.hash, False, True)

    def _make(self, journal: Journal, span: _Span, have: dict[str, Day]) -> Day:
        before = have[max(earlier)] if (earlier := [day for day in have if day < span.day]) else None
        fold, hashes = DayFold(span.day, self._hall.timezone, before.left_open if before else (), names=span.names), {}
        count = 0
        for record in _records(journal, span):
            count += 1
            event = codec.event(record.body)
            if isinstance(event, e.Event):
                fold.hear(event)
            if isinstance(event, e.SurveyAnswered):
                hashes[event.seq] = record.hash.hex()
        if count != span.last - span.first + 1:
            raise OSError(f"the day {span.day} moved into the archive meanwhile")  # it is made at the next look
        later = _later(have, span.day)
        for late in later:
            fold.hear_late(late)
        day = Day(
            version=VERSION,
            day=span.day,
            first=span.first,
            last=span.last,
            root=span.root.hex(),
            over=span.over,
            names=span.names,
            left_open=fold.left_open,
            legs=len(fold.legs),
            late=tuple(structs.replace(late, root=hashes[late.seq]) for late in fold.late),
            later=later,
        )
        self._writer.write(day, {"leg": fold.legs, "stretch": fold.stretches, "closing": fold.closings})
        return day


def _holds(days: Mapping[str, Day], span: _Span) -> bool:
    have = days.get(span.day)
    if have is None:
        return False
    same = structs.replace(
        have,
        first=span.first,
        last=span.last,
        root=span.root.hex(),
        over=span.over,
        names=span.names,
        later=_later(days, span.day),
    )
    return same == have


def _later(days: Mapping[str, Day], day: str) -> tuple[Late, ...]:
    """What came later and is of `day`, in its order."""
    return tuple(late for name in sorted(days) if name > day for late in days[name].late if late.day == day)


def _records(journal: Journal, span: _Span) -> Iterator[Record]:
    if span.archived is not None:
        yield from Archive.beside(journal.path).records(*span.archived)
        return
    after = span.first - 1
    while after < span.last:
        few = list(journal.records(after, min(_A_LOOK, span.last - after)))
        if not few:
            return
        yield from few
        after = few[-1].seq
