"""What the broker on the standby's machine needs: made by the desk, which has the authority, and carried by the backup.

There the standby may speak as the queue-master, and the queue-master may follow it. On the queue-master's own broker
neither may.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from broker.bus.identity import BROKER
from broker.bus.on_disk import put
from broker.mosquitto import configuration
from broker.mosquitto.access import access_list
from provisioning.enrolment.places import BROKER as ITS_PLACE
from provisioning.enrolment.places import BROKER_PORT, MEMORY

if TYPE_CHECKING:
    from provisioning.enrolment.desk import Desk

NAME = "broker-2"
FOLDER = "broker-of-standby"  # beside the authority's broker's folder
_TURNED = {"standby": "queue-master", "queue-master": "standby"}


def turned(names: Mapping[str, str]) -> dict[str, str]:
    """Who has which role at the standby's broker."""
    return {name: _TURNED.get(role, role) for name, role in names.items()}


def write_second_broker(desk: Desk, hall: str, windows: list[int], folder: Path, at: datetime) -> None:
    """Into `folder`, with the paths that it has on the standby's machine."""
    desk.equip_once(NAME, folder / "identity", BROKER, at)
    conf = configuration.secure(
        port=BROKER_PORT,
        address="0.0.0.0",  # noqa: S104 - the whole hall comes here
        folder=Path(MEMORY),
        user="mosquitto",
        identity=ITS_PLACE / "identity",
        broker=ITS_PLACE,
    )
    put(folder / "access.list", access_list(hall, turned(desk.authority.names), windows, own=desk.windows).encode())
    desk.authority.write_revoked(folder / "revoked.pem")
    put(folder / "mosquitto.conf", conf.encode())
