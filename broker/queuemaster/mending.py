"""From a journal that cannot be trusted to one that can: its longest sound beginning, or a copy that has more. Where
nothing is sound, an empty one, if a person wants even that.

Only when a person asked for it. Nothing is thrown away: what was there before lies in `aside/` afterwards. What is lost:
the events behind the damage that no copy has, and the replies to them. `lost.json` is `Lost`, beside the journal: from
when to when that was, and whether the numbers that may have been given out meanwhile are passed over yet.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from sqlite3 import DatabaseError
from typing import NamedTuple

import msgspec
from msgspec import Struct

from broker.bus.on_disk import keep, sync_names
from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.events import Event
from broker.queuemaster.journal import FirstReply, Journal, JournalBroken, Record, chained
from broker.queuemaster.short_journal import head_of
from broker.queuemaster.store import reaches
from broker.queuemaster.survey_table import FILE as REPORTS

LOST, ASIDE, ARCHIVE = "lost.json", "aside", "archive"
READY = "journal.mended"  # whole, and not yet in its place
_BESIDE = ("-wal", "-shm", "-head")
_A_LITTLE = 500  # records in one transaction


class Lost(Struct, frozen=True, kw_only=True):
    """Events from `since` (null: all) to `until` may be missing. `passed`: the numbers of that time are not given out again."""

    since: datetime | None
    until: datetime
    passed: bool = False


class Sound(NamedTuple):
    """A journal whose records are sound up to `seq`, written at `at`."""

    path: Path
    seq: int
    at: datetime


def mend(folder: Path, now: datetime, *, anew: bool = False) -> Lost:
    """Put the longest sound journal in the place of the broken one. JournalBroken: nothing there is sound.

    `anew`: an empty one then; the archive goes aside, too, because no journal goes on from it.
    A power cut at any moment leaves the broken one or the sound one, and both aside.
    """
    journal = folder / "journal.db"
    copies = sorted((folder / "copies").glob("journal-*.db"), reverse=True)
    best = sound(journal) if journal.is_file() else None
    for path in copies:
        if best is not None and reaches(path) <= best.seq:
            break  # none of the others has more: a long one takes its time
        found = sound(path)
        best = max((each for each in (best, found) if each), key=lambda each: each.seq, default=None)
    if best is None and not anew:
        raise JournalBroken(f"Neither {journal} nor a copy of it has a sound beginning.")
    half = folder / "journal.half"
    for end in ("", "-wal", "-shm"):  # of one that a power cut stopped: an old log would be read into the new journal
        half.with_name(half.name + end).unlink(missing_ok=True)
    if best is None:
        Journal.create(half).close()
    else:
        _rebuild(best, half)
    longer = [path for path in copies if best is None or reaches(path) > best.seq]
    beside = [folder / f"journal.db{end}" for end in _BESIDE]
    place, head = folder / ASIDE / f"{now:%Y%m%dT%H%M%S}", head_of(journal)
    _set_aside(place, [journal, *beside, *longer, folder / REPORTS])
    if best is None and (folder / ARCHIVE).exists():
        (folder / ARCHIVE).replace(place / ARCHIVE)
    known = [each.at for each in (best, head) if each]  # the clock may have gone back since
    lost = Lost(since=best.at if best else None, until=max([now, *known]))
    keep(folder / LOST, lost)
    for path in (*longer, folder / REPORTS):
        path.unlink(missing_ok=True)
    half.replace(folder / READY)
    sync_names(folder)
    put_in_place(folder)
    return lost


def put_in_place(folder: Path) -> None:
    """The end of a mending, also of one that a power cut stopped here: without its log the broken journal opens as well,
    and has less.
    """
    if (folder / READY).is_file():
        for end in _BESIDE:
            (folder / f"journal.db{end}").unlink(missing_ok=True)
        (folder / READY).replace(folder / "journal.db")
        sync_names(folder)


def lost_in(folder: Path) -> Lost | None:
    """What was lost when this folder's journal was last mended, if it ever was."""
    try:
        return msgspec.json.decode((folder / LOST).read_bytes(), type=Lost)
    except (OSError, msgspec.MsgspecError):
        return None


def sound(path: Path) -> Sound | None:
    """How far the journal at `path` is sound: by its chain of hashes, and up to where a command ends."""
    try:
        journal = Journal.read_only(path)
    except (JournalBroken, DatabaseError):
        return None
    with closing(journal):
        try:
            journal.base()
        except (JournalBroken, DatabaseError):
            return None
        ends: Sound | None = None
        group: tuple[str | None, Sound | None] = (None, None)  # a command, and what was before its first event
        for record, event in _chain(journal):
            if event.command is None or event.command != group[0]:
                group = (event.command, ends)
            ends = Sound(path, record.seq, event.at)
        if ends is None or group[0] is None or _is_answered(journal, group[0], ends.seq):
            return ends
        return group[1]


def _chain(journal: Journal) -> Iterator[tuple[Record, Event]]:
    """The records up to the first that is wrong, missing, or cannot be read."""
    before, expected = journal.begin_root, journal.begins
    with suppress(DatabaseError, ContractError, TypeError):
        for record in journal.records():
            expected += 1
            before = chained(before, record.body)
            if record.seq != expected or before != record.hash:
                return
            event = codec.event(record.body)
            if not isinstance(event, Event):
                return
            yield record, event


def _is_answered(journal: Journal, command: str, seq: int) -> bool:
    """Whether the whole of the command is there: its reply came with its last event."""
    try:
        return any(each[0] == command for each in journal.replies(seq - 1, seq))
    except DatabaseError:
        return False


def _rebuild(source: Sound, target: Path) -> None:
    """A journal at `target`, with what is sound in `source`; its chain is the same."""
    with closing(Journal.read_only(source.path)) as old, closing(Journal.create(target)) as new:
        if (base := old.base()) is not None:
            new.append([], [], base.seq, base)
            new.seq, new._hash = base.seq, base.hash  # noqa: SLF001
        some: list[bytes] = []
        for record, _ in _chain(old):
            if record.seq > source.seq:
                break
            some.append(record.body)
            if len(some) == _A_LITTLE or record.seq == source.seq:
                new.append(some, [], record.seq)
                some = []
        with suppress(DatabaseError):  # they have no chain; who asks again is answered anew
            new.append([], [FirstReply(*each) for each in old.replies(0, source.seq)], source.seq)
        if new.verify() != source.seq:
            raise JournalBroken(f"{source.path} could not be read twice alike")
        new.spare_room(sparing=True)  # all of it in the one file


def _set_aside(place: Path, paths: list[Path]) -> None:
    place.mkdir(parents=True, exist_ok=True)
    for path in paths:
        if path.exists() and not (place / path.name).exists():
            os.link(path, place / path.name)
    sync_names(place)
