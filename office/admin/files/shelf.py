"""The documents of a hall: which there are, and each on its own trial."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from broker.content.beginnings import BEGINNINGS
from broker.content.kinds import KINDS as BUNDLES
from broker.content.kinds import is_name
from broker.contracts.hall_file import HallFile
from office.admin.files.bundle_on_trial import BundleOnTrial
from office.admin.files.days_on_trial import DaysOnTrial
from office.admin.files.kinds import DAYS, KINDS, kind_of
from office.admin.files.offers import Offers
from office.admin.files.on_trial import FilesOnTrial
from office.admin.files.store import FileStore
from office.admin.trial import Wish
from office.doors.audit import Audit

KEPT = 30  # versions of each document whose files stay


class Shelf:
    """`hall_path`: the hall file; `source`: the folder of bundles, None where the hall has none; `folder`: ours."""

    def __init__(
        self,
        hall_path: Path,
        source: Path | None,
        folder: Path,
        *,
        hall: Callable[[], HallFile],
        wish: Wish,
        offers: Offers,
        clock: Callable[[], datetime],
        audit: Audit,
    ) -> None:
        self._hall_path, self._source, self._folder = hall_path, source, folder
        self._hall, self._wish, self._offers, self._clock, self._audit = hall, wish, offers, clock, audit
        self.store = FileStore(folder / "kept")
        self._documents: dict[str, FilesOnTrial] = {}
        for path in folder.glob("documents/*/trial.json"):  # what an office before us began
            self.get(path.parent.name)

    @property
    def publishes(self) -> bool:
        """Whether the hall has a folder of bundles."""
        return self._source is not None

    def names(self) -> list[str]:
        """All that can be changed now, kind by kind."""
        found = {DAYS} if self._hall().hall.exceptions else set()
        if self._source is not None:
            found |= BEGINNINGS.keys()
            here = [*self._source.glob("*.zip"), *self._source.glob("*/")] if self._source.is_dir() else []
            found |= {path.name.removesuffix(".zip") for path in here if not path.name.startswith(".")}
        order = list(KINDS)
        return sorted(filter(kind_of, found), key=lambda name: (order.index(kind_of(name) or ""), name))

    def get(self, name: str) -> FilesOnTrial | None:
        """What is called so; None: nothing can be."""
        if name not in self._documents and (made := self._made(name)):
            self._documents[name] = made
        return self._documents.get(name)

    def all(self) -> list[FilesOnTrial]:
        """Those that were asked for, or are on trial."""
        return list(self._documents.values())

    def _made(self, name: str) -> FilesOnTrial | None:
        kind = kind_of(name)
        own = self._folder / "documents" / name
        if kind == DAYS and self._hall().hall.exceptions:
            return DaysOnTrial(
                self._hall_path,
                lambda: self._hall().hall.exceptions,
                own,
                self.store,
                self._wish,
                clock=self._clock,
                audit=self._audit,
            )
        if kind in BUNDLES and self._source is not None and is_name(name):
            return BundleOnTrial(
                name,
                self._source,
                own,
                self.store,
                self._offers,
                hall=self._hall,
                beginning=BEGINNINGS.get(kind),
                clock=self._clock,
                audit=self._audit,
            )
        return None

    def sweep(self) -> None:
        """Let go of files that no version of late names."""
        named = set()
        for folder in self._folder.glob("documents/*/"):
            document = self.get(folder.name)
            if document is None:
                return  # whose files these are is not known now: all stay
            for version in document.versions.all()[:KEPT]:
                named |= set((document.version(version.sha256) or {}).values())
            if document.trial:
                for each in (document.trial.sha256, document.trial.before):
                    named |= set((document.version(each) or {}).values())
        self.store.sweep(named, time.time())
