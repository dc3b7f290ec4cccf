"""Makes a hall of a hall file: authority, kit, broker, first person, and the roles of this machine.

Everything is done so that the power may go at any moment: what is there already is left, and the queue-master's settings,
which say that there is a hall here, are written last.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from broker.bus.on_disk import put
from broker.contracts.hall_check import load
from provisioning.authority.authority import Authority
from provisioning.enrolment import places
from provisioning.enrolment.broker_files import write_broker_files
from provisioning.enrolment.desk import Desk
from provisioning.enrolment.office_page import page_settings
from provisioning.enrolment.own import Machine, settle
from provisioning.enrolment.register import Register
from provisioning.kit.making import kit_text
from provisioning.kit.schema import FILE

MASTER, OFFICE, CONTENT = "queue-master", "office", "content"
FIRST = "technician"  # who is in the staff list from the beginning; may make everybody else
ROLES = ("technician", "manager")
LAST = Path("roles") / f"{MASTER}.toml"


@dataclass(frozen=True, slots=True)
class Founded:
    """`address`: where boxes and browsers find this machine. `pin`: of FIRST, told once."""

    hall: str
    address: str
    pin: str


def is_founded(state: Path) -> bool:
    return (state / LAST).is_file()


def found(state: Path, address: str, pin: str) -> Founded:
    """Make the hall of `state`/hall.toml. ConfigError for its mistakes."""
    hall_path, at = state / places.HALL.name, datetime.now(UTC)
    hall = load(hall_path)
    here = Machine(state, state / places.AUTHORITY.name, hall_path, state / places.BROKER.name)
    authority = Authority(here.authority, hall.hall.id, at)
    desk = Desk(
        authority,
        Register(here.authority / places.REGISTER),
        hall_path,
        hall,
        here.broker,
        clock=lambda: datetime.now(UTC),
    )
    write_broker_files(desk, here.authority, here.broker, at)
    kit = state / OFFICE / FILE
    if not kit.is_file():
        put(kit, kit_text(authority, here.authority, hall.hall.id, address).encode(), private=True)
    put_in_charge(state, pin)
    # Bundles of content are put there by the office; the queue-master publishes them, and every box fetches them.
    (state / CONTENT).mkdir(exist_ok=True)
    content = {"content": str(state / CONTENT)}
    if not (state / "roles" / f"{OFFICE}.toml").is_file():
        settle(desk, here, OFFICE, OFFICE, page_settings(authority, state, address, at) | content)
    settle(desk, here, MASTER, MASTER, {**content, "content_host": address})
    return Founded(hall.hall.id, address, pin)


def put_in_charge(state: Path, pin: str) -> None:
    """FIRST can sign in with `pin`, whether he was known before or not. By the command line of the staff list."""
    known = [line.split()[0] for line in _staff(state, "list").splitlines() if line]
    words = ("pin", FIRST) if FIRST in known else ("add", FIRST, *(word for role in ROLES for word in ("--role", role)))
    _staff(state, *words, typed=pin)


def _staff(state: Path, *words: str, typed: str = "") -> str:
    environment = {**os.environ, "CHERHA_STATE_DIR": str(state / OFFICE)}
    (state / OFFICE).mkdir(parents=True, exist_ok=True, mode=0o750)
    command = [sys.executable, "-m", "provisioning.command", "staff", *words]
    return subprocess.run(
        command, input=f"{typed}\n", env=environment, check=True, capture_output=True, text=True
    ).stdout
