"""A technician wishes something for a box, and the box asks: what tests of settings share."""

from __future__ import annotations

from datetime import timedelta

from broker.bus.clock import new_id
from broker.contracts.enrolling import AtBox, DeskWish, LetIn
from provisioning.enrolment.setting import wish_for, with_boxes
from provisioning.pairing.marks import PROVING, WAITS
from tests.provisioning.pairing.halls import Hall


def wish(hall: Hall, name: str, *, seen: dict[str, str] | None = None, at_once: bool = False, **settings: str) -> None:
    """As the page does: what is changed, and what stood there when the form was opened."""
    hall.now += timedelta(seconds=1)
    before = at_box(hall, name).has
    wish_for(
        hall.desk,
        DeskWish(
            id=new_id(), at=hall.now, what="set", name=name, settings=settings, at_once=at_once,
            seen=seen if seen is not None else {each: before.get(each, "") for each in settings},
        ),
    )  # fmt: skip


def at_box(hall: Hall, name: str) -> AtBox:
    role = hall.desk.authority.names[name]
    (found,) = with_boxes(hall.register, [LetIn(name=name, role=role)])
    assert found.at_box
    return found.at_box


def ask(hall: Hall, name: str) -> list[str]:
    """The box asks; systemd has not looked yet."""
    (role,) = hall.machine(name).roles
    return hall.machine(name).ask(role, hall.server.port)


def marks(hall: Hall, name: str) -> set[str]:
    return {mark.suffix for mark in hall.machine(name).marks.glob("*")}


def looks(hall: Hall, name: str, seen: str) -> None:
    """What `restart-roles` has seen of a role that has begun anew."""
    box = hall.machine(name)
    (mark,) = box.marks.glob(f"*{PROVING}")
    mark.with_suffix(WAITS).unlink(missing_ok=True)
    folder = box.marks.with_name("looks")
    folder.mkdir(exist_ok=True)
    (folder / mark.stem).write_text(f"{mark.read_text().strip()} {seen}\n")
