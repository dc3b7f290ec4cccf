"""At the box that takes the first machine's place: it fetches what there is, lays it out aside, and takes it into place.

The power may go at any moment. Until `whole` lies in the folder aside, everything is fetched once more, with the
certificate that the box has; from then on nothing is fetched, and what is not in its place yet is moved there. The roles'
settings, with which systemd starts them, come behind all that they need, and the authority last: a desk that finds it knows
then that this is one of a pair, and rests.

It never decides before it has followed: the mark of a queue-master that was succeeded lies beside the journal.
"""

from __future__ import annotations

import logging
import os
import shutil
import tomllib
from pathlib import Path

from broker.bus.addresses import addresses
from broker.bus.identity import CERTIFICATE, HALL, KEY
from broker.bus.on_disk import put, sync_names
from broker.bus.room import is_full, need_room
from broker.contracts.hall_check import load
from broker.standby.deposed import step_down
from broker.standby.taking import Target, restore
from provisioning.enrolment import places
from provisioning.enrolment.box import Refusal, belongs, settings_text
from provisioning.enrolment.desk import Answer
from provisioning.enrolment.door import Door, NoDesk
from provisioning.enrolment.finding import find
from provisioning.enrolment.finishing import SETTINGS
from provisioning.enrolment.first_machines_own import PAGE
from provisioning.enrolment.own import Machine, settings_here
from provisioning.pairing.pair import QUEUE_MASTER
from provisioning.replacing.packed import Packed, called_here

log = logging.getLogger(__name__)

ASIDE, WHOLE = "first-machine", "whole"  # a folder of what is not in its place yet; a mark in it
OFFICE = "office"
ROLES = (OFFICE, QUEUE_MASTER)  # of a first machine, the last of all last
SAID_NO, NO_ROOM = 3, 4
COPIES = 3  # of all that comes, which are here at once: as it came, laid out, and where it belongs
FINAL = ("revoked", "not-yours", "no-pair")
_PATHS = ("content", "content_host", "office_names", "office_certificate", "office_key")


def is_to_replace(state: Path, hardware: str) -> bool:
    """Whether this box was let in for the first machine's place and is not it yet. `state`: of the whole machine."""
    if is_whole(state):
        return True
    identity = _identity(state)
    return all((identity / name).is_file() for name in (SETTINGS, CERTIFICATE)) and belongs(identity, hardware)


def is_whole(state: Path) -> bool:
    """Whether all is on this disk, and the desk is not needed any more."""
    return (state / ASIDE / WHOLE).is_file()


def forget(state: Path) -> None:
    """The hall has said no since: the box asks anew."""
    shutil.rmtree(state / ASIDE, ignore_errors=True)
    for name in (SETTINGS, CERTIFICATE):
        (_identity(state) / name).unlink(missing_ok=True)


def fetched(state: Path, port: int) -> int:
    """EX_OK: all is on this disk; EX_TEMPFAIL: another time; SAID_NO: this box is not the one any more; NO_ROOM: it does not go
    onto this disk, and nothing of it is here. `port`: of the desk.
    """
    identity = _identity(state)
    settings = tomllib.loads((identity / SETTINGS).read_text("utf-8"))
    host = addresses(settings["broker_host"], port)[0][0]
    found = find(host, port, load(state / places.HALL.name).hall.id)
    if found is None:
        return os.EX_TEMPFAIL
    try:
        fetch(state, Door(*found, (identity / HALL).read_text("ascii"), identity))
    except Refusal as refusal:
        log.warning("the desk said: %s", refusal)
        return SAID_NO if str(refusal) in FINAL else os.EX_TEMPFAIL
    except (NoDesk, OSError) as away:
        log.warning("what the first machine had could not be fetched: %s", away)
        if isinstance(away, OSError) and is_full(away):
            shutil.rmtree(state / ASIDE, ignore_errors=True)
            return NO_ROOM
        return os.EX_TEMPFAIL
    return os.EX_OK


