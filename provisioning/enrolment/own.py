"""A role of the authority's own machine: it needs no code, since whoever is here holds the authority itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from broker.bus.on_disk import put
from broker.contracts.errors import Refused
from provisioning.enrolment import places
from provisioning.enrolment.box import settings_text
from provisioning.enrolment.desk import Desk
from provisioning.enrolment.second_broker import FOLDER


@dataclass(frozen=True, slots=True)
class Machine:
    """Where the authority's own machine keeps what it is."""

    state: Path
    authority: Path
    hall: Path
    broker: Path


def settle(desk: Desk, here: Machine, name: str, role: str, beside: Mapping[str, str | int] = {}) -> None:
    """Let `role` in as `name` and write its settings, and those of `beside`; they come last, and systemd starts the role.

    Refused when the name is another's. A role that was let in and has no settings yet is let in once more.
    """
    file = here.state / "roles" / f"{role}.toml"
    if (there := desk.authority.names.get(name)) and (there != role or file.exists()):
        raise Refused("name-taken", name=name)
    identity = here.state / "identities" / role
    desk.authority.equip(identity, name, role, datetime.now(UTC))
    desk.tell_broker()
    settings = {"broker_port": places.BROKER_PORT, **settings_here(here, name, role), **beside}
    put(file, settings_text(settings).encode())


def settings_here(here: Machine, name: str, role: str) -> dict[str, str | int]:
    """What a role's settings say of this machine."""
    settings: dict[str, str | int] = {
        "appliance": name,
        "hall": str(here.hall),
        "identity": str(here.state / "identities" / role),
        "state_dir": str(here.state / role),
    }
    if role == "queue-master":  # with these a fresh box is this box
        settings["backs_up"] = " ".join(map(str, (here.authority, here.state / "identities", here.state / "roles")))
        settings["access_list"] = str(here.broker / "access.list")
        settings["broker_files"] = str(here.broker.parent / FOLDER)
    return settings
