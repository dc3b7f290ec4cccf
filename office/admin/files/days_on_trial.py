"""The days that are different, on trial: a file beside the hall file, which the queue-master takes as it takes that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from broker.bus.on_disk import put
from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.wrong import Told, wrong
from office.admin.files.contents import Contents, read
from office.admin.files.kinds import DAYS, KINDS
from office.admin.files.on_trial import FilesOnTrial
from office.admin.files.store import FileStore
from office.admin.trial import Stopped, Wish
from office.doors.audit import Audit

CANDIDATE = ".candidate.ics"  # beside the hall file, where the queue-master looks at it
MAIN = KINDS[DAYS].main


class DaysOnTrial(FilesOnTrial):
    """`hall`: the hall file; `named`: how it calls the file of exceptions now."""

    def __init__(
        self,
        hall: Path,
        named: Callable[[], str],
        folder: Path,
        store: FileStore,
        wish: Wish,
        *,
        clock: Callable[[], datetime],
        audit: Audit,
    ) -> None:
        super().__init__(folder, store, clock=clock, audit=audit)
        self._hall, self._named, self._wish = hall, named, wish

    def _read(self) -> Contents:
        return {MAIN: self.store.keep_file(self._hall.parent / self._named())}

    def _mistakes(self, contents: Contents) -> ConfigError | None:
        return None if list(contents) == [MAIN] else ConfigError([Told(f"{MAIN}: ", wrong("file.alone"))])

    async def look(self, text: str, language: str) -> str:
        return await self._ask("look-at-hall", text, language, self._hall.with_name(CANDIDATE))

    async def _take(self, text: str, before: str, language: str) -> None:
        path = self._hall.parent / self._named()
        try:
            said = await self._ask("take-hall", text, language, path)
        except Stopped:
            await self._put_back(before, language)  # it may have taken it, and only its answer was lost
            raise
        if said:
            put(path, self._content(before))
            raise Stopped("", said)

    async def _put_back(self, before: str, language: str) -> None:
        try:
            await self._ask("take-hall", before, language, self._hall.parent / self._named())
        except Stopped:
            return  # who is away reads the file at its start

    async def _ask(self, what: str, text: str, language: str, path: Path) -> str:
        """Lay it there, and ask the queue-master: "", or why not."""
        content = self._content(text)
        put(path, content)
        names = {"sha256": sha256(self._hall.read_bytes()).hexdigest(), "exceptions": sha256(content).hexdigest()}
        did = await self._wish(what, {**names, "language": language})
        if did is None:
            raise Stopped("silent")
        return did.message if did.outcome != "done" else ""

    def _content(self, text: str) -> bytes:
        kept = self.store.path(read(text)[MAIN])
        if kept is None:
            raise Stopped("disk")
        return kept.read_bytes()
