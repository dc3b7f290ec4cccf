"""A box that asks to be let in, as a process of its own: until it has a role, or is told to stop."""

from __future__ import annotations

import signal
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple

from broker.contracts.arrival import WANTED, Stage
from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.words import told
from broker.contracts.mistakes.wrong import wrong
from broker.contracts.phrases import FIRST
from provisioning.enrolment import finding, hardware, moved
from provisioning.enrolment.box import FRESH, Box, Places, Refusal, Shows, belongs
from provisioning.enrolment.door import Door
from provisioning.enrolment.finishing import has_role, identities, take_roles
from provisioning.enrolment.kit_secret import scrub_card
from provisioning.enrolment.telling import Telling
from provisioning.enrolment.wanting import FILE as KEPT
from provisioning.enrolment.wanting import Wanting
from provisioning.kit.reading import read
from provisioning.kit.signing import need_unchanged
from provisioning.pairing.pair import QUEUE_MASTER
from provisioning.replacing.at_box import is_to_replace
from provisioning.replacing.becoming import become_first
from provisioning.words import language, say

TOLD_AGAIN = 30.0  # seconds between two tellings of the same trouble


class Here(NamedTuple):
    """Of this box. `tells`: the file by which its screen learns how far it has come; `role`: what it wants to be, or ""."""

    state: Path
    kit: Path
    tells: Path
    role: str


def ask(here: Here) -> int:
    """0: it has a role; 1: told to stop; 3: the hall has said no. ConfigError for a kit with mistakes."""
    own = hardware.hardware()
    if (ended := _replace_first(here, own)) is not None:
        return ended
    held = identities(here.state / "identities")
    if held and all(belongs(each, own) for each in held) and _finish(here, held):
        print(say("enrol.already"))
        return 0
    telling = Telling(here.tells, hardware=own)
    try:
        return _ask_in(here, own, telling)
    except ConfigError as broken:
        if here.kit.is_file() and (before := moved.before(here.state)):
            broken = ConfigError([wrong("kit.moved", name=before.name), *broken.told])
        telling.tell("kit-broken" if here.kit.is_file() else "no-kit", details=tuple(broken.said(FIRST)))
        raise broken from None


def _finish(here: Here, held: list[Path]) -> bool:
    """The kit's secret goes before a role is there: with one, nobody comes here any more. False: there is none to take."""
    roles = here.state / "roles"
    if not has_role(held, roles):
        return False
    (here.state / "identities" / FRESH).unlink(missing_ok=True)  # it is the identity's key now
    scrub_card(here.kit)
    take_roles(held, roles)
    _forget_asking(here.state)
    return True


def _forget_asking(state: Path) -> None:
    """What somebody touched while the box asked, and what its card was elsewhere: it has a role here."""
    (state / KEPT).unlink(missing_ok=True)
    moved.forget(state)


def _replace_first(here: Here, own: str) -> int | None:
    """The box that was let in for the first machine's place becomes that. None: it is not this one, or not any more."""
    if not is_to_replace(here.state, own):
        return None
    telling = Telling(here.tells, hardware=own)

    def tells(stage: Stage) -> None:
        telling.tell(stage, name=QUEUE_MASTER, role=QUEUE_MASTER)

    ended = become_first(here.state, here.kit, _stopped().wait, lambda: scrub_card(here.kit), tells)
    if ended == 0:
        _forget_asking(here.state)
    return ended


def _stopped() -> threading.Event:
    """Set once we are to end."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def _ask_in(here: Here, own: str, telling: Telling) -> int:
    before = moved.before(here.state)
    if not here.kit.is_file():
        raise ConfigError([say("enrol.no-kit", file=here.kit)])
    kit, remarks = read(here.kit.read_bytes())
    need_unchanged(kit)
    for remark in remarks:
        print(told(remark, language()))
    address = f"{kit['address']}:{kit['port']}"
    first = here.role or (before.role if before else "")
    wanting = Wanting(here.tells.parent / WANTED, here.state / KEPT, own, first)
    telling.know(hall=str(kit["hall"]), address=address, technician=str(kit.get("technician", "")), role=wanting.now())
    telling.tell("searching")

    def door() -> Door | None:
        found = finding.find(kit["address"], kit["port"], kit["hall"])
        return Door(*found, kit["authority"]) if found else None

    stopping = _stopped()
    where = Places(here.state / "identities", here.state / "roles", here.state / "hall.toml")

    def wanted() -> str:
        telling.wants(role := wanting.now())
        return role

    box = Box(
        kit,
        door,
        where,
        telling.beside(_on_console(kit, own)),
        hardware=own,
        wanted=wanted,
        was=before.name if before else "",
    )
    try:
        answer = box.enrol(stopping.wait)
    except Refusal as refusal:
        telling.tell("refused", details=(str(refusal),))
        print(say(f"enrol.said-no.{refusal}"), file=sys.stderr)
        return 3
    if answer is None:
        return 1
    if (ended := _replace_first(here, own)) is not None:
        return ended
    telling.tell("accepted", name=answer.name, role=answer.role)
    _finish(here, [where.identities / answer.role])
    print(say("enrol.in", name=answer.name, role=answer.role))
    return 0


def _on_console(kit: dict[str, object], own: str) -> Shows:
    told = [float("-inf")]

    def code(code: str) -> None:
        print(say("enrol.code", hall=kit["hall"], code=code, hardware=own), flush=True)

    def trouble(what: str) -> None:
        if time.monotonic() - told[0] > TOLD_AGAIN:
            told[0] = time.monotonic()
            print(say(f"enrol.{what}", address=kit["address"], port=kit["port"]), kit.get("technician", ""), flush=True)

    return Shows(code, lambda: print(f"\a{say('enrol.here')}", flush=True), trouble)
