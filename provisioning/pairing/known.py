"""At the desk: what it has seen of standby and witness, and what it tells a box that asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from pathlib import Path

from broker.bus.on_disk import keep, kept
from provisioning.authority.authority import Member
from provisioning.enrolment.places import BROKER_PORT
from provisioning.pairing.pair import QUEUE_MASTER, STANDBY, WITNESS, Moment, Pair, Stands, Told, knows, pair, told

FILE = "standby-broker.json"  # where the second broker was last
FRESH = 300.0  # seconds for which a box's own word is good
SILENCE = 60.0  # seconds without a word of the queue-master
WORKS = ("ready", "degraded")  # a standby that is not followed yet is degraded


class Known:
    """One at each desk. `steady`: the machine's steady clock."""

    def __init__(self, folder: Path, steady: Callable[[], float]) -> None:
        self._file, self._steady = folder / FILE, steady
        self._first = ""  # not on the disk: the next time that this box decides it may be anywhere
        self._lock = threading.Lock()
        self._statuses: dict[str, str] = {}
        self._knowing: dict[str, float] = {}
        self._hall_at = steady()
        self._idle = self._shut = False

    def status(self, name: str, state: str) -> None:
        """An appliance has said how it is, or its will has."""
        self._statuses[name] = state

    def hall(self, *, idle: bool, shut: bool) -> None:
        """The queue-master has been heard."""
        self._idle, self._shut, self._hall_at = idle, shut, self._steady()

    @property
    def second_broker(self) -> str:
        """Where the standby's broker is; "": not known yet."""
        return kept(self._file, str) or ""

    def first(self, member: Member, address: str) -> str:
        """Where the first machine is, for all others, while a standby decides: a new one may have another address. "": it has
        not asked here, and boxes leave it as they know it.
        """
        if member.role != QUEUE_MASTER:
            return self._first
        self._first = address
        return ""

    def at_entry(self, name: str, role: str, members: Collection[Member], address: str) -> Told:
        """What a box is given when it is let in."""
        with self._lock:
            if role == STANDBY:
                self._found(name, address, members)
            return told(Stands(), name, role, self._pair(members), Moment())

    def asked(self, member: Member, stands: Stands, members: Collection[Member], address: str) -> Told:
        """What it is told when it asks, and what we know of it since."""
        with self._lock:
            if member.role == STANDBY:
                port = "" if stands.broker == BROKER_PORT else f":{stands.broker}"
                self._found(member.name, f"{address}{port}", members)
            hall = self._pair(members)
            if member.role in (STANDBY, WITNESS):
                self._knowing.pop(member.name, None)
                if knows(stands, member.name, hall):
                    self._knowing[member.name] = self._steady()
            return told(stands, member.name, member.role, hall, self._moment())

    def _moment(self) -> Moment:
        now = self._steady()
        heard = now - self._hall_at <= SILENCE
        well = [name for name, at in self._knowing.items() if now - at <= FRESH and self._statuses.get(name) in WORKS]
        return Moment(well=well, idle=heard and self._idle, shut=heard and self._shut, dumb=not heard)

    def _pair(self, members: Collection[Member]) -> Pair:
        return pair([(each.name, each.role) for each in members if not each.revoked], self.second_broker)

    def _found(self, name: str, address: str, members: Collection[Member]) -> None:
        """Where the standby is: on the disk, since other boxes ask before it does after a power cut."""
        if name == self._pair(members).standby and address != kept(self._file, str):
            keep(self._file, address)
