"""What the hall's broker needs on its machine, beside the access list and the list of the revoked."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from broker.bus.identity import BROKER
from broker.bus.on_disk import put
from broker.mosquitto import configuration
from provisioning.enrolment.desk import LIST, Desk
from provisioning.enrolment.on_the_bus import NAME, ROLE
from provisioning.enrolment.places import BROKER_PORT, DESK, MEMORY, ON_BUS
from provisioning.enrolment.rights import hears_more
from provisioning.enrolment.second_broker import NAME as SECOND

ANEW = "anew"  # for `appliance-broker-anew.path`


def write_broker_files(desk: Desk, authority: Path, broker: Path, at: datetime) -> None:
    """Everything, as far as it is not there: certificates of the broker and of the desk, configuration, lists."""
    desk.equip_once(SECOND if desk.turned else "broker", broker / "identity", BROKER, at)
    desk.equip_once("desk", authority / "desk", DESK, at)
    desk.equip_once(NAME, authority / ON_BUS, "", at, ROLE)
    text = configuration.secure(
        port=BROKER_PORT,
        address="0.0.0.0",  # noqa: S104 - the whole hall comes here
        folder=Path(MEMORY),
        user="mosquitto",
        identity=broker / "identity",
        broker=broker,
    )
    if not (broker / "mosquitto.conf").is_file() or (broker / "mosquitto.conf").read_text("utf-8") != text:
        put(broker / "mosquitto.conf", text.encode())
    listed = broker / LIST
    before = listed.read_text("utf-8", "replace") if listed.is_file() else ""  # a damaged one is written anew
    desk.tell_broker()
    if hears_more(before, listed.read_text("utf-8")):
        put(broker / ANEW, at.isoformat().encode())
