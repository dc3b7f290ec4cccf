"""A journal that was laid out from a backup may lack what its queue gave out since. Whoever decides with it passes that over,
once nobody else can be deciding: only then may it write. Whoever follows somebody instead gets the rest from there, and
nothing is passed over.

`restored.json` beside the journal says so, as a `Lost`: from the last event in it to the moment at which it was laid out.
"""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import Protocol

from broker.bus.on_disk import keep, kept, sync_names
from broker.contracts import codec
from broker.contracts.events import Event
from broker.queuemaster.journal import Journal
from broker.queuemaster.mending import Lost

log = logging.getLogger(__name__)

FILE = "restored.json"


class PassesOver(Protocol):
    """A `QueueMaster`."""

    def pass_over(self, now: datetime) -> None: ...


def note_restored(folder: Path, journal: Journal, now: datetime) -> None:
    """Before the journal comes to lie in `folder`."""
    keep(folder / FILE, Lost(since=_last_moment(journal), until=now))


def is_whole_again(folder: Path) -> None:
    """All that was ever answered is here: it came from who decides."""
    if (folder / FILE).is_file():
        (folder / FILE).unlink()
        sync_names(folder)


def pass_over_restored(master: PassesOver, folder: Path, at: datetime) -> None:
    """Once nobody else decides. Cut off in between it is done twice, which costs numbers and doubles none. DiskFull."""
    restored = kept(folder / FILE, Lost)
    if restored is None:
        return
    log.warning(
        "this queue goes on from a backup of %s: numbers that may be given out since are passed over", restored.since
    )
    master.pass_over(
        max(at, restored.until.astimezone(at.tzinfo))
    )  # with a clock of an earlier day, still in the day that may lack them
    is_whole_again(folder)


def _last_moment(journal: Journal) -> datetime | None:
    for record in journal.records(journal.seq - 1):
        event = codec.event(record.body)
        if isinstance(event, Event):
            return event.at
    return None
