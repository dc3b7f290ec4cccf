"""At the standby: the journal of the queue-master, record by record, on a second disk.

What it says to have is on the disk. It never throws a record away: a journal that is not the beginning of the
queue-master's is put aside, and one that is ahead of it stays, for a person to decide.
"""

from __future__ import annotations

import logging
import time
from enum import Enum
from pathlib import Path

from broker.bus.on_disk import put, sync_names
from broker.contracts.standby import Follow, Page
from broker.queuemaster.from_backup import is_whole_again
from broker.queuemaster.journal import FirstReply, Journal, JournalBroken, JournalShort, chained
from broker.queuemaster.store import Store
from broker.standby.mirroring import Mirror
from broker.standby.questions import Questions

log = logging.getLogger(__name__)

FIT = "fit"  # a mark: see `Following.fit`
PATIENCE = 3.0  # seconds: longer than the queue-master holds a question
ANEW_AFTER = 3600.0  # seconds between two whole copies


class Step(Enum):
    """What came of one question."""

    SILENCE = "no answer"
    TAKEN = "taken in"
    UP_TO_DATE = "nothing is missing"
    AHEAD = "this journal has more than the queue-master's"
    BEHIND = "not all is here yet"
    NO_ROOM = "what is missing does not go onto this disk"


class Following:
    """The journal in `folder`, which is as a queue-master's own: one can go on with it."""

    def __init__(self, folder: Path, questions: Questions, mirror: Mirror) -> None:
        self._store = Store(folder)
        self._store.claim()
        self._questions, self._mirror = questions, mirror
        self._fit = folder / FIT
        self.journal = self._opened()
        self._parts: list[Page] = []  # of a command that was cut in two
        self._anew_at = float("-inf")

    def _opened(self) -> Journal:
        """Also one that has less than it had: the rest is at the queue-master, and this box is no heir until it has it."""
        try:
            return self._store.open()
        except JournalShort as short:
            log.error("%s\nThe rest is taken from the queue-master.", short)  # noqa: TRY400 - the words say it all
            self._fit.unlink(missing_ok=True)
            sync_names(self._store.folder)
            return self._store.open(as_it_is=True)

    @property
    def fit(self) -> bool:
        """Whether everything that the queue-master ever answered has been here; not after an older copy was taken."""
        return self._fit.is_file()

    @property
    def durable(self) -> int:
        return self.journal.seq

    def turn(self) -> Step:
        """Ask once for what comes next. DiskFull, or OSError of a disk without room: nothing of it was taken in."""
        have, root = self._last()
        told = self._questions.ask(
            Follow, Page, PATIENCE, have=have, root=root.hex(), durable=self.durable, secrets=self._secrets()
        )
        if told is None:
            return Step.SILENCE
        for day, secret in told.secrets.items():
            self._mirror.keep_secret(day, secret)
        if told.forked:
            self._parts = []
            return Step.AHEAD if self.durable > told.last else self._begin_anew()
        if told.begins > self.journal.begins and time.monotonic() - self._anew_at > ANEW_AFTER:
            self._begin_anew()  # old days went into the archive: without them ours is as small as the queue-master's
            return Step.BEHIND
        if told.events and not self._take_in(told, root):
            return Step.BEHIND
        if self.journal.seq != told.last:
            return Step.TAKEN if told.events else Step.BEHIND
        if not self._fit.is_file():
            is_whole_again(self._store.folder)  # first: whoever is fit may come to decide
            put(self._fit, b"")
        return Step.UP_TO_DATE

    def close(self) -> None:
        self.journal.close()

    def let_go(self) -> None:
        """The folder is free for who becomes the queue-master in this process."""
        self.journal.close()
        self._store.leave()

    def _last(self) -> tuple[int, bytes]:
        """The last event that we have heard, on the disk or not yet, and its hash."""
        if self._parts:
            return self._parts[-1].have + len(self._parts[-1].events), bytes.fromhex(self._parts[-1].root)
        return self.journal.seq, self.journal.root

    def _take_in(self, told: Page, root: bytes) -> bool:
        for event in told.events:
            root = chained(root, bytes(event))
        if root.hex() != told.root:
            log.error("a page after event %d is not whole; it is asked for again", told.have)
            return False
        self._parts.append(told)
        if told.whole:
            parts, self._parts = self._parts, []  # without room all of it is asked for again
            bodies = [bytes(event) for part in parts for event in part.events]
            replies = [
                FirstReply(kept.command, kept.seq, bytes(kept.body), lasting=kept.lasting)
                for part in parts
                for kept in part.replies
            ]
            self.journal.append(bodies, replies, min(told.published, self.journal.seq))
        return True

    def _begin_anew(self) -> Step:
        """From the newest whole copy that the queue-master has made; what lay here is put aside."""
        self._anew_at = time.monotonic()
        newest = self._mirror.newest_copy()
        fresh = self._store.path.with_name("journal.fresh.db")
        if newest is None or not self._mirror.fetched(newest, fresh):
            return Step.BEHIND
        try:
            copy = Journal.read_only(fresh)
            copy.verify()
            copy.close()
        except JournalBroken as broken:
            log.error("the queue-master's copy %s is not whole: %s", newest.name, broken)  # noqa: TRY400 - the words say it all
            return Step.BEHIND
        self._fit.unlink(missing_ok=True)
        sync_names(self._store.folder)
        self.journal.close()
        aside = self._store.folder / "aside"
        aside.mkdir(exist_ok=True)
        for old in aside.glob("journal.db*"):
            old.unlink()
        for path in self._store.folder.glob("journal.db*"):
            path.replace(aside / path.name)
        fresh.replace(self._store.path)
        self.journal = Journal.open(self._store.path)
        return Step.BEHIND

    def _secrets(self) -> tuple[str, ...]:
        folder = self._store.folder / "secrets"
        return tuple(sorted(path.name for path in folder.glob("????-??-??"))) if folder.is_dir() else ()
