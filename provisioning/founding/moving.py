"""The address of a founded machine has changed: its page, its kit and where content is fetched follow by themselves.

A router gives another address when nobody has reserved the old one. Boxes of the hall find this machine by multicast DNS;
browsers need a certificate for the new address, new cards a kit with it. The kit keeps its token: those that are on cards
already still let boxes ask.
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from msgspec import Struct

from broker.bus.on_disk import keep, kept, put
from provisioning.enrolment import places
from provisioning.enrolment.box import settings_text
from provisioning.enrolment.desk import Desk
from provisioning.enrolment.office_page import page_settings
from provisioning.enrolment.own_addresses import own_addresses
from provisioning.kit.making import kit_text
from provisioning.kit.reading import read
from provisioning.kit.schema import FILE as KIT
from provisioning.pairing.marks import DUE, WAITS

log = logging.getLogger(__name__)

FILE = "moved.json"  # beside the kit
LOOK, SETTLED = 10.0, 30.0  # seconds between two looks, and for which an address has to stay
TOLD_FOR = timedelta(days=30)
MADE_UP = ("127.", "169.254.")  # by a machine that no router has answered


class Moved(Struct, frozen=True):
    before: str
    now: str
    at: datetime


class Moving:
    """`state`: of the machine that has founded the hall; `marks`: which of its roles are to begin anew."""

    def __init__(
        self,
        desk: Desk,
        state: Path,
        marks: Path,
        steady: Callable[[], float],
        addresses: Callable[[], Sequence[str]] = own_addresses,
    ) -> None:
        self._desk, self._state, self._marks = desk, state, marks
        self._steady, self._addresses = steady, addresses
        self._kit = state / "office" / KIT
        self._looked = float("-inf")
        self._seen, self._since = "", float("-inf")

    def look(self, at: datetime) -> None:
        """Now and then. Cut off by the power it is done once more: the kit, by which it is seen, is written last."""
        now = self._steady()
        if now - self._looked < LOOK or not self._kit.is_file():
            return
        self._looked = now
        values, _ = read(self._kit.read_bytes())
        here = [each for each in self._addresses() if not each.startswith(MADE_UP)]
        before = str(values["address"])
        if not here or before in here or not _is_given(before):
            self._seen = ""
            return
        if here[0] != self._seen:
            self._seen, self._since = here[0], now
        if now - self._since >= SETTLED:
            self._move(values, before, here[0], at)

    def told(self, at: datetime) -> Moved | None:
        """What a technician is told, for a while."""
        moved = kept(self._kit.with_name(FILE), Moved)
        return moved if moved is not None and at - moved.at < TOLD_FOR else None

    def _move(self, values: dict[str, object], before: str, here: str, at: datetime) -> None:
        log.warning("this machine was at %s and is at %s now", before, here)
        self._change("queue-master", "content_host", before, {"content_host": here})
        if self._is_set("office", "office_names", before):
            page = page_settings(self._desk.authority, self._state, here, at)
            self._desk.tell_broker()
            self._change("office", "office_names", before, page)
            (self._marks / f"office{DUE}").touch()  # nobody can open it where it was
        keep(self._kit.with_name(FILE), Moved(before, here, at))
        text = kit_text(
            self._desk.authority,
            self._state / places.AUTHORITY.name,
            str(values["hall"]),
            here,
            port=int(str(values["port"])),
            technician=str(values.get("technician", "")),
            token=str(values["token"]),
        )
        put(self._kit, text.encode(), private=True)

    def _is_set(self, role: str, name: str, value: str) -> bool:
        file = self._state / "roles" / f"{role}.toml"
        return file.is_file() and tomllib.loads(file.read_text("utf-8")).get(name) == value

    def _change(self, role: str, name: str, value: str, fresh: dict[str, str | int]) -> None:
        """Of a role that had `value`; it begins anew when it is the moment (`provisioning/pairing`)."""
        if self._is_set(role, name, value):
            file = self._state / "roles" / f"{role}.toml"
            self._marks.mkdir(parents=True, exist_ok=True)
            (self._marks / f"{role}{WAITS}").touch()
            put(file, settings_text(tomllib.loads(file.read_text("utf-8")) | fresh).encode())


def _is_given(address: str) -> bool:
    """By a router. A name leads to wherever this machine is; loopback is of a trial on one machine."""
    try:
        return not ip_address(address).is_loopback
    except ValueError:
        return False
