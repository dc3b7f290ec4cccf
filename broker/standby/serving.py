"""At the queue-master: answers whoever follows its journal. A thread of its own, with a connection of its own to read.

A question for what comes next is held until there is something, at most a second: the answer goes out the moment that a
batch is on the disk, and the next question says that it is on the other disk, too.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue

import msgspec

from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.standby import Files, Follow, GetPiece, ListFiles, Page, Piece, StandbyAsk, StandbyTold
from broker.contracts.topics import Topics
from broker.queuemaster.journal import Journal
from broker.standby.kept_files import KeptFiles
from broker.standby.paging import is_ours, page

log = logging.getLogger(__name__)

HELD = 1.0  # seconds
FILES_A_PAGE = 250
_ask = msgspec.json.Decoder[StandbyAsk](StandbyAsk)


class Serving:
    """`heard(follow)` is called with each question of the follower, in this thread; `secret` reads that of a day."""

    def __init__(self, bus: Bus, journal: Journal, kept: KeptFiles, heard: Callable[[str, Follow], None]) -> None:
        self._bus, self._journal_path, self._kept, self._heard = bus, journal.path, kept, heard
        self._topics = Topics(bus.hall)
        self._inbox: SimpleQueue[tuple[str, StandbyAsk] | None] = SimpleQueue()
        self._held: tuple[str, Follow, float] | None = None
        self._stopping = threading.Event()
        self._secrets = journal.path.parent / "secrets"
        bus.subscribe(self._topics.standby_ask("+"), self._hear)

    def written(self) -> None:
        """Something is on the disk. Any thread."""
        self._inbox.put(None)

    def stop(self) -> None:
        self._stopping.set()
        self._inbox.put(None)

    def run(self) -> None:
        journal = Journal.read_only(self._journal_path)
        while not self._stopping.is_set():
            try:
                heard = self._inbox.get(timeout=HELD / 4)
            except Empty:
                heard = None
            try:
                self._turn(heard, journal)
            except Exception:  # of one question; the next must be answered
                log.exception("a question of the standby could not be answered")
        journal.close()

    def _hear(self, message: Message) -> None:
        try:
            self._inbox.put((message.topic.split("/")[-2], _ask.decode(message.body)))
        except msgspec.MsgspecError as error:
            log.warning("the standby asks what cannot be read: %s", error)

    def _turn(self, heard: tuple[str, StandbyAsk] | None, journal: Journal) -> None:
        if heard is not None:
            who, asked = heard
            if isinstance(asked, Follow):
                journal.look_again()
                # Of another journal however many events are no disk for ours. One that is only old gets a whole copy.
                if asked.have < journal.begins or is_ours(journal, asked):
                    self._heard(who, asked)
                self._held = (who, asked, time.monotonic())
            else:
                self._tell(who, self._of_files(asked))
        if self._held is not None:
            who, follow, since = self._held
            journal.look_again()
            told = page(journal, follow, self._secrets_beside(follow.secrets))
            if told.forked or told.events or told.secrets or time.monotonic() - since >= HELD:
                self._held = None
                self._tell(who, told)

    def _of_files(self, asked: ListFiles | GetPiece) -> Files | Piece:
        if isinstance(asked, GetPiece):
            data = self._kept.piece(asked.name, asked.sha256, asked.offset)
            return Piece(number=asked.number, data=data or b"", gone=data is None)
        rest = [each for each in self._kept.listed() if each.name > asked.after]
        return Files(number=asked.number, files=tuple(rest[:FILES_A_PAGE]), more=len(rest) > FILES_A_PAGE)

    def _secrets_beside(self, known: tuple[str, ...]) -> dict[str, bytes]:
        """Secrets of days that the follower has not: what is digested with them may be in the next events."""
        paths = self._secrets.glob("????-??-??") if self._secrets.is_dir() else ()
        return {path.name: path.read_bytes() for path in paths if path.name not in known}

    def _tell(self, who: str, told: StandbyTold) -> None:
        try:
            self._bus.publish(self._topics.standby_told(who), codec.encode(told))
        except ContractError:
            if isinstance(told, Page) and told.events:  # its one event is as large as a message may be
                log.critical("event %d does not fit into a page for the standby", told.have + 1)
