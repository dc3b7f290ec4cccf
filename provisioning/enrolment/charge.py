"""Whether the desk of this machine is the hall's: in a hall with a standby there are two, and one of them rests.

The authority goes with the queue's office, so the desk follows it. A box that was voted out may not know it yet; but then
its queue-master decides nothing and says nothing. So the word of a live queue-master at our own broker, where nobody else
may speak as one, is needed beside what stands on the disk.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from broker.bus.on_disk import kept
from broker.bus.seam import Bus, Message
from broker.contracts.topics import Topics
from broker.standby.holding import Own
from broker.standby.kept_files import HALL
from broker.standby.mirroring import BESIDE
from broker.standby.second_disk import TERM
from provisioning.pairing.pair import QUEUE_MASTER, STANDBY

FRESH = 6.0  # seconds: three heartbeats, and less than a standby waits before it asks for the office


class _Place(NamedTuple):
    role: str
    me: str
    folder: Path
    paired: bool


class Charge:
    """`state`: what enrolment has written on this machine."""

    def __init__(self, state: Path, steady: Callable[[], float]) -> None:
        self._state, self._steady = state, steady
        self._heard = float("-inf")

    @property
    def is_standby(self) -> bool:
        """Whether this was let in as the standby: no authority is ever made here, one can only come here."""
        place = self._place()
        return place is not None and place.role == STANDBY

    @property
    def term(self) -> int:
        """Of the queue-master's office here; 0: nobody has ever voted."""
        place = self._place()
        own = kept(place.folder / TERM, Own) if place else None
        return own.register.term if own and place and own.register.holder == place.me else 0

    @property
    def needs_word(self) -> bool:
        """Whether a queue-master has to be heard."""
        place = self._place()
        return place is not None and place.paired

    def is_ours(self) -> bool:
        if not self.needs_word:
            return True
        return self.term > 0 and self._steady() - self._heard <= FRESH

    def hall(self, own: Path) -> Path:
        """The hall file by which the queue is decided here. `own`: of a box that was the queue-master from the beginning."""
        place = self._place()
        told = place.folder / BESIDE / HALL if place and place.role == STANDBY else own
        return told if told.is_file() else own

    def listen(self, bus: Bus) -> None:
        """Before `bus.start()`."""
        bus.subscribe(Topics(bus.hall).state, self._hear)

    def _hear(self, message: Message) -> None:
        if not message.retained:
            self._heard = self._steady()

    def _place(self) -> _Place | None:
        for role in (QUEUE_MASTER, STANDBY):
            try:
                settings = tomllib.loads((self._state / "roles" / f"{role}.toml").read_text("utf-8"))
            except (OSError, ValueError):
                continue
            folder = Path(str(settings.get("state_dir", self._state / role)))
            paired = role == STANDBY or bool(settings.get("witness"))
            return _Place(role, str(settings.get("appliance", "")), folder, paired)
        return None
