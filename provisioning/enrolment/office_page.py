"""The staff's pages over TLS: a certificate of the hall's own authority, and the office told to use it."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

from broker.bus.identity import CERTIFICATE, HALL, KEY
from broker.bus.on_disk import put
from broker.contracts.errors import Refused
from broker.mosquitto.access import BROKER
from provisioning.authority.authority import Authority
from provisioning.enrolment import first_machines_own
from provisioning.enrolment.box import settings_text
from provisioning.enrolment.desk import Desk

# In the authority's list: what is called there, beside the office, which calls the broker.
NAME = first_machines_own.PAGE
PORT = 8444  # the desk has 8443


def open_pages(authority: Authority, state: Path, called: str, at: datetime) -> Path:
    """Let the office on this machine be opened at https://`called`:8444, from its next start on.

    `called`: a name or an address that browsers of the hall reach this machine by. Returns the authority's certificate,
    which those browsers have to trust. Refused when the office is not at home here.
    """
    file = state / "roles" / "office.toml"
    try:
        settings = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise Refused("no-office", file=str(file)) from None
    settings |= page_settings(authority, state, called, at)
    put(file, settings_text(settings).encode())
    return state / NAME / HALL


def keep_page(desk: Desk, state: Path, at: datetime) -> None:
    """What the office on this machine was told to use is there, also after a restore, and is renewed when it is time."""
    try:
        settings = tomllib.loads((state / "roles" / "office.toml").read_text("utf-8"))
    except FileNotFoundError:
        return
    folder = state / NAME
    if settings.get("office_certificate") == str(folder / CERTIFICATE):
        desk.equip_once(NAME, folder, str(settings["office_names"]).split()[0], at)


def page_settings(authority: Authority, state: Path, called: str, at: datetime) -> dict[str, str | int]:
    """A certificate for `called`, and what the office's settings say of it."""
    folder = state / NAME
    authority.equip(folder, NAME, BROKER, at, serves=called)
    return {
        "office_host": "0.0.0.0",  # noqa: S104 - the staff's machines come from the whole hall
        "office_names": called,
        "office_port": PORT,
        "office_certificate": str(folder / CERTIFICATE),
        "office_key": str(folder / KEY),
    }
