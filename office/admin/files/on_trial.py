"""A document of files on trial: what all kinds of them share."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from broker.contracts.errors import ConfigError
from office.admin.files.contents import Contents, read, written
from office.admin.files.store import FileStore
from office.admin.trial import OnTrial
from office.admin.versions import Versions
from office.doors.audit import Audit


class FilesOnTrial(OnTrial):
    """`folder`: its own, where versions and the trial are kept. A version's text is what `contents` writes."""

    def __init__(self, folder: Path, store: FileStore, *, clock: Callable[[], datetime], audit: Audit) -> None:
        super().__init__(Versions(folder, ".json"), folder / "trial.json", clock=clock, audit=audit, kind="file")
        self.store = store

    @abstractmethod
    def _read(self) -> Contents:
        """Keep what is there now. In a thread: it may be large."""

    @abstractmethod
    def _mistakes(self, contents: Contents) -> ConfigError | None:
        """Everything that is wrong with it, or None. In a thread."""

    async def present(self) -> str:
        return written(await asyncio.to_thread(self._read))

    async def mistakes(self, contents: Contents) -> ConfigError | None:
        return await asyncio.to_thread(self._mistakes, contents)

    def version(self, name: str) -> Contents | None:
        """What it was, if that is still kept. `name` may come from anybody."""
        text = self.versions.text(name)
        return None if text is None else read(text)

    def laid_out(self, contents: Contents) -> TemporaryDirectory[str]:
        """A folder with these files, gone when it is left."""
        place = self.store.room()
        self.store.lay_out(contents.items(), Path(place.name) / "bundle")
        return place
