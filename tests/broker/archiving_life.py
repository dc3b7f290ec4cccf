"""A queue-master that archives, in a process of its own, so that a test can end it with kill -9.

`python -m tests.broker.archiving_life FOLDER MOMENT` archives the days of a state folder as on that moment. Before each
day it prints a line and waits for one, so that whoever ends it knows how much it can have done at the most; it ends
when nothing is left to do.
"""

from __future__ import annotations

import sys
import threading
from datetime import datetime
from pathlib import Path

from broker.contracts.phrases import Phrases
from broker.queuemaster.archivist import Archivist
from broker.queuemaster.master import QueueMaster
from broker.queuemaster.reserve import Reserve
from broker.queuemaster.run import PHRASES
from broker.queuemaster.store import Store
from tests.broker.old_hall import PLAN


def live(folder: Path, clock: datetime) -> None:
    store = Store(folder)
    store.claim()
    journal = store.open()
    master = QueueMaster(PLAN, journal, Phrases.load(PHRASES), Reserve(folder))
    archivist = Archivist(store.path, PLAN.retention, master, threading.Event())
    last = -1
    while journal.begins != last:
        last = journal.begins
        print(last, flush=True)  # noqa: T201 - the test reads it
        sys.stdin.readline()
        master.handle([], clock)
        master.published = master.hall.seq
        master.keep_house()
        archivist.archive_a_day(master.hall.memory.day)
        master.handle([], clock)
    assert not archivist.stands


if __name__ == "__main__":
    live(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
