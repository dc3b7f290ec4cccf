"""`cherha staff`: who works in the hall. A drawn PIN is shown once; typed ones and cards are never shown at all."""

from __future__ import annotations

import argparse
import getpass
import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from broker.bus.settings import Settings
from broker.contracts.errors import ConfigError
from broker.contracts.hall_shape import did_you_mean
from broker.contracts.staff_pins import drawn, easy
from broker.contracts.staffed import StaffDeed
from office.doors.amending import amend
from office.doors.cards import CardTaken, with_card
from office.doors.codes import pin_hash
from office.doors.person import ROLES, Card, Person, Pin, Staff, with_person, without
from office.doors.staff_list import read_staff
from office.doors.untold import write_deed
from office.words import DOORS

NOBODY = 3  # exit code: there is nobody of that id
_DEEDS: dict[str, StaffDeed] = {
    "add": "staff-added",
    "pin": "staff-pin",
    "card": "staff-card",
    "remove": "staff-removed",
}


class _NotSo(Exception):
    """There is nobody of that id, or somebody already."""


def main(arguments: list[str]) -> int:
    """0: done; 3: there is nobody of that id, or somebody already. ConfigError for a wrong staff list, PIN or role."""
    given = _arguments().parse_args(arguments)
    folder = Settings.read(given.config).state_dir
    staff = read_staff(folder)
    if given.act == "list":
        for person in staff.person:
            _tell(_row(person))
        return 0
    try:
        _known(staff, given)  # before anything is typed
        _carry_out(folder, given)
    except _NotSo as not_so:
        print(not_so, file=sys.stderr)  # noqa: T201 - a command speaks
        return NOBODY
    return 0


def _carry_out(folder: Path, given: argparse.Namespace) -> None:
    """What is typed is typed first: the list is changed as it is then, and while nobody waits for a hand."""
    roles = _roles(given.role) if given.act == "add" else ()
    pin = _new_pin(given.draw) if given.act in ("add", "pin") else ""
    card = _typed("card", Card) if given.act == "card" else ""

    def change(staff: Staff) -> Staff:
        known = _known(staff, given)
        if known is None:
            return with_person(staff, Person(id=given.id, name=given.name or given.id, roles=roles, pin=pin))
        if given.act == "remove":
            return without(staff, given.id)
        if given.act == "pin":
            return with_person(staff, msgspec.structs.replace(known, pin=pin, told_pin=""))
        return with_card(staff, known, card)

    deed, at = _DEEDS[given.act], datetime.now(UTC)
    try:
        amend(folder, change, lambda: write_deed(folder, deed, given.id, roles, at))
    except CardTaken as taken:
        raise ConfigError([_say("card-taken", id=taken.holder.id)]) from None
    _tell(
        _say(
            {"add": "added", "remove": "removed", "pin": "pin-changed", "card": "card-changed"}[given.act], id=given.id
        )
    )


def _known(staff: Staff, given: argparse.Namespace) -> Person | None:
    """Who has that id; None where somebody new is to have it."""
    known = staff.of(given.id)
    if (known is None) != (given.act == "add"):
        key = "nobody" if known is None else "there-already"
        hint = did_you_mean(given.id, (person.id for person in staff.person)) if known is None else ""
        raise _NotSo(_say(key, id=given.id, hint=hint))
    return known


def _new_pin(draw: bool) -> str:  # noqa: FBT001 - as it was given on the command line
    if draw:
        pin = drawn(secrets.randbelow)
        _tell(_say("drawn", pin=pin))
        return pin_hash(pin)
    pin = _typed("pin", Pin)
    if easy(pin):
        raise ConfigError([_say("easy-pin")])
    if sys.stdin.isatty() and pin != _typed("again", Pin):
        raise ConfigError([_say("differ")])
    return pin_hash(pin)


def _typed(what: str, kind: object) -> str:
    """A PIN or a card, typed without being shown; read as a line where nobody sits."""
    words = _say(f"type-{what}")
    typed = getpass.getpass(words) if sys.stdin.isatty() else sys.stdin.readline().strip()
    try:
        return msgspec.convert(typed, kind)  # type: ignore[no-any-return]
    except msgspec.ValidationError:
        raise ConfigError([_say(f"wrong-{what}")]) from None


def _roles(asked: list[str]) -> tuple[str, ...]:
    wrong = [_say("wrong-role", role=role, hint=did_you_mean(role, ROLES)) for role in asked if role not in ROLES]
    if wrong:
        raise ConfigError(wrong)
    return tuple(dict.fromkeys(asked))


def _row(person: Person) -> str:
    roles = ", ".join(DOORS.say(_language(), f"staff.{role}") for role in person.roles)
    has = [_say(f"has-{what}") for what in ("pin", "card") if getattr(person, what)]
    return f"{person.id:<20} {person.name:<24} {roles}  {' '.join(has)}".rstrip()


def _arguments() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="cherha staff", description=_say("about"))
    asked.add_argument("--config", type=Path, metavar="FILE", help=_say("config"))
    acts = asked.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help=_say("list"))
    for act in ("add", "pin", "card", "remove"):
        parser = acts.add_parser(act, help=_say(act))
        parser.add_argument("id", metavar="ID")
        if act == "add":
            parser.add_argument("--name", metavar="NAME", help=_say("name"))
            parser.add_argument("--role", action="append", required=True, metavar="ROLE", help=" ".join(ROLES))
        if act in ("add", "pin"):
            parser.add_argument("--draw", action="store_true", help=_say("draw"))
    return asked


def _language() -> str:
    """The terminal's, as of the rest of the command line."""
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "uk" if spoken.startswith("uk") else "en"


def _say(key: str, **slots: object) -> str:
    return DOORS.say(_language(), f"command.{key}", **slots)


def _tell(words: str) -> None:
    print(words)  # noqa: T201 - a command speaks
