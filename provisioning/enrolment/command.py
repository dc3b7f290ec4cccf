"""`cherha enrol …`: at a box, at the desk of the hall, and for the technician who lets boxes in."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from broker.contracts.errors import Refused
from provisioning.enrolment import places
from provisioning.enrolment.owner import become_owner
from provisioning.enrolment.register import Register, Waiting
from provisioning.kit.schema import FILE
from provisioning.words import say

if TYPE_CHECKING:
    from provisioning.enrolment.charge import Charge
    from provisioning.enrolment.desk import Desk
    from provisioning.enrolment.desk_process import Where


def main(arguments: list[str]) -> int:
    """0 done; 3 refused, with the reason in words. ConfigError for a kit or a hall file with mistakes."""
    given = _parser().parse_args(arguments or ["box"])
    if given.does not in (_box, _renew, _scrub, _moved):  # the card is root's
        become_owner(given.authority)
    try:
        does: Callable[[argparse.Namespace], int] = given.does
        return does(given)
    except Refused as refusal:
        print(say(f"enrol.refused.{refusal.reason}", **{"name": "", "role": "", "minutes": "", **refusal.details}))
        return 3


def _parser() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="cherha enrol", description=say("command.enrol"))
    asked.add_argument("--authority", type=Path, default=places.AUTHORITY, help=say("kit.authority"))
    asked.add_argument("--hall", type=Path, default=places.HALL, help=say("option.hall"))
    asked.add_argument("--broker", type=Path, default=places.BROKER, help=say("enrol.broker"))
    asked.set_defaults(does=_box, kit=places.KIT / FILE, state=places.STATE, role="", tells=places.TELLS)
    verbs = asked.add_subparsers(metavar="VERB")

    def verb(name: str, does: Callable[[argparse.Namespace], int], *words: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=say(f"enrol.{name}"))
        made.set_defaults(does=does)
        for word in words:
            made.add_argument(word)
        return made

    box = verb("box", _box)
    box.add_argument("--kit", type=Path, default=places.KIT / FILE, metavar="FILE")
    box.add_argument("--state", type=Path, default=places.STATE, metavar="FOLDER")
    box.add_argument("--role", default="")
    box.add_argument("--tells", type=Path, default=places.TELLS, metavar="FILE")
    left = verb("scrub", _scrub)
    left.add_argument("--kit", type=Path, default=places.KIT / FILE, metavar="FILE")
    left.add_argument("--state", type=Path, default=places.STATE, metavar="FOLDER")
    here = verb("moved", _moved)
    here.add_argument("--state", type=Path, default=places.STATE, metavar="FOLDER")
    desk = verb("desk", _desk)
    desk.add_argument("--port", type=int, default=places.PORT)
    desk.add_argument("--state", type=Path, default=places.STATE, metavar="FOLDER")
    desk.add_argument("--broker-port", type=int, default=places.BROKER_PORT)
    desk.add_argument("--address", default="0.0.0.0")  # noqa: S104 - boxes come from the whole hall
    verb("list", _list)
    for made in (verb("accept", _accept, "code", "name", "role"), verb("replace", _replace, "name", "code")):
        made.add_argument("--window", type=int)
        made.add_argument("--place")
    verb("refuse", lambda given: _answer(given, Register.refuse), "id")
    verb("identify", lambda given: _answer(given, Register.identify), "id")
    verb("revoke", _revoke, "name")
    own = verb("own", _own, "name", "role")
    own.add_argument("--state", type=Path, default=places.STATE, metavar="FOLDER")
    page = verb("page", _page, "called")
    page.add_argument("--state", type=Path, default=places.STATE, metavar="FOLDER")
    renew = verb("renew", _renew)
    renew.add_argument("--state", type=Path, default=places.STATE, metavar="FOLDER")
    renew.add_argument("--host", default="")
    renew.add_argument("--port", type=int, default=places.PORT)
    return asked


def _register(given: argparse.Namespace) -> Register:
    return Register(given.authority / places.REGISTER)


def _list(given: argparse.Namespace) -> int:
    waiting = _register(given).waiting(time.monotonic())
    for each in waiting:
        print(line(each, time.monotonic()))
    if not waiting:
        print(say("enrol.nobody"))
    return 0


def line(each: Waiting, steady: float) -> str:
    """One box at the door, for the technician."""
    told = say(
        "enrol.waits",
        id=each.id[-6:].lower(),
        hardware=each.hardware or "?",
        role=each.role or "?",
        address=each.address,
        minutes=int((steady - each.since) // 60),
    )
    return f"{told} {say('enrol.known', name=each.known)}" if each.known else told


def _accept(given: argparse.Namespace, *, instead: bool = False, role: str = "") -> int:
    from provisioning.authority.authority import Authority  # noqa: PLC0415 - brings a library

    if (role or given.role) == "standby" and _charge(given).is_standby:
        raise Refused("second-is-first")
    settings: dict[str, str | int] = {}
    if given.window is not None:
        settings["window"] = given.window
    if given.place:
        settings["place"] = given.place
    authority = Authority(given.authority)
    with authority.alone():  # between asking who has the name and giving it, nobody else gets it
        names, steady = authority.names, time.monotonic()
        found = _register(given).accept(
            given.code, given.name, role or given.role, names, steady, settings=settings, instead=instead
        )
    print(say("enrol.accepted", name=found.name, role=found.role))
    return 0


def _replace(given: argparse.Namespace) -> int:
    from provisioning.authority.authority import Authority  # noqa: PLC0415

    if _charge(given).is_standby and (first := _opened(given).next_first) is not None and given.name == first.name:
        found = first.let_in(given.code, "", time.monotonic())
        print(say("enrol.accepted", name=found.name, role=found.role))
        return 0
    role = Authority(given.authority).names.get(given.name)
    if role is None:
        raise Refused("name-free", name=given.name)
    return _accept(given, instead=True, role=role)


def _answer(given: argparse.Namespace, does: Callable[[Register, str], None]) -> int:
    register = _register(given)
    found = [each for each in register.waiting(time.monotonic()) if each.id.lower().endswith(given.id.lower())]
    if len(found) != 1:
        raise Refused("no-such-box")
    does(register, found[0].id)
    return 0


def _revoke(given: argparse.Namespace) -> int:
    desk = _opened(given)
    first = desk.turned and desk.authority.names.get(given.name) == "queue-master"
    desk.shut_out(given.name)
    print(say("enrol.first-revoked" if first else "enrol.revoked", name=given.name))
    return 0


def _opened(given: argparse.Namespace) -> Desk:
    from provisioning.enrolment.desk_process import opened  # noqa: PLC0415 - brings a library

    return opened(_where(given), _charge(given))


def _charge(given: argparse.Namespace) -> Charge:
    from provisioning.enrolment.charge import Charge  # noqa: PLC0415 - brings a library

    return Charge(_where(given).state, time.monotonic)


def _where(given: argparse.Namespace) -> Where:
    from provisioning.enrolment.desk_process import Where  # noqa: PLC0415

    state = given.authority.parent if given.state == places.STATE else given.state
    return Where(
        state,
        given.authority,
        given.hall,
        given.broker,
        getattr(given, "address", ""),
        getattr(given, "port", places.PORT),
        getattr(given, "broker_port", places.BROKER_PORT),
    )


def _desk(given: argparse.Namespace) -> int:
    from provisioning.enrolment.desk_process import run  # noqa: PLC0415

    run(_where(given))
    return 0


def _box(given: argparse.Namespace) -> int:
    from provisioning.enrolment.box_process import Here, ask  # noqa: PLC0415

    return ask(Here(given.state, given.kit, given.tells, given.role))


def _moved(given: argparse.Namespace) -> int:
    """At each start, before there is a role. A disk that takes nothing keeps nobody from working."""
    from provisioning.enrolment import moved  # noqa: PLC0415
    from provisioning.enrolment.hardware import hardware, is_anothers  # noqa: PLC0415

    try:
        for was in moved.settle(given.state, hardware(), is_anothers):
            print(say("enrol.moved-here", name=was.name))
    except OSError as error:
        print(say("enrol.not-set-aside", why=error), file=sys.stderr)
        return 1
    return 0


def _scrub(given: argparse.Namespace) -> int:
    """At a start of a box that has a role: an older version, or a card that could not be written, has left the secret."""
    from provisioning.enrolment.kit_secret import scrub_card  # noqa: PLC0415

    if any((given.state / "roles").glob("*.toml")):
        scrub_card(given.kit)
    return 0


def _own(given: argparse.Namespace) -> int:
    """A role of the desk's own machine needs no code: whoever is here holds the authority itself."""
    from provisioning.enrolment.own import Machine, settle  # noqa: PLC0415

    here = Machine(given.state, given.authority, given.hall, given.broker)
    settle(_opened(given), here, given.name, given.role)
    print(say("enrol.in", name=given.name, role=given.role))
    return 0


def _page(given: argparse.Namespace) -> int:
    from provisioning.authority.authority import Authority  # noqa: PLC0415
    from provisioning.enrolment.office_page import PORT, open_pages  # noqa: PLC0415

    trusted = open_pages(Authority(given.authority), given.state, given.called, datetime.now(UTC))
    print(say("enrol.page-open", called=given.called, port=PORT, trusted=trusted))
    return 0


def _renew(given: argparse.Namespace) -> int:
    """Once a day; mostly there is nothing to do."""
    from provisioning.enrolment.box import Refusal, needs_renewal, renew  # noqa: PLC0415
    from provisioning.enrolment.door import NoDesk, door_of  # noqa: PLC0415

    failed = 0
    for identity in sorted(each.parent for each in (given.state / "identities").glob("*/certificate.pem")):
        if not needs_renewal(identity, datetime.now(UTC)):
            continue
        door = door_of(given.state, identity.name, given.port, given.host)
        try:
            renew(identity, door)
        except (NoDesk, Refusal) as away:
            print(say("enrol.not-renewed", why=away), file=sys.stderr)
            failed = 3
    return failed
