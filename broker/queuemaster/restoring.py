"""The hall as it was: from the last checkpoint, from where the journal begins, or from the first day of the archive."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.events import Event
from broker.contracts.hall_file import HallFile, HallPart
from broker.queuemaster.archive import Archive
from broker.queuemaster.calendar import Calendar
from broker.queuemaster.evolve import evolve
from broker.queuemaster.history import History
from broker.queuemaster.journal import Journal, JournalBroken, Record
from broker.queuemaster.state import Hall, Memory

log = logging.getLogger(__name__)

ANY_PLAN = HallFile(hall=HallPart(id="any", name={}))  # the past does not depend on today's hall file


class Restored(NamedTuple):
    """A hall, and the event whose checkpoint it was made from (0: from no checkpoint)."""

    hall: Hall
    checkpoint: int


def restored(plan: HallFile, journal: Journal, calendar: Calendar | None = None) -> Restored:
    """The hall as the journal has it. JournalBroken when what the journal begins with is lost and so is the archive."""
    if (checkpoint := journal.checkpoint()) is not None:
        try:
            memory = msgspec.json.decode(checkpoint.memory, type=Memory)
        except msgspec.ValidationError as error:
            log.warning("the checkpoint is of another version (%s); the journal is replayed", error)
        else:
            return Restored(replayed(Hall(plan, memory, calendar), journal, checkpoint.seq), checkpoint.seq)
    return Restored(replayed(Hall(plan, begun(journal), calendar), journal), 0)


def begun(journal: Journal) -> Memory:
    """The hall's memory where the journal begins; made anew from the archive when it is of another version."""
    try:
        base = journal.base()
        return msgspec.json.decode(base.memory, type=Memory) if base else Memory()
    except (msgspec.ValidationError, JournalBroken) as error:
        log.warning("what the journal begins with cannot be read (%s); the archive is replayed", error)
    return remembered(History(Archive.beside(journal.path), journal)).memory


def replayed(hall: Hall, journal: Journal, after: int = 0) -> Hall:
    """`hall` after all events of the journal beyond `after`."""
    for _ in replaying(hall, journal.records(after)):
        pass
    return hall


def remembered(history: History) -> Hall:
    """The hall after the last archived day, made from the archive alone. JournalBroken when a day is missing."""
    state = history.state_before_first()
    try:
        hall = Hall(ANY_PLAN, msgspec.json.decode(state, type=Memory) if state else None)
    except msgspec.ValidationError as error:
        raise JournalBroken(
            f"The oldest state in {history.archive.folder} is of another version ({error}).\n"
            "Install the version again that ran here before; it can read it."
        ) from None
    for _ in replaying(hall, history.archived()):
        pass
    return hall


def story_of(journal: Journal, day: str | None) -> tuple[Memory, Iterable[Record]]:
    """The records that end with `day` (None: now), and the hall's memory before the first of them.

    JournalBroken when there is no such day, or it was let go.
    """
    if day is None:
        return begun(journal), journal.records()
    history = History(Archive.beside(journal.path), journal)
    of_day = list(history.of_day(day))
    if of_day[-1].seq > journal.begins:
        return begun(journal), (record for record in journal.records() if record.seq <= of_day[-1].seq)
    before = max((each for each in history.days if each.day < day), default=None)
    return (msgspec.json.decode(history.archive.state(before.day), type=Memory) if before else Memory()), of_day


def replaying(hall: Hall, records: Iterable[Record]) -> Iterator[Record]:
    """Each record, once `hall` has taken it in."""
    for record in records:
        event = codec.event(record.body)
        if not isinstance(event, Event):
            raise ContractError(f"event {record.seq} is of a newer version; install that version again")
        evolve(hall, event)
        yield record
