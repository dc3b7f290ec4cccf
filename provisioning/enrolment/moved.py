"""At each start: whether this card was let into the hall in another box, and what becomes of it here.

What was let in there, its roles and identities, is set aside whole, and the box asks to be let in anew; a card that comes
back to its own box is what it was. But the card of the queue-master's machine is the hall itself: whoever has it goes on in
whatever box, because nobody else could let it in, and the journal is there. So does a standby that holds the office.
"""

from __future__ import annotations

import logging
import shutil
import tomllib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from broker.bus.identity import BOX, CERTIFICATE, KEY
from broker.bus.on_disk import put, sync_names
from broker.mosquitto.access import NAME
from broker.standby.candidate import holds_office
from provisioning.enrolment.finishing import SETTINGS, identities

log = logging.getLogger(__name__)

ELSEWHERE = "elsewhere"  # below the state: `identities` and `roles` of another box
STANDBY = "standby"


class Was(NamedTuple):
    """What a card was in its other box."""

    name: str
    role: str


def settle(state: Path, own: str, is_anothers: Callable[[str], bool]) -> list[Was]:
    """Whose roles were set aside now. `own`: the name of this box; `is_anothers`: whether a name is surely another's."""
    aside = state / ELSEWHERE
    _bring_back(state, aside, own)
    gone = []
    for identity in identities(state / "identities"):
        if not is_anothers(_read(identity / BOX)):
            continue
        was = Was(_name(state / "roles" / f"{identity.name}.toml") or _name(identity / SETTINGS), identity.name)
        if _goes_on(state, was):
            log.warning("the card of %s is in another box and goes on there: %s", was.name, own)
            put(identity / BOX, own.encode())
            continue
        log.warning("this card was let in as %s in another box: it asks anew", was.name)
        # The role first: it must not start again with what it may not use.
        _move(state / "roles" / f"{identity.name}.toml", aside / "roles")
        _move(identity, aside / "identities")
        gone.append(was)
    if not gone and any((state / "roles" / f"{each.name}.toml").is_file() for each in identities(state / "identities")):
        forget(state)  # it is back, or it was let in here and the power went before that
    return gone


def before(state: Path) -> Was | None:
    """What the card of this box was elsewhere, for who asks to come in with it."""
    files = sorted((state / ELSEWHERE / "roles").glob("*.toml"))
    return next((Was(name, file.stem) for file in files if NAME.fullmatch(name := _name(file))), None)


def forget(state: Path) -> None:
    """It has been let in here. The roles first: without its identity beside it one would be taken for half brought back."""
    for path in (state / ELSEWHERE / "roles", state / ELSEWHERE):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
            with suppress(OSError):
                sync_names(path.parent)


def _bring_back(state: Path, aside: Path, own: str) -> None:
    for identity in identities(aside / "identities"):
        if _read(identity / BOX) == own and not (state / "identities" / identity.name / CERTIFICATE).exists():
            log.warning("the card is back in its own box")
            _move(identity, state / "identities")
    for file in (aside / "roles").glob("*.toml"):
        is_back = (state / "identities" / file.stem / CERTIFICATE).exists()
        others = (aside / "identities" / file.stem, state / "roles" / file.name)  # not back yet, or let in here since
        if is_back and not any(each.exists() for each in others):
            _move(file, state / "roles")


def _goes_on(state: Path, was: Was) -> bool:
    if (state / "authority" / KEY).is_file() or was.role == "queue-master":
        return True
    return was.role == STANDBY and holds_office(state / STANDBY, was.name)


def _move(path: Path, folder: Path) -> None:
    if not path.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    there = folder / path.name
    if there.is_dir():
        shutil.rmtree(there)
    path.replace(there)
    sync_names(folder)
    sync_names(path.parent)


def _name(settings: Path) -> str:
    try:
        return str(tomllib.loads(settings.read_text("utf-8")).get("appliance", ""))
    except (OSError, ValueError):
        return ""


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
