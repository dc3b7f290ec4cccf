"""Where the journal lies, and what is done when it cannot be trusted: the queue-master refuses to start.

It never starts empty over a journal that was lost: tickets would be given out twice. Whole copies are kept beside
it, and the refusal names the newest.
"""

from __future__ import annotations

from pathlib import Path

from broker.queuemaster.journal import Journal, JournalBroken

COPIES_KEPT = 3


class Store:
    """The queue-master's folder: `journal.db`, a mark that one was begun, and `copies/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "journal.db"
        self._mark = folder / "journal.began"
        self._copies = folder / "copies"

    def open(self) -> Journal:
        """The journal, created on the very first start. JournalBroken says what to do."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.path.exists():
            if self._mark.exists() or self.last_copy():
                raise self._refusal("it is missing")
            journal = Journal.create(self.path)
            self._mark.write_text("A journal was begun here. Without journal.db the queue-master will not start.\n")
            return journal
        if self.path.stat().st_size == 0:
            raise self._refusal("it is empty")
        try:
            return Journal.open(self.path)
        except JournalBroken as broken:
            raise self._refusal(str(broken)) from None

    def last_copy(self) -> Path | None:
        """The newest whole copy, if there is one."""
        return max(self._copies.glob("journal-*.db"), default=None, key=lambda path: path.name)

    def copy(self, journal: Journal) -> Path:
        """Make a whole copy and let the oldest go."""
        path = self._copies / f"journal-{journal.seq:012d}.db"
        journal.copy_to(path)
        for old in sorted(self._copies.glob("journal-*.db"))[:-COPIES_KEPT]:
            old.unlink()
        return path

    def _refusal(self, why: str) -> JournalBroken:
        copy = self.last_copy()
        way_back = (
            f"The last good copy is {copy}. To go on from it:\n"
            f"  mv {self.path} {self.path}.broken; rm -f {self.path}-wal {self.path}-shm; cp {copy} {self.path}\n"
            "Tickets issued after the copy are not in it: look at their slips."
            if copy
            else f"There is no copy. To begin anew, knowing that today's tickets are lost: empty {self.folder}"
        )
        return JournalBroken(
            f"The journal {self.path} cannot be trusted: {why}.\n"
            f"The queue does not start, so that no number is given out twice.\n{way_back}"
        )
