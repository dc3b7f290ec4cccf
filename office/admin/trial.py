"""A changed file at work on trial: confirmed in time it stays, else the one before it comes back by itself.

The trial is on the disk before the file changes, so that an office which is started anew in the middle of it knows
what it owes. What the file is, who must take it and how, each kind says itself: see who is made of `OnTrial`.
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from msgspec import Struct, structs

from broker.bus.on_disk import keep, kept
from broker.contracts.errors import ConfigError
from broker.contracts.fields import Moment
from broker.contracts.staffed import StaffDeed
from broker.contracts.status import Did
from office.admin.versions import Version, Versions, digest
from office.doors.audit import Audit

log = logging.getLogger(__name__)

LASTS = timedelta(minutes=10)


class Trial(Struct, frozen=True, kw_only=True):
    """`taken`: the hall works by it. `told`: why the file before it could not come back yet."""

    sha256: str
    before: str
    began: Moment
    until: Moment
    who: str | None
    why: str
    taken: bool = False
    told: str = ""


class Stopped(Exception):
    """It was not done; `code`: a key of the phrases below [stopped], or "" where `words` say why."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(words or code)
        self.code, self.words = code, words


Wish = Callable[[str, dict[str, str]], Awaitable[Did | None]]
"""Ask the queue-master: what, with which arguments. None: it did not answer."""

_DEEDS: dict[str, tuple[StaffDeed, StaffDeed, StaffDeed]] = {
    "hall": ("hall-tried", "hall-confirmed", "hall-taken-back"),
    "file": ("file-tried", "file-confirmed", "file-taken-back"),
}


class OnTrial(ABC):
    """`versions`: where what it was is kept; the trial lies in `trial_path`. `kind`: how the journal calls it."""

    def __init__(
        self,
        versions: Versions,
        trial_path: Path,
        *,
        clock: Callable[[], datetime],
        audit: Audit,
        kind: Literal["hall", "file"],
    ) -> None:
        self.versions = versions
        self._trial_path = trial_path
        self._clock, self._audit, self._deeds = clock, audit, _DEEDS[kind]
        self._one_at_a_time = asyncio.Lock()
        self.trial: Trial | None = kept(trial_path, Trial)

    @abstractmethod
    async def present(self) -> str:
        """What is there now. OSError, ConfigError when it cannot be read."""

    @abstractmethod
    async def look(self, text: str, language: str) -> str:
        """Whether it would be taken now: "", or why not. Stopped when nobody answers."""

    @abstractmethod
    async def _take(self, text: str, before: str, language: str) -> None:
        """Put it where it is read and have it taken. Stopped, OSError with `before` there again."""

    @abstractmethod
    async def _put_back(self, before: str, language: str) -> None:
        """Put there what was before. Who reads it and is away takes it when it is back."""

    async def begin(self, text: str, base: str, who: str | None, why: str, language: str) -> None:
        """Try `text`, made from the one that is called `base`. Stopped with everything as it was; ConfigError."""
        async with self._one_at_a_time:
            if self.trial is not None:
                raise Stopped("on-trial")
            before = await self.present()
            if digest(before) != base:
                raise Stopped("changed")
            if text == before:
                raise Stopped("same")
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
            try:
                await self._take(text, before, language)
            except (Stopped, OSError):
                self._remember(None)
                raise
            self._remember(structs.replace(trial, taken=True))
            self.versions.note(Version(at=now, fate="tried", sha256=trial.sha256, who=who, why=why))
            self._audit.note(self._deeds[0], who)

    async def confirm(self, who: str | None) -> None:
        """It stays. Stopped when there is no trial any more."""
        async with self._one_at_a_time:
            trial = self.trial
            if trial is None or not trial.taken or self._clock() >= trial.until:
                raise Stopped("no-trial")
            self.versions.note(Version(at=self._clock(), fate="confirmed", sha256=trial.sha256, who=who))
            self._remember(None)
            self._audit.note(self._deeds[1], who)

    async def take_back(self, who: str | None, language: str) -> None:
        """The file before it, again. Stopped when that cannot be yet: it is tried again until it can."""
        async with self._one_at_a_time:
            trial = self.trial
            if trial is None:
                raise Stopped("no-trial")
            await self._take_back(trial, who, language)

    async def _take_back(self, trial: Trial, who: str | None, language: str) -> None:
        now, before = self._clock(), self.versions.text(trial.before)
        if before is None or digest(await self.present()) != trial.sha256:
            # Never written, or written over by hand since: what is there is somebody's own.
            log.warning("%s: what is there is not what was on trial; it stays as it is", self._trial_path)
            self._remember(None)
            return
        said = ""
        with suppress(Stopped):  # a queue-master that is away reads the file when it starts
            said = await self.look(before, language)
        if said:
            self._remember(structs.replace(trial, until=min(trial.until, now), told=said))
            raise Stopped("", said)
        await self._put_back(before, language)
        self.versions.note(Version(at=now, fate="taken-back", sha256=trial.before, who=who))
        self._remember(None)
        self._audit.note(self._deeds[2], who)

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
            log.warning("%s: what was before the trial cannot come back yet: %s", self._trial_path, why)

    def _remember(self, trial: Trial | None) -> None:
        if trial is None:
            self._trial_path.unlink(missing_ok=True)
        else:
            keep(self._trial_path, trial)
        self.trial = trial
