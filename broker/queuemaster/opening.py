"""How the queue-master opens its journal. One that would be shorter than it was is mended at once, and no person is awaited.

The longest sound beginning is all that this box has then, and numbers that may have been given out are passed over: to
wait would only leave the hall without tickets. One of a pair is left as it is, because its standby has more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from sqlite3 import DatabaseError
from typing import TypeVar

from broker.bus.on_disk import kept
from broker.bus.settings import Settings
from broker.queuemaster.journal import DiskFull, Journal, JournalBroken, JournalShort
from broker.queuemaster.mending import mend, put_in_place
from broker.queuemaster.reserve import Reserve
from broker.queuemaster.store import Store

log = logging.getLogger(__name__)

T = TypeVar("T")


def opened(store: Store, reserve: Reserve, settings: Settings, at: datetime) -> Journal:
    """The journal, mended if it was shorter. JournalBroken, JournalAway, DiskFull."""
    put_in_place(store.folder)
    try:
        return _with_room(reserve, store.open)
    except JournalShort as short:
        if another_has_more(settings):
            raise
        log.critical("%s", short)
        try:
            _with_room(reserve, lambda: mend(store.folder, at))
        except (OSError, DatabaseError) as error:
            raise JournalBroken(f"{short}\nIt could not be mended: {error}") from error
        return _with_room(reserve, store.open)


def another_has_more(settings: Settings) -> bool:
    """Whether a standby has what this box may have lost. Not when a second voter has it in writing that there is no heir:
    everything since lay on this disk alone.
    """
    if not (settings.standby or settings.second_broker):
        return False
    from broker.standby.holding import Own  # noqa: PLC0415 - most halls have no pair
    from broker.standby.second_disk import TERM  # noqa: PLC0415

    own = kept(settings.state_dir / TERM, Own) if settings.witness else None
    return own is None or own.register.holder != settings.appliance or not own.alone


def _with_room(reserve: Reserve, do: Callable[[], T]) -> T:
    try:
        return do()
    except DiskFull:
        reserve.spend()  # opening takes a little room, too
        return do()
