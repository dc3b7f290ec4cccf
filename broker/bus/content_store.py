"""One content bundle on an appliance: heard of on the bus, fetched, checked, used, and taken back when it is no good.

Whatever happens, the last good version stays in use: with no network, with a broken bundle, with a full disk.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from random import SystemRandom
from typing import Protocol

from broker.bus import fetching
from broker.bus.back_off import back_off
from broker.bus.content_versions import Version, Versions
from broker.bus.seam import Bus, Message
from broker.bus.unpacking import LIMITS, ContentFault, Limits, unpack
from broker.contracts import codec
from broker.contracts.errors import ConfigError, ContractError
from broker.contracts.fields import Text
from broker.contracts.phrases import Phrases
from broker.contracts.status import Content
from broker.contracts.topics import Topics

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0  # seconds between two tries to fetch
_SPARE = 64 * 1024 * 1024  # bytes that stay free on the disk
_TOLD = 3  # mistakes of a bundle that a problem tells; the log has all of them

Check = Callable[[Path], None]
"""Looks at an unpacked bundle. ConfigError with every mistake of it."""

Fetch = Callable[[str, Path, int, threading.Event], None]


class Staff(Protocol):
    """Who is told of problems: an `Appliance`."""

    def problem(self, code: str, message: Text, remedy: Text) -> None: ...

    def clear(self, code: str) -> None: ...


class ContentStore:
    """The bundle `name` below `folder`. Make it before `bus.start()`, then ask `path`: it needs no network.

    `on_change` is called in a thread of the store when another version is in use. A role that shows a new version and
    lives says `proven`; one that cannot use it says `blame`. One that died of it twice gets the version before.
    `release`, of our software: what an older one refused is tried again.
    """

    def __init__(
        self,
        bus: Bus,
        name: str,
        folder: Path,
        *,
        check: Check,
        staff: Staff,
        on_change: Callable[[], None] = lambda: None,
        release: str = "",
        limits: Limits = LIMITS,
        fetch: Fetch = fetching.fetch,
        first_pause: float = FIRST_PAUSE,
    ) -> None:
        self.name = name
        self._check, self._staff, self._on_change = check, staff, on_change
        self._limits, self._fetch, self._first_pause = limits, fetch, first_pause
        self._phrases: Phrases | None = None
        self._versions = Versions(folder / name, release)
        self._lock = threading.Lock()
        self._wanted: Content | None = None
        self._stopping = threading.Event()
        self._news = threading.Event()
        self._thread: threading.Thread | None = None
        if not self._versions.starting():
            self.blame("dies-of-it")
        bus.subscribe(Topics(bus.hall).content(name), self._hear)

    @property
    def path(self) -> Path | None:
        """The folder of the version in use; None before the first."""
        return self._versions.path

    @property
    def version(self) -> str:
        """What people call the version in use; "" before the first."""
        active = self._versions.active
        return active.version if active else ""

    def proven(self) -> None:
        """The version in use has been shown, and we live."""
        with self._lock:
            self._versions.proven()

    def blame(self, code: str, why: str | ConfigError = "") -> None:
        """The version in use is no good after all: back to the one before. `code`: a phrase below [fault]."""
        with self._lock:
            active = self._versions.active
            if active is None:
                return
            self._versions.refuse(active.sha256)
        self._complain(active.version, ContentFault(code, why=why, what=why))
        self._on_change()

    def stop(self) -> None:
        self._stopping.set()
        self._news.set()
        if self._thread is not None:
            self._thread.join(5)

    def _hear(self, message: Message) -> None:
        """In the bus's thread. An empty message takes the offer back: what is in use stays in use."""
        if not message.body:
            return
        try:
            wanted = codec.read(Content, message.body)
        except ContractError as error:
            log.warning("%s: an offer that cannot be read: %s", self.name, error)
            return
        with self._lock:
            if self._wanted == wanted:
                return
            self._wanted = wanted
            if self._thread is None and not self._stopping.is_set():
                self._thread = threading.Thread(target=self._work, name=f"content-{self.name}", daemon=True)
                self._thread.start()
        self._news.set()

    def _work(self) -> None:
        tries = 0
        chance = SystemRandom().random
        while not self._stopping.is_set():
            self._news.clear()
            wanted = self._wanted
            if wanted is None or self._settled(wanted):
                tries = 0
                self._news.wait()
                continue
            try:
                self._get(wanted)
            except ContentFault as fault:
                if self._stopping.is_set():
                    return
                tries += 1
                if fault.lasting:
                    with self._lock:
                        self._versions.refuse(wanted.sha256)
                self._complain(wanted.version, fault)
                if not fault.lasting:
                    self._news.wait(back_off(tries, chance(), self._first_pause, LONGEST_PAUSE))

    def _settled(self, wanted: Content) -> bool:
        active = self._versions.active
        if active is not None and active.sha256 == wanted.sha256:
            self._staff.clear(self._problem)
            return True
        return self._versions.is_refused(wanted.sha256)

    def _get(self, wanted: Content) -> None:
        """Fetch, check and use it. ContentFault when that cannot be."""
        archive, unpacked = self._versions.fresh("incoming.zip"), self._versions.fresh("unpacked")
        try:
            self._need_room(wanted)
            self._fetch(
                wanted.address, archive, min(self._limits.packed, wanted.size or self._limits.packed), self._stopping
            )
            _need_whole(archive, wanted)
            unpack(archive, unpacked, self._limits)
            archive.unlink()
            self._check(unpacked)
            with self._lock:
                self._versions.activate(Version(wanted.sha256, wanted.version), unpacked)
        except ConfigError as wrong:
            log.warning("%s %s: %s", self.name, wanted.version, wrong)
            raise ContentFault("mistakes", what=wrong) from None
        except OSError as error:
            raise ContentFault("disk", lasting=False, why=error.strerror or str(error)) from None
        except ContentFault:
            raise
        except Exception as error:  # a check that fails on what it checks is a check that says no
            log.exception("%s %s could not be checked", self.name, wanted.version)
            raise ContentFault("mistakes", what=f"{type(error).__name__}: {error}"[:200]) from None
        log.info("%s: version %s is in use", self.name, wanted.version)
        self._staff.clear(self._problem)
        self._on_change()

    def _need_room(self, wanted: Content) -> None:
        if wanted.size > self._limits.packed:
            raise ContentFault("too-large", most=self._limits.packed // (1024 * 1024))
        if wanted.size * 2 + _SPARE > shutil.disk_usage(self._versions.folder).free:
            raise ContentFault("disk", lasting=False, why="ENOSPC")

    @property
    def _problem(self) -> str:
        return f"content-{self.name}"

    def _complain(self, version: str, fault: ContentFault) -> None:
        log.warning("%s %s: %s", self.name, version, fault)
        if self._phrases is None:
            self._phrases = Phrases.load(Path(__file__).parent / "phrases")
        phrases, stays = self._phrases, "stays" if self.path else "nothing"
        slots = {"most": "", "file": "", "why": "", "what": "", "seconds": "", **fault.details}
        said = {
            language: phrases.say(
                language,
                f"content.{stays}",
                name=self.name,
                version=version,
                old=self.version,
                fault=phrases.say(language, f"fault.{fault.code}", **_in(language, slots)),
            )
            for language in phrases.languages
        }
        self._staff.problem(self._problem, said, phrases.text("remedy.again" if not fault.lasting else "remedy.anew"))


def _in(language: str, slots: dict[str, object]) -> dict[str, object]:
    """What a fault's phrase is filled with; mistakes in the language of the phrase."""
    return {key: each.first(_TOLD, language) if isinstance(each, ConfigError) else each for key, each in slots.items()}


def _need_whole(archive: Path, wanted: Content) -> None:
    if fetching.digest_of(archive) != wanted.sha256:
        raise ContentFault("wrong-checksum", lasting=False)
