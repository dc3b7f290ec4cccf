"""Where the journal lies, and what is done when it cannot be trusted: the queue-master refuses to start.

It never starts empty over a journal that was lost: tickets would be given out twice. Whole copies are kept beside
it, and the refusal names the newest.
"""

from __future__ import annotations

from contextlib import suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from shlex import quote
from sqlite3 import DatabaseError

from broker.queuemaster.journal import Journal, JournalAway, JournalBroken, JournalShort
from broker.queuemaster.short_journal import shortened

COPIES_KEPT = 3


class Store:
    """The queue-master's folder: `journal.db`, a mark that one was begun, and `copies/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "journal.db"
        self._mark = folder / "journal.began"
        self._copies = folder / "copies"

    def claim(self) -> None:
        """Keep others out of this folder as long as this process lives. JournalAway when somebody is in.

        Two writers would each give out the next number.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = (self.folder / "queue-master.lock").open("w")
        try:
            flock(self._lock, LOCK_EX | LOCK_NB)
        except OSError:
            raise JournalAway(f"Another queue-master keeps the journal in {self.folder}. Stop it first.") from None

    def leave(self) -> None:
        """Let others into this folder again."""
        self._lock.close()

    def open(self, *, as_it_is: bool = False) -> Journal:
        """The journal, created on the very first start. JournalBroken says what to do; JournalShort: it had more.

        `as_it_is`: also when it had more, for who gets that from another box.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.path.exists():
            if self._mark.exists() or self._all_copies():
                raise self._refusal("it is missing")
            journal = Journal.create(self.path)
        elif self.path.stat().st_size == 0:
            raise self._refusal("it is empty")
        else:
            journal = self._opened(as_it_is=as_it_is)
        if not self._mark.exists():
            with suppress(OSError):  # a full disk; the next start makes it
                self._mark.write_text("A journal was begun here. Without journal.db the queue-master will not start.\n")
        return journal

    def _opened(self, *, as_it_is: bool) -> Journal:
        if not as_it_is and (why := shortened(self.path)):
            raise JournalShort(f"The journal {self.path} has less than it had: {why}.")
        try:
            journal = Journal.open(self.path)
        except JournalBroken as broken:
            raise self._refusal(str(broken)) from None
        newest = max(map(reaches, self._all_copies()), default=0)
        if journal.seq < newest and not as_it_is:
            journal.close()
            raise self._refusal(f"it ends with record {journal.seq}, and a copy of it already had {newest}")
        return journal

    def last_copy(self) -> Path | None:
        """The newest copy whose chain is whole from its first record to its last, if there is one."""
        return next((path for path in reversed(self._all_copies()) if _is_whole(path)), None)

    def _all_copies(self) -> list[Path]:
        return sorted(self._copies.glob("journal-*.db"))

    def copy(self, journal: Journal) -> Path:
        """Make a whole copy and let the oldest go."""
        path = self._copies / f"journal-{journal.seq:012d}.db"
        journal.copy_to(path)
        for old in self._all_copies()[:-COPIES_KEPT]:
            old.unlink()
        return path

    def _refusal(self, why: str) -> JournalBroken:
        copy = self.last_copy()
        way_back = (
            f"The last good copy is {copy}. To go on from it:\n"
            f"  cd {quote(str(self.folder.absolute()))} && mkdir -p broken && mv -f journal.db* broken/;"
            f" cp -p {quote(str(copy.relative_to(self.folder)))} journal.db\n"
            "Tickets issued after the copy are not in it: look at their slips."
            if copy
            else f"There is no copy. To begin anew, knowing that today's tickets are lost: empty {self.folder}"
        )
        return JournalBroken(
            f"The journal {self.path} cannot be trusted: {why}.\n"
            f"The queue does not start, so that no number is given out twice.\n{way_back}"
        )


def reaches(copy: Path) -> int:
    """Up to which event a copy was made, as its name says."""
    return int(copy.stem.removeprefix("journal-"))


def _is_whole(path: Path) -> bool:
    try:
        copy = Journal.read_only(path)
    except JournalBroken:
        return False
    try:
        copy.verify()
    except (JournalBroken, DatabaseError):
        return False
    else:
        return True
    finally:
        copy.close()
