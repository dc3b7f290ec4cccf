"""The way from a page to what became of all visits: keeps the tables up, has questions reckoned. Never in our process."""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from office.reports.aside import Aside, Away
from office.reports.asking import Answer, Wish

log = logging.getLogger(__name__)

Played = TypeVar("Played", bound=msgspec.Struct)

FRESH = 10.0  # seconds for which what was made of the journal is new enough
_answer = msgspec.json.Decoder[Answer](Answer)


class Upto(msgspec.Struct, kw_only=True):
    """What `python -m broker.visits` tells: how far the tables are, `left` days behind; or what is wrong."""

    seq: int = 0
    root: str = ""
    days: int = 0
    left: int = 0
    made: int = 0
    error: str = ""


class Records:
    """`folder`: the office's own, for the tables. `journal`: where the queue-master's may be; looked for when asked.

    `make` False: the tables are there, and nobody makes new ones (samples).
    """

    def __init__(self, hall_file: Path, folder: Path, journal: str, beside: Path, *, make: bool = True) -> None:
        self._hall_file, self._folder = hall_file, folder
        self._named, self._beside, self._make = journal, beside, make
        self._maker: Aside | None = None
        self._player = Aside("broker.what_if", (str(hall_file), str(folder)))
        self._worker = Aside("office.reports.worker", (str(hall_file), str(folder)))
        self._made = float("-inf")
        self._looking = asyncio.Lock()
        self.upto = Upto()

    @property
    def reports(self) -> Path:
        """Where reports are kept that people have built."""
        return self._folder.parent / "reports"

    async def play(self, wish: dict[str, Any], kind: type[Played]) -> Played:
        """A day played again, in a process of its own. `kind` has an `error` that says when nothing came of it."""
        await self._keep_up()
        try:
            return msgspec.json.decode(await self._player.ask(msgspec.json.encode(wish)), type=kind)
        except Away as away:
            log.warning("the process that plays days ended: %s", away)
            return kind(error="away")

    def journal(self) -> Path | None:
        """The queue-master's journal on this machine; None when there is none."""
        if self._named:
            path = Path(self._named)
            return path if path.is_file() else None
        return next(iter(sorted(self._beside.glob("*/journal.db"))), None)

    async def ask(self, wish: Wish) -> Answer:
        """`error` says when nothing can be told, and why."""
        await self._keep_up()
        try:
            return _answer.decode(await self._worker.ask(msgspec.json.encode(wish)))
        except Away as away:
            log.warning("the process that reckons reports ended: %s", away)
            return Answer(error="away")

    async def _keep_up(self) -> None:
        async with self._looking:
            if not self._make or time.monotonic() - self._made < FRESH:
                return
            journal = self.journal()
            if journal is None:
                self.upto = Upto(error="no-journal")
                return
            if self._maker is None:
                arguments = (str(journal), str(self._hall_file), str(self._folder), "--follow")
                self._maker = Aside("broker.visits", arguments)
            try:
                self.upto = msgspec.json.decode(await self._maker.ask(b""), type=Upto)
                self._made = time.monotonic() if not self.upto.left else float("-inf")
            except Away as away:
                log.warning("the process that makes the tables ended: %s", away)
                self.upto = Upto(error="away")
            if self.upto.error:
                log.warning("the tables of reports are not kept up: %s", self.upto.error)

    async def close(self) -> None:
        for process in (self._maker, self._worker, self._player):
            if process is not None:
                await process.close()
