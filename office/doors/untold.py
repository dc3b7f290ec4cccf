"""What `cherha staff` did and the journal has not heard yet: the command may run while the hall is down.

Each deed is a small file beside the staff list, written before the list is, and taken away once the office has put it into
its outbox. Both have the same id, so what is told twice is one. A command that died between the two left a deed that never
happened: the list is then still the one that the deed says was before it, and the deed is dropped.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from broker.bus.clock import new_id
from broker.bus.on_disk import kept, put
from broker.contracts.fields import Id, Moment, Slug, Slugs
from broker.contracts.staffed import StaffDeed
from office.doors.staff_list import FILE

_NAMES = "untold-*.json"


class Deed(Struct, frozen=True, kw_only=True):
    """`whom` it was done to, who has `roles` from then on. `before`: the digest of the list as it was."""

    id: Id
    at: Moment
    what: StaffDeed
    whom: Slug
    roles: Slugs = ()
    before: str


def write_deed(folder: Path, what: StaffDeed, whom: str, roles: tuple[str, ...], at: datetime) -> None:
    """Before the list itself is written, and while it is locked."""
    deed = Deed(id=new_id(), at=at, what=what, whom=whom, roles=roles, before=_list_now(folder))
    put(folder / f"untold-{deed.id}.json", msgspec.json.encode(deed), private=True)


def drop_undone(folder: Path) -> None:
    """While the list is locked: the last deed, if the list is still as it was before that."""
    last = next(iter(sorted(folder.glob(_NAMES), reverse=True)), None)
    deed = kept(last, Deed) if last else None
    if last and deed and deed.before == _list_now(folder):
        last.unlink()


def untold(folder: Path) -> tuple[Deed, ...]:
    """All that wait, oldest first; none while somebody changes the list just now: they are there at the next look."""
    if not any(folder.glob(_NAMES)):
        return ()
    place = os.open(folder, os.O_RDONLY)
    try:
        flock(place, LOCK_EX | LOCK_NB)
        drop_undone(folder)
        return tuple(deed for path in sorted(folder.glob(_NAMES)) if (deed := kept(path, Deed)))
    except BlockingIOError:
        return ()
    finally:
        os.close(place)


def told(folder: Path, deed: Deed) -> None:
    """The outbox has it."""
    with suppress(FileNotFoundError):
        (folder / f"untold-{deed.id}.json").unlink()


def _list_now(folder: Path) -> str:
    try:
        return sha256((folder / FILE).read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
