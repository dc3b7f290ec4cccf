"""At who has taken the office: the authority opens by itself, or waits for the backup word, and staff see for which.

Until it is open there is no desk: this speaks in its place on the technician's page.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

from broker.bus.seam import Bus, Message
from broker.bus.settings import Settings
from broker.contracts import codec
from broker.contracts.enrolling import Asking, DeskSaid, DeskWish
from broker.contracts.errors import ContractError
from broker.contracts.topics import Topics
from broker.standby.inheriting import NAME, Estate, Inheritance
from broker.standby.sealing import WrongWord
from broker.standby.second_office import open_office
from broker.standby.staff_changes import look_back, still_lost

log = logging.getLogger(__name__)

CODES = {Estate.SEALED: "authority-sealed", Estate.ABSENT: "authority-absent"}


class Heir:
    """Before `bus.start()`."""

    def __init__(self, inheritance: Inheritance, bus: Bus, lost: Callable[[], frozenset[str]] = frozenset) -> None:
        """`lost`: what else did not come with the office, as codes of problems."""
        self._lost = lost
        self._inheritance, self._bus, self._topics = inheritance, bus, Topics(bus.hall)
        self._wishes: SimpleQueue[DeskWish] = SimpleQueue()
        self._said: DeskSaid | None = None
        self._estate = inheritance.by_itself()
        if self._estate is Estate.HERE:
            return
        bus.subscribe(self._topics.desk_wish, self._hear)
        bus.on_link(lambda up: self._tell() if up else None)
        # A word costs some tenths of a second, and the loop of commands goes on meanwhile.
        threading.Thread(target=self._answer, name="heir", daemon=True).start()

    @property
    def missing(self) -> frozenset[str]:
        """What staff are told."""
        return self._lost().union({CODES[self._estate]} if self._estate in CODES else ())

    def _hear(self, message: Message) -> None:
        if message.retained or self._estate is Estate.HERE:
            return  # the desk is open: it answers
        try:
            self._wishes.put(codec.read(DeskWish, message.body))
        except ContractError as error:
            log.warning("a technician's wish that cannot be read: %s", error)

    def _answer(self) -> None:
        while self._estate is not Estate.HERE:
            wish = self._wishes.get()
            if self._said is None or self._said.id != wish.id:
                reason = self._open(wish)
                self._said = DeskSaid(id=wish.id, outcome="refused" if reason else "done", reason=reason)
            self._bus.publish(self._topics.desk_said, codec.encode(self._said))

    def _open(self, wish: DeskWish) -> str:
        """The reason for which it stays closed; "" when it is open."""
        if wish.what != "unseal" or self._estate is not Estate.SEALED:
            return CODES[self._estate]
        try:
            self._inheritance.open(wish.code)
        except WrongWord:
            return "wrong-word"
        except OSError as error:
            log.error("the authority could not be written: %s", error)  # noqa: TRY400 - the words say it all
            return "disk"
        self._estate = Estate.HERE
        return ""

    def _tell(self) -> None:
        if self._estate is not Estate.HERE:
            asking = Asking(open=False, authority=self._estate.value)
            self._bus.publish(self._topics.asking, codec.encode(asking), retain=True)


def heir_of(settings: Settings, bus: Bus) -> Heir | None:
    """Of a queue-master that is one of a pair. It backs up the authority that it has, or may come to have."""
    folders = [Path(each) for each in settings.backs_up.split()]
    authority = next((each for each in folders if each.name == NAME), None)
    if authority is None:
        return None
    state = settings.state_dir
    open_office(settings, authority.parent, lambda: look_back(state))
    return Heir(Inheritance(state, authority), bus, lambda: still_lost(state))
