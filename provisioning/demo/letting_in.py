"""The demo as a real hall has it: an authority of its own, a certificate for every part, an access list for the broker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from broker.bus.identity import BROKER
from broker.bus.on_disk import put
from broker.contracts.hall_file import HallFile
from broker.mosquitto import access

if TYPE_CHECKING:
    from provisioning.authority.authority import Authority

PEOPLE = "demo-people"
"""The made-up people: at the windows, at the dispenser, at other halls' desks, all over one connection."""

_PEOPLE = access.May(say=("command/+", "state/city"), hear=("reply/+", "event", "state/hall", "appliance/+/status"))
ALSO = {"people": _PEOPLE}


@dataclass(frozen=True, slots=True)
class LettingIn:
    """`folder`: below it the authority, the identities, and what the broker reads."""

    folder: Path

    @property
    def authority(self) -> Path:
        return self.folder / "authority"

    @property
    def broker(self) -> Path:
        return self.folder / "broker"

    @property
    def identities(self) -> Path:
        return self.folder / "identities"

    def identity(self, name: str) -> Path:
        return self.identities / name

    def let_in(self, hall: HallFile, members: Iterable[tuple[str, str]], at: datetime) -> None:
        """Give each (name, role) a certificate, the broker too, and tell the broker of them."""
        from provisioning.authority.authority import Authority  # noqa: PLC0415 - brings a library that few demos need

        authority = Authority(self.authority, hall.hall.id, at)
        authority.equip(self.identity("broker"), "broker", access.BROKER, at, serves=BROKER)
        for name, role in members:
            authority.equip(self.identity(name), name, role, at)
        self.tell_broker(authority, hall)

    def tell_broker(self, authority: Authority, hall: HallFile) -> None:
        boxes = {name: hall.window[0].id for name, role in authority.names.items() if role in access.OF_A_WINDOW}
        listed = access.access_list(hall.hall.id, authority.names, hall.windows, ALSO, boxes)
        put(self.broker / "access.list", listed.encode())
        authority.write_revoked(self.broker / "revoked.pem")
