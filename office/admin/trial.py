"""A changed hall file at work on trial: confirmed in time it stays, else the one before it comes back by itself.

The trial is on the disk before the hall file changes, so that an office which is started anew in the middle of it
knows what it owes. Whether a file may be taken is the queue-master's to say; it is asked before and after.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct, structs

from broker.bus.on_disk import keep, kept, put
from broker.contracts import hall_check
from broker.contracts.errors import ConfigError
from broker.contracts.fields import Moment
from broker.contracts.hall_file import HallFile
from broker.contracts.status import Did
from office.admin.versions import Version, Versions, digest
from office.doors.audit import Audit

log = logging.getLogger(__name__)

LASTS = timedelta(minutes=10)
CANDIDATE = ".candidate.toml"  # beside the hall file, where the queue-master looks at it


class Trial(Struct, frozen=True, kw_only=True):
    """`taken`: the queue-master works by it. `told`: why the file before it could not come back yet."""

    sha256: str
    before: str
    began: Moment
    until: Moment
    who: str | None
    why: str
    taken: bool = False
    told: str = ""


class Stopped(Exception):
    """It was not done; `code`: a key of the phrases below [stopped], or "" where the queue-master said why itself."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(words or code)
        self.code, self.words = code, words


Wish = Callable[[str, dict[str, str]], Awaitable[Did | None]]
"""Ask the queue-master: what, with which arguments. None: it did not answer."""


class HallOnTrial:
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
        self.path, self.versions = path, Versions(folder / "hall")
        self._trial_path = folder / "trial.json"
        self._wish, self._clock, self._audit, self._took = wish, clock, audit, took
        self._one_at_a_time = asyncio.Lock()
        self.trial: Trial | None = kept(self._trial_path, Trial)

    def text(self) -> str:
        """The hall file as it is. OSError, or ConfigError when it is no text."""
        return hall_check.read(self.path)

    async def look(self, text: str, language: str) -> str:
        """Whether the queue-master would take `text` now: "", or why not. Stopped when it does not answer."""
        put(self.path.with_name(CANDIDATE), text.encode())
        did = await self._wish("look-at-hall", {"sha256": digest(text), "language": language})
        if did is None:
            raise Stopped("silent")
        return did.message if did.outcome != "done" else ""

    async def begin(self, text: str, base: str, who: str | None, why: str, language: str) -> None:
        """Try `text`, made from the text that is called `base`. Stopped with everything as it was; ConfigError."""
        async with self._one_at_a_time:
            if self.trial is not None:
                raise Stopped("on-trial")
            before = self.text()
            if digest(before) != base:
                raise Stopped("changed")
            if text == before:
                raise Stopped("same")
            plan = hall_check.parse(text)
            if said := await self.look(text, language):
                raise Stopped("", said)
            now = self._clock()
            if not self.versions.all():
                self.versions.note(Version(at=now, fate="found", sha256=self.versions.keep(before)))
            trial = Trial(
                sha256=self.versions.keep(text),
                before=self.versions.keep(before),
                began=now,
                until=now + LASTS,
                who=who,
                why=why,
            )
            self._remember(trial)
            await self._take(text, language, plan, before)
            self._remember(structs.replace(trial, taken=True))
            self.versions.note(Version(at=now, fate="tried", sha256=trial.sha256, who=who, why=why))
            self._audit.note("hall-tried", who)

    async def _take(self, text: str, language: str, plan: HallFile, before: str) -> None:
        """Put the file where all read it and have it taken; if that fails, everything is as before."""
        try:
            put(self.path, text.encode())
        except OSError:
            self._remember(None)
            raise
        did = await self._wish("take-hall", {"sha256": digest(text), "language": language})
        if did is None or did.outcome != "done":
            put(self.path, before.encode())
            # It may have taken it and only its answer was lost: then it takes the old one again.
            if did is None:
                await self._wish("take-hall", {"sha256": digest(before), "language": language})
            self._remember(None)
            raise Stopped("silent") if did is None else Stopped("", did.message)
        self._took(plan)

    async def confirm(self, who: str | None) -> None:
        """It stays. Stopped when there is no trial any more."""
        async with self._one_at_a_time:
            trial = self.trial
            if trial is None or not trial.taken or self._clock() >= trial.until:
                raise Stopped("no-trial")
            self.versions.note(Version(at=self._clock(), fate="confirmed", sha256=trial.sha256, who=who))
            self._remember(None)
            self._audit.note("hall-confirmed", who)

    async def take_back(self, who: str | None, language: str) -> None:
        """The file before it, again. Stopped when that cannot be yet: it is tried again until it can."""
        async with self._one_at_a_time:
            trial = self.trial
            if trial is None:
                raise Stopped("no-trial")
            await self._take_back(trial, who, language)

    async def _take_back(self, trial: Trial, who: str | None, language: str) -> None:
        now, before = self._clock(), self.versions.text(trial.before)
        present = digest(self.text())
        if before is None or present != trial.sha256:
            # Never written, or written over by hand since: what is there is somebody's own.
            log.warning("the hall file is not the one on trial; it stays as it is")
            self._remember(None)
            return
        said = ""
        with suppress(Stopped):  # a queue-master that is away reads the file when it starts
            said = await self.look(before, language)
        if said:
            self._remember(structs.replace(trial, until=min(trial.until, now), told=said))
            raise Stopped("", said)
        put(self.path, before.encode())
        await self._wish("take-hall", {"sha256": trial.before, "language": language})
        self.versions.note(Version(at=now, fate="taken-back", sha256=trial.before, who=who))
        self._remember(None)
        self._audit.note("hall-taken-back", who)
        with suppress(ConfigError):
            self._took(hall_check.parse(before))

    async def upkeep(self) -> None:
        """Bring back what is owed: a trial that nobody confirmed, or that the office did not live to begin."""
        trial = self.trial
        if trial is None or self._one_at_a_time.locked():
            return
        left = trial.until - self._clock()
        if trial.taken and timedelta(0) < left <= LASTS:
            return
        try:
            await self.take_back(None, "uk")
        except (Stopped, OSError, ConfigError) as why:
            log.warning("the hall file before the trial cannot come back yet: %s", why)

    def _remember(self, trial: Trial | None) -> None:
        if trial is None:
            self._trial_path.unlink(missing_ok=True)
        else:
            keep(self._trial_path, trial)
        self.trial = trial
