"""Which box takes a new version now: one on trial, then the others, the queue-master's own last. Pure.

A hall is never all on a version that nobody has seen at work there: the first box has to have been well with it for WELL
before a second one gets it. A box that comes back with its old version has been given back by its own boot loader, since
its roles did not become ready there: then the whole plan stops, and a technician decides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

WELL = timedelta(minutes=15)  # longer than the ten minutes after which a box gives a version up by itself
HEARD = timedelta(minutes=1)  # how old news of the hall may be
LAST = frozenset({"queue-master", "standby"})

State = Literal["offered", "trying", "going", "done", "stopped"]
Verdict = Literal["nothing", "wait", "take"]


class Bundle(Struct, frozen=True):
    """A signed bundle on the queue-master's machine. `version`: as its manifest says."""

    version: str
    sha256: str
    size: int


class Had(Struct, frozen=True):
    """A box that runs the new version, and since when that is known."""

    name: str
    at: datetime


class Plan(Struct, frozen=True, kw_only=True):
    """`first`: the box on trial; "" until a technician has named it. `stopped`: whose return has stopped it, or "hand"."""

    bundle: Bundle
    first: str = ""
    had: tuple[Had, ...] = ()
    stopped: str = ""

    def since(self, name: str) -> datetime | None:
        return next((each.at for each in self.had if each.name == name), None)


class Hall(Struct, frozen=True):
    """What was last heard of the queue."""

    at: datetime
    closed: bool
    waiting: int


class Asked(Struct, frozen=True):
    """A box's question. `runs`: the version of its root, "" as it was flashed; `tried`: what it has installed last."""

    name: str
    runs: str
    tried: str = ""


def quiet(hall: Hall | None, at: datetime) -> bool:
    """The hall is closed and nobody waits, as far as is known; what is not known is not quiet."""
    return hall is not None and hall.closed and hall.waiting == 0 and abs(at - hall.at) <= HEARD


def answer(
    plan: Plan | None, asked: Asked, at: datetime, hall: Hall | None, roles: Mapping[str, str]
) -> tuple[Plan | None, Verdict]:
    """What a box is told, and how the plan stands then. `roles`: of everybody who may come in, by name."""
    if plan is None:
        return None, "nothing"
    if asked.runs == plan.bundle.version:
        if plan.since(asked.name) is None:
            plan = replace(plan, had=(*plan.had, Had(asked.name, at)))
        return plan, "nothing"
    if asked.tried == plan.bundle.version and not plan.stopped and plan.first:
        return replace(plan, stopped=asked.name), "nothing"
    if plan.stopped or not plan.first:
        return plan, "nothing"
    return plan, "take" if quiet(hall, at) and is_its_turn(plan, asked.name, at, roles) else "wait"


def is_its_turn(plan: Plan, name: str, at: datetime, roles: Mapping[str, str]) -> bool:
    if name == plan.first:
        return True
    well = plan.since(plan.first)
    if well is None or at - well < WELL:
        return False
    return roles.get(name) not in LAST or not lacking(plan, roles, spare=LAST)


def lacking(plan: Plan, roles: Mapping[str, str], spare: Collection[str] = ()) -> tuple[str, ...]:
    """Who has yet to have it, by name; those of the roles `spare` are not counted."""
    return tuple(sorted(name for name, role in roles.items() if role not in spare and plan.since(name) is None))


def state(plan: Plan, roles: Mapping[str, str]) -> State:
    if plan.stopped:
        return "stopped"
    if not plan.first:
        return "offered"
    if not lacking(plan, roles):
        return "done"
    return "trying" if plan.since(plan.first) is None else "going"
