"""`cherha journal learn`: what the hall knows, made anew from all that ever happened and is still kept.

For when a newer version learns more from the same facts, or somebody doubts what the hall holds. The queue-master must
not run while it is given another memory; without that, it is only said what differs.
"""

from __future__ import annotations

from contextlib import closing
from typing import NamedTuple

import msgspec

from broker.contracts import codec
from broker.queuemaster.archive import Archive
from broker.queuemaster.archiving import Archived, put
from broker.queuemaster.evolve import evolve
from broker.queuemaster.history import History
from broker.queuemaster.journal import Checkpoint, Journal, JournalAway
from broker.queuemaster.restoring import ANY_PLAN, remembered, replaying, restored
from broker.queuemaster.state import Hall, Memory
from broker.queuemaster.store import Store


class Relearned(NamedTuple):
    """`holds`: the hall holds now what follows from its history."""

    holds: bool
    words: str


def relearn(journal: Journal) -> Relearned:
    """Compare; where it differs and no queue-master runs, write down what was made anew. JournalBroken: see there."""
    history = History(Archive.beside(journal.path), journal)
    hall = remembered(history)
    begin = msgspec.json.encode(hall.memory)
    first = history.days[history.gone].first if history.days[history.gone :] else journal.begins + 1
    for _ in replaying(hall, journal.records()):
        pass
    held = restored(ANY_PLAN, journal).hall
    base = journal.base()
    told = f"events {first} to {hall.seq} replayed"
    differs = _differences(hall.memory, held.memory)
    if not differs and (base is None or base.memory == begin):
        return Relearned(True, f"{told}: the hall holds what follows from them")
    told += f": the hall holds something else in {', '.join(differs) or 'what its journal begins with'}"
    store = Store(journal.path.parent)
    if journal.path != store.path:
        return Relearned(False, f"{told}. This is not the journal of a queue-master; nothing was changed")
    try:
        store.claim()
    except JournalAway:
        return Relearned(False, f"{told}. Stop the queue-master and ask again: then it is set right")
    with closing(Journal.open(store.path)) as written:
        if written.seq != hall.seq:
            return Relearned(False, f"{told}. The queue-master has written meanwhile; ask again")
        if base is not None and base.memory != begin:
            _begin_anew(written, history, hall, Checkpoint(base.seq, base.hash, begin))
        written.save_checkpoint(msgspec.json.encode(hall.memory))
    return Relearned(True, f"{told}. It was set right; the next start takes it over")


def _differences(one: Memory, other: Memory) -> list[str]:
    return [
        name
        for name in Memory.__struct_fields__
        if msgspec.json.encode(getattr(one, name)) != msgspec.json.encode(getattr(other, name))
    ]


def _begin_anew(journal: Journal, history: History, hall: Hall, base: Checkpoint) -> None:
    """The journal begins with another memory from now on; a fact in the chain vouches for it."""
    day = history.days[-1]
    last = next(journal.records(journal.seq - 1))
    at = codec.event(last.body).at
    assert at is not None, "it was read as an event of this version a moment ago"
    fact = Archived(day, base).fact(hall.seq + 1, at)
    put(history.archive.state_file(day.day), base.memory)
    journal.append([codec.encode(fact)], [], journal.published, base)
    evolve(hall, fact)
