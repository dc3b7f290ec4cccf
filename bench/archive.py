"""A large day goes into the archive while the hall works: how long a command waits, and how quick the next start is."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bench import hall as bench_hall
from bench.days import FIRST_DAY, WINDOWS, many_days, visitor
from bench.figures import Figure, spread
from bench.wishes import Wishes
from bench.wrong import Wrong
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.hall_check import parse
from broker.contracts.hall_file import HallFile
from broker.contracts.ids import ulid
from broker.contracts.phrases import Phrases
from broker.contracts.replies import Reply
from broker.queuemaster.archive import Archive
from broker.queuemaster.archivist import Archivist
from broker.queuemaster.history import History
from broker.queuemaster.journal import Journal
from broker.queuemaster.master import Incoming, QueueMaster
from broker.queuemaster.reserve import Reserve
from broker.queuemaster.run import PHRASES
from broker.queuemaster.store import Store

A_DAY = 3750  # visitors: 15,000 events
PAUSE = 0.01  # seconds between two commands


def run(wishes: Wishes) -> Iterator[Figure]:
    kept, visitors = (1, 300) if wishes.quick else (10, A_DAY)
    plan = parse(bench_hall.toml(WINDOWS) + f"\n[retention]\nkeep_days = {kept}\nreplies_days = 1\n")
    with tempfile.TemporaryDirectory(prefix="cherha-bench-") as name:
        folder = Path(name)
        journal = Store(folder).open()
        days = many_days(1, visitors)
        events = len(next(days))
        for bodies in many_days(events * (kept + 2), visitors):
            journal.append(bodies, [], 0)
        working = Working(plan, journal, folder, kept + 2)
        yield Figure(what="take-ticket while nothing else is done", values=spread(working.take(200)), unit="ms")
        stopped = threading.Event()
        archivist = Archivist(journal.path, plan.retention, working.master, stopped)
        thread = threading.Thread(target=archivist.archive_a_day, args=(working.master.hall.memory.day,))
        begun = time.perf_counter()
        thread.start()
        taken = working.take_until(lambda: not thread.is_alive())
        written = time.perf_counter() - begun
        yield Figure(
            what=f"while a day of {events:,} events is put into the archive",
            values=spread(taken),
            unit="ms",
            target="no stall of 50 ms",
            note=f"{written:.1f} s of archiving",
        )
        taken = working.take_until(working.is_tidy)
        yield Figure(
            what="while its events leave the journal", values=spread(taken), unit="ms", target="no stall of 50 ms"
        )
        if archivist.stands or not journal.begins:
            raise Wrong("the day was not archived")
        yield from _after(folder, plan, journal)


class Working:
    """A queue-master that is asked for a ticket every few milliseconds, and keeps house in between as it does."""

    def __init__(self, plan: HallFile, journal: Journal, folder: Path, day: int) -> None:
        self.master = QueueMaster(plan, journal, Phrases.load(PHRASES), Reserve(folder))
        self._journal = journal
        self._count = 0
        morning = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 8, tzinfo=plan.timezone)
        self._now = morning + timedelta(days=day)
        self.master.handle([], self._now)
        self.master.published = self.master.hall.seq

    def take(self, count: int) -> list[float]:
        return [self._one() for _ in range(count)]

    def take_until(self, done: Callable[[], bool]) -> list[float]:
        taken = [self._one()]
        while not done():
            taken.append(self._one())
        return taken

    def is_tidy(self) -> bool:
        left = self._journal._db.execute("SELECT min(seq) FROM event").fetchone()[0]  # noqa: SLF001 - what leaves is not told
        return 0 < self._journal.begins < int(left)

    def _one(self) -> float:
        self._count += 1
        wish = visitor(self._count)
        command = c.TakeTicket(id=ulid(self._count, b"archiving."), at=self._now, **wish)  # type: ignore[arg-type]
        message = Incoming("dispenser-1", codec.encode(command))
        time.sleep(PAUSE)
        begun = time.perf_counter()
        outcome = self.master.handle([message], self._now)
        self.master.keep_house()
        taken = time.perf_counter() - begun
        if codec.read(Reply, outcome.answers[0][1]).status != "done":
            raise Wrong(outcome.answers[0][1].decode())
        self.master.published = self.master.hall.seq
        return taken


def _after(folder: Path, plan: HallFile, journal: Journal) -> Iterator[Figure]:
    begun = time.perf_counter()
    whole = History(Archive.beside(journal.path), journal).verify()
    verified = time.perf_counter() - begun
    seq, megabytes = journal.seq, journal.path.stat().st_size / 1e6
    size = Archive.beside(journal.path).events_file(str(FIRST_DAY)).stat().st_size / 1e6
    journal.close()
    begun = time.perf_counter()
    again = Store(folder).open()
    master = QueueMaster(plan, again, Phrases.load(PHRASES), Reserve(folder))
    started = time.perf_counter() - begun
    if master.hall.seq != seq:
        raise Wrong(f"it came back as {master.hall.seq}, not {seq}")
    again.close()
    yield Figure(
        what=f"start, {seq - again.begins:,} events after the archive",
        values={"": started},
        unit="s",
        note=f"journal {megabytes:.0f} MB, a day in the archive {size:.1f} MB",
    )
    yield Figure(what=f"verify of {whole.records:,} records, archive and journal", values={"": verified}, unit="s")
