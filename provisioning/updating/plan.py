"""Which box takes a new version now: one on trial, then the others, the queue-master's own last. Pure.

A hall is never all on a version that nobody has seen at work there: the first box has to have been well with it for WELL
before a second one gets it. A box that comes back with its old version has been given back by its own boot loader, since
its roles did not become ready there: then the whole plan stops, and a technician decides.

Each kind of machine has a bundle of its own, and so somebody of its own who tries it: after the hall's first box a scout
of each other kind goes before the rest of that kind. Boxes for whose kind there is no bundle hold up nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from provisioning.updating import bundles
from provisioning.updating.bundles import Bundle, fitting

WELL = timedelta(minutes=15)  # longer than the ten minutes after which a box gives a version up by itself
HEARD = timedelta(minutes=1)  # how old news of the hall may be
LAST = frozenset({"queue-master", "standby"})
NOBODY_SAID: Mapping[str, str] = {}

State = Literal["offered", "trying", "going", "done", "stopped"]
Verdict = Literal["nothing", "wait", "take"]


class Had(Struct, frozen=True):
    """A box that runs the new version, and since when that is known."""

    name: str
    at: datetime


class Plan(Struct, frozen=True, kw_only=True):
    """`first`: the box on trial; "" until a technician has named it. `stopped`: whose return has stopped it, or "hand".

    `others`: of the same version, for other kinds of machines. `scouts`: who was the first of its kind to take it.
    """

    bundle: Bundle
    others: tuple[Bundle, ...] = ()
    first: str = ""
    had: tuple[Had, ...] = ()
    stopped: str = ""
    scouts: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        return self.bundle.version

    @property
    def bundles(self) -> tuple[Bundle, ...]:
        return (self.bundle, *self.others)

    def since(self, name: str) -> datetime | None:
        return next((each.at for each in self.had if each.name == name), None)


class Hall(Struct, frozen=True):
    """What was last heard of the queue."""

    at: datetime
    closed: bool
    waiting: int


class Asked(Struct, frozen=True):
    """A box's question. `runs`: the version of its root, "" as it was flashed; `tried`: what it has installed last; `kind`:
    of its machine, "" from a box that does not say it yet.
    """

    name: str
    runs: str
    tried: str = ""
    kind: str = ""


def quiet(hall: Hall | None, at: datetime) -> bool:
    """The hall is closed and nobody waits, as far as is known; what is not known is not quiet."""
    return hall is not None and hall.closed and hall.waiting == 0 and abs(at - hall.at) <= HEARD


def answer(
    plan: Plan | None,
    asked: Asked,
    at: datetime,
    hall: Hall | None,
    roles: Mapping[str, str],
    *,
    kinds: Mapping[str, str] = NOBODY_SAID,
) -> tuple[Plan | None, Verdict]:
    """What a box is told, and how the plan stands then. `roles`: of everybody who may come in, by name; `kinds`: of the
    machines of those who have said it.
    """
    if plan is None:
        return None, "nothing"
    if asked.runs == plan.version:
        if plan.since(asked.name) is None:
            plan = replace(plan, had=(*plan.had, Had(asked.name, at)))
        return plan, "nothing"
    if asked.tried == plan.version and not plan.stopped and plan.first:
        return replace(plan, stopped=asked.name), "nothing"
    if plan.stopped or not plan.first or fitting(plan.bundles, asked.kind) is None:
        return plan, "nothing"
    if not quiet(hall, at) or not is_its_turn(plan, asked.name, at, roles, kinds):
        return plan, "wait"
    if asked.name not in plan.scouts and not _had_of_kind(plan, asked.name, roles, kinds):
        plan = replace(plan, scouts=(*plan.scouts, asked.name))
    return plan, "take"


def is_its_turn(
    plan: Plan, name: str, at: datetime, roles: Mapping[str, str], kinds: Mapping[str, str] = NOBODY_SAID
) -> bool:
    if name == plan.first:
        return True
    well = plan.since(plan.first)
    if well is None or at - well < WELL:
        return False
    if roles.get(name) in LAST and lacking(plan, roles, kinds, spare=LAST):
        return False
    had = _had_of_kind(plan, name, roles, kinds)
    if had:
        return at - min(had) >= WELL
    scouts = [each for each in plan.scouts if each in _same_kind(name, roles, kinds)]
    return not scouts or name in scouts


def _same_kind(name: str, roles: Mapping[str, str], kinds: Mapping[str, str]) -> set[str]:
    return {each for each in roles if kinds.get(each, "") == kinds.get(name, "")}


def _had_of_kind(plan: Plan, name: str, roles: Mapping[str, str], kinds: Mapping[str, str]) -> list[datetime]:
    """Since when somebody of the same kind of machine has it."""
    return [at for each in _same_kind(name, roles, kinds) if (at := plan.since(each)) is not None]


def lacking(
    plan: Plan, roles: Mapping[str, str], kinds: Mapping[str, str] = NOBODY_SAID, spare: Collection[str] = ()
) -> tuple[str, ...]:
    """Who has yet to have it, by name; those of the roles `spare`, and those who have no bundle, are not counted."""
    none = without(plan, roles, kinds)
    return tuple(
        sorted(name for name, role in roles.items() if role not in spare and name not in none and not plan.since(name))
    )


def without(plan: Plan, roles: Mapping[str, str], kinds: Mapping[str, str]) -> dict[str, str]:
    """Who will not have it, since there is no bundle for its kind of machine; with the kind."""
    return {
        name: kind for name, kind in bundles.without(plan.bundles, roles, kinds).items() if plan.since(name) is None
    }


def state(plan: Plan, roles: Mapping[str, str], kinds: Mapping[str, str] = NOBODY_SAID) -> State:
    if plan.stopped:
        return "stopped"
    if not plan.first:
        return "offered"
    if not lacking(plan, roles, kinds):
        return "done"
    return "trying" if plan.since(plan.first) is None else "going"