def fetch(state: Path, door: Door) -> None:
    """Everything into the folder aside. NoDesk or OSError: another time; NoRoom before anything is fetched; Refusal: this box
    is not the one any more.
    """
    aside = state / ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    answer = door.packed()
    if answer.packed is None:
        raise Refusal(answer.state)
    need_room(state, COPIES * answer.packed.size)
    aside.mkdir(mode=0o750)
    file = aside / "hall.cherha"
    door.fetch_packed(file, answer.packed)
    restore(file, Target(aside / QUEUE_MASTER, aside / places.HALL.name, aside), answer.packed.key)
    file.unlink()
    step_down(aside / QUEUE_MASTER)
    _put_own_identity(state, aside)
    _put_settings(state, aside, answer, door.host)
    os.sync()  # all of it, before we say that it is
    put(aside / WHOLE, b"")


def take_place(state: Path) -> int:
    """From the folder aside to where it belongs; EX_OK."""
    aside = state / ASIDE
    roles = [aside / "roles" / f"{role}.toml" for role in ROLES]
    authority = aside / places.AUTHORITY.name
    last = [*roles, *(path for path in _files(authority) if path != authority / KEY), authority / KEY]
    for path in (*(path for path in _files(aside) if path not in last and path != aside / WHOLE), *last):
        if path.is_file():
            _move(path, state / path.relative_to(aside))
    (_identity(state) / SETTINGS).unlink(missing_ok=True)
    shutil.rmtree(aside)
    return os.EX_OK


def _identity(state: Path) -> Path:
    return state / "identities" / QUEUE_MASTER


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _move(path: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    path.replace(place)
    sync_names(place.parent)


def _put_own_identity(state: Path, aside: Path) -> None:
    """Of the first machine's roles this box has two; its own name's key has never left it."""
    for came in (aside / "identities").iterdir():
        if came.name != OFFICE:
            shutil.rmtree(came)
    shutil.copytree(_identity(state), aside / "identities" / QUEUE_MASTER, ignore=shutil.ignore_patterns(SETTINGS))


def _put_settings(state: Path, aside: Path, answer: Answer, host: str) -> None:
    """Its roles' settings as they were, where they are not of the machine. `host`: where the desk is, and so the standby."""
    assert answer.packed is not None
    here = Machine(state, state / places.AUTHORITY.name, state / places.HALL.name, state / places.BROKER.name)
    for file in (aside / "roles").iterdir():
        if file.stem not in ROLES:
            file.unlink()
            continue
        before = tomllib.loads(file.read_text("utf-8"))
        now = _of_pair(before, answer, host) if file.stem == QUEUE_MASTER else {}
        fresh = {
            **before,
            **_moved(before, state, answer.packed),
            **settings_here(here, before["appliance"], file.stem),
            **now,
        }
        put(file, settings_text(fresh).encode())


def _of_pair(before: dict[str, str], answer: Answer, host: str) -> dict[str, str | int]:
    """Refusal where it would not know whom to follow: it would decide beside them."""
    told = {name: answer.settings.get(name) or before.get(name, "") for name in ("standby", "witness")}
    if not all(told.values()):
        raise Refusal("no-pair")
    at, port = before.get("second_broker", ""), places.BROKER_PORT
    beside = addresses(at, port)[0][1] if at else port
    return {**told, "second_broker": host if beside == places.BROKER_PORT else f"{host}:{beside}"}


def _moved(before: dict[str, str], state: Path, packed: Packed) -> dict[str, str | int]:
    """What its settings say of where it is, as far as they say it."""
    fresh: dict[str, str | int] = {
        "content": str(state / "content"),
        "content_host": called_here(before.get("content_host", ""), packed.address),
        "office_names": called_here(before.get("office_names", ""), packed.address),
        "office_certificate": str(state / PAGE / CERTIFICATE),
        "office_key": str(state / PAGE / KEY),
    }
    return {name: fresh[name] for name in _PATHS if before.get(name)}
