"""A bundle of content on trial: it lies where the queue-master publishes from, and is taken when it is offered."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from broker.bus.fetching import digest_of
from broker.bus.unpacking import ContentFault, unpack
from broker.content.bundle import look_into, pack
from broker.content.fault_words import reason
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from broker.contracts.mistakes.wrong import Told
from office.admin.files.contents import Contents, read
from office.admin.files.offers import Offers
from office.admin.files.on_trial import FilesOnTrial
from office.admin.files.store import FileStore
from office.admin.trial import Stopped
from office.doors.audit import Audit


class BundleOnTrial(FilesOnTrial):
    """`source`: the folder of bundles. `hall`: whose it is, as it works now. `beginning`: what is shown while nothing is published; None: nothing is."""

    patience = 40.0  # seconds; the queue-master looks twice at a bundle, every five

    def __init__(
        self,
        name: str,
        source: Path,
        folder: Path,
        store: FileStore,
        offers: Offers,
        *,
        hall: Callable[[], HallFile],
        beginning: Path | None,
        clock: Callable[[], datetime],
        audit: Audit,
    ) -> None:
        super().__init__(folder, store, clock=clock, audit=audit)
        self._name, self._source, self._offers = name, source, offers
        self._hall, self._beginning = hall, beginning

    @property
    def _zip(self) -> Path:
        return self._source / f"{self._name}.zip"

    async def begin(self, text: str, base: str, who: str | None, why: str, language: str) -> None:
        if wrong := await self.mistakes(read(text)):
            raise wrong
        await super().begin(text, base, who, why, language)

    async def look(self, text: str, language: str) -> str:  # noqa: ARG002 - what is right is always taken
        return ""

    async def _take(self, text: str, before: str, language: str) -> None:  # noqa: ARG002 - nobody is asked in words
        sha256 = await asyncio.to_thread(self._lay, read(text))
        if not await self._offers.until(self._name, sha256, self.patience):
            await asyncio.to_thread(self._lay, read(before))
            raise Stopped("unpublished")

    async def _put_back(self, before: str, language: str) -> None:  # noqa: ARG002
        await asyncio.to_thread(self._lay, read(before))

    def _lay(self, contents: Contents) -> str:
        """Where the queue-master looks; the bundle's SHA-256, or "" where nothing is left to publish."""
        if not contents:
            self._zip.unlink(missing_ok=True)
            return ""
        self._source.mkdir(parents=True, exist_ok=True)
        fresh = self._source / f".{self._name}.new"  # hidden: the queue-master never sees half a bundle
        with self.laid_out(contents) as place:
            pack(Path(place) / "bundle", fresh)
        sha256 = digest_of(fresh)
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(self._zip)
        folder = self._source / self._name
        if folder.is_dir():  # goes before a zip of its name: it steps aside, and nothing of anybody's is deleted
            folder.rename(self._source / f".{self._name}.{sha256[:8]}.by-hand")
        return sha256

    def _read(self) -> Contents:
        folder = self._source / self._name
        if folder.is_dir():
            return self._kept(folder)
        if self._zip.is_file():
            with TemporaryDirectory(prefix="cherha-files-") as place:
                try:
                    unpack(self._zip, Path(place) / "bundle")
                except ContentFault as fault:
                    raise ConfigError([Told(f"{self._zip.name}: ", reason(fault))]) from None
                return self._kept(Path(place) / "bundle")
        return self._kept(self._beginning) if self._beginning else {}

    def _kept(self, folder: Path) -> Contents:
        files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
        return {
            inside.as_posix(): self.store.keep_file(path)
            for inside, path in sorted(files.items())
            if not any(part.startswith(".") for part in inside.parts)
        }

    def _mistakes(self, contents: Contents) -> ConfigError | None:
        with self.laid_out(contents) as place:
            packed = Path(place) / "bundle.zip"
            pack(Path(place) / "bundle", packed)
            try:
                look_into(self._name, packed, self._hall())
            except ConfigError as wrong:
                return wrong
        return None
