"""What the first machine is beside the queue-master, by name: it goes when that machine is lost for good.

The authority itself was there too: who has its disk and can read it needs none of this (docs/attacks.md).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from broker.mosquitto.access import BROKER
from provisioning.enrolment import standbys_own
from provisioning.enrolment.places import CALLS, DESK, ON_BUS

if TYPE_CHECKING:
    from provisioning.authority.authority import Authority

BROKERS, PAGE, DESKS = "broker", "office-page", "desk"  # names in certificates; the last is a role, too


def forget(authority: Authority, at: datetime) -> None:
    """At the standby, which decides. What the desk here has from there, it gets anew: it goes on speaking."""
    offices = [name for name, role in authority.names.items() if role == "office" and name != standbys_own.NAME]
    for name in (*offices, PAGE, BROKERS):
        authority.revoke(name)
    authority.equip(authority.folder / ON_BUS, CALLS, DESKS, at)
    authority.equip(authority.folder / DESKS, DESKS, BROKER, at, serves=DESK)
