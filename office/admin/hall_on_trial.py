"""The hall file on trial. Whether it may be taken is the queue-master's to say; it is asked before and after."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from broker.bus.on_disk import put
from broker.contracts import hall_check
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from office.admin.trial import OnTrial, Stopped, Wish
from office.admin.versions import Versions, digest
from office.doors.audit import Audit

CANDIDATE = ".candidate.toml"  # beside the hall file, where the queue-master looks at it


class HallOnTrial(OnTrial):
    """`folder`: where versions and the trial are kept. `took`: told the hall file that is at work from now on."""

    def __init__(
        self,
        path: Path,
        folder: Path,
        wish: Wish,
        *,
        clock: Callable[[], datetime],
        audit: Audit,
        took: Callable[[HallFile], None],
    ) -> None:
        super().__init__(Versions(folder / "hall"), folder / "trial.json", clock=clock, audit=audit, kind="hall")
        self.path = path
        self._wish, self._took = wish, took

    def text(self) -> str:
        """The hall file as it is. OSError, or ConfigError when it is no text."""
        return hall_check.read(self.path)

    async def begin(self, text: str, base: str, who: str | None, why: str, language: str) -> None:
        hall_check.parse(text)
        await super().begin(text, base, who, why, language)

    async def present(self) -> str:
        return self.text()

    async def look(self, text: str, language: str) -> str:
        put(self.path.with_name(CANDIDATE), text.encode())
        did = await self._wish("look-at-hall", {"sha256": digest(text), "language": language})
        if did is None:
            raise Stopped("silent")
        return did.message if did.outcome != "done" else ""

    async def _take(self, text: str, before: str, language: str) -> None:
        put(self.path, text.encode())
        did = await self._wish("take-hall", {"sha256": digest(text), "language": language})
        if did is None or did.outcome != "done":
            put(self.path, before.encode())
            # It may have taken it and only its answer was lost: then it takes the old one again.
            if did is None:
                await self._wish("take-hall", {"sha256": digest(before), "language": language})
            raise Stopped("silent") if did is None else Stopped("", did.message)
        self._took(hall_check.parse(text))

    async def _put_back(self, before: str, language: str) -> None:
        put(self.path, before.encode())
        await self._wish("take-hall", {"sha256": digest(before), "language": language})
        with suppress(ConfigError):
            self._took(hall_check.parse(before))
