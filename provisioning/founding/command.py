"""`cherha found`: makes this machine the queue-master's of a new hall, from a hall file on its card."""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from broker.bus.on_disk import put
from broker.contracts import phrases
from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import parse, read
from broker.contracts.staff_pins import drawn
from provisioning.enrolment import places
from provisioning.enrolment.hardware import hardware
from provisioning.enrolment.office_page import PORT
from provisioning.enrolment.own_addresses import own_addresses
from provisioning.enrolment.owner import as_owner
from provisioning.enrolment.telling import Telling
from provisioning.founding.making import FIRST, MASTER, Founded, found, is_founded, put_in_charge
from provisioning.kit.card import change
from provisioning.words import say

HALL, NEW_PIN = "hall.toml", "new-pin.txt"  # on the card
USED = "hall-taken.toml"  # what becomes of HALL there: who changes it later changes nothing
PATIENCE, LOOK = 60.0, 2.0  # seconds for an address of the hall's network, and between two looks
SHOWN_FOR = 3600.0  # seconds for which the PIN stands on the screen


def main(arguments: list[str]) -> int:
    """0: founded, or nothing to do. ConfigError with all mistakes of the hall file."""
    asked = argparse.ArgumentParser(prog="cherha found", description=say("command.found"))
    asked.add_argument("--card", type=Path, default=places.KIT, metavar="FOLDER")
    asked.add_argument("--state", type=Path, default=places.STATE, metavar="FOLDER")
    asked.add_argument("--tells", type=Path, default=places.TELLS, metavar="FILE")
    asked.add_argument("--address", default="", help=say("kit.address"))
    asked.add_argument("--shown-for", type=float, default=SHOWN_FOR, metavar="SECONDS")
    given = asked.parse_args(arguments)
    again, anew = given.card / NEW_PIN, given.card / HALL
    if not (again if is_founded(given.state) else anew).is_file():
        print(say("found.nothing"))
        return 0
    telling, stopping = Telling(given.tells, hardware=hardware()), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    telling.tell("founding")
    address = given.address or address_here(stopping.wait)
    pin = drawn(secrets.randbelow)
    if is_founded(given.state):
        _as_owner(given.state, lambda: put_in_charge(given.state, pin))
        founded = Founded("", address, pin)
        change(given.card, again.unlink)
    else:
        founded = _anew(given, anew, address, pin, telling)
        change(given.card, lambda: anew.replace(given.card / USED))
    _tell(founded, telling)
    stopping.wait(given.shown_for)
    telling.tell("accepted", name=MASTER, code="")
    return 0


def _anew(given: argparse.Namespace, card: Path, address: str, pin: str, telling: Telling) -> Founded:
    try:
        text = read(card)
        hall = parse(text).hall.id
    except ConfigError as wrong:
        telling.tell("hall-broken", details=tuple(wrong.said(phrases.FIRST)))
        raise
    telling.know(hall=hall)

    def make() -> None:
        put(given.state / places.HALL.name, text.encode())
        found(given.state, address, pin)

    _as_owner(given.state, make)
    return Founded(hall, address, pin)


def _as_owner(state: Path, does: Callable[[], object]) -> None:
    """As whoever `state` belongs to: the card, which comes after, is for root alone. OSError when it broke."""

    def done() -> int:
        does()
        return os.EX_OK

    if as_owner(state, done):
        raise OSError(say("found.broke"))


def _tell(founded: Founded, telling: Telling) -> None:
    page = f"{founded.address}:{PORT}"
    telling.tell("founded", code=founded.pin, address=page, name=FIRST)
    print(say("found.done", page=page, who=FIRST), flush=True)  # the PIN is for the screen, not for the journal


def address_here(
    wait: Callable[[float], bool],
    addresses: Callable[[], Sequence[str]] = own_addresses,
    steady: Callable[[], float] = time.monotonic,
) -> str:
    """Where the hall will find this machine. One that was made up for want of a router is taken after PATIENCE."""
    begun = steady()
    while True:
        here = [each for each in addresses() if not each.startswith("127.")]
        lasting = [each for each in here if not each.startswith("169.254.")]
        if lasting or (here and steady() - begun > PATIENCE):
            return (lasting or here)[0]
        if wait(LOOK):
            raise KeyboardInterrupt
