"""At the desk: a technician says what is to be set at a box, and the box asks for it.

The page is not believed: what it wishes is checked here by the same rules. A box is believed in what is set there, but
for its window, which says whom it speaks for.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from broker.contracts.enrolling import DeskWish, LetIn
from broker.contracts.errors import Refused
from broker.mosquitto.access import OF_A_WINDOW
from broker.settable.checking import mistakes, typed
from broker.settable.kinds import OF_ROLE
from provisioning.authority.authority import Member
from provisioning.enrolment import wished
from provisioning.enrolment.register import Register
from provisioning.enrolment.wished import OfBox, Settings, Wish

if TYPE_CHECKING:
    from provisioning.enrolment.desk import Desk

log = logging.getLogger(__name__)


def wish_for(desk: Desk, wish: DeskWish) -> None:
    """Keep what is to be set at the box of `wish.name`, until it has it. Refused with the names of what would not do, or
    of what somebody else has set since the technician looked.
    """
    role = desk.authority.names.get(wish.name)
    if role is None:
        raise Refused("name-free", name=wish.name)
    if role not in OF_ROLE:
        raise Refused("not-settable", name=wish.name)
    wanted = typed(role, wish.settings)

    def change(box: OfBox, has: Settings) -> tuple[OfBox, Settings]:
        fresh = wished.news(box, has, wanted, wish.seen)
        if wrong := mistakes(role, fresh, desk.windows_of_hall):
            raise Refused("unfit", names=" ".join(name for name in wrong if name in OF_ROLE[role]))
        if not fresh and not box.unfit and not box.passed and not (wish.at_once and box.wish):
            return box, has
        return wished.wished(box, fresh, role, wish.at, at_once=wish.at_once), has

    desk.register.change_box(wish.name, change)


def told_by(desk: Desk, member: Member, said: Settings, at: datetime) -> Wish | None:
    """A box has said what is set there; what it is to set, if that is something else."""
    before = desk.register.windows.get(member.name)
    box, _ = desk.register.change_box(member.name, lambda box, has: wished.told(box, has, said, member.role, at))
    if member.role in OF_A_WINDOW and before != desk.register.windows.get(member.name):
        with desk.authority.alone():
            desk.tell_broker()
    if box.wish is None or wished.TOOK not in said:  # a box of an older version would not take it
        return None
    log.info("%s is told what to set: %s", member.name, ", ".join(box.wish.settings))
    return box.wish


def with_boxes(register: Register, members: list[LetIn]) -> list[LetIn]:
    """With what is set at the boxes of those that can be set from here."""
    of = register.of_boxes()
    return [
        replace(each, at_box=wished.shown(*of(each.name))) if each.role in OF_ROLE and not each.revoked else each
        for each in members
    ]
