"""Which box takes a new version now: one on trial, then the others, the queue-master's own last. Pure.

A hall is never all on a version that nobody has seen at work there: the first box has to have been well with it for WELL
before a second one gets it. A box that comes back with its old version has been given back by its own boot loader, since
its roles did not become ready there: then the whole plan stops, and a technician decides.

Each kind of machine has a bundle of its own, and so somebody of its own who tries it: after the hall's first box a scout
of each other kind goes before the rest of that kind. Boxes for whose kind there is no bundle hold up nobody.

A desk's clock may jump by years, since no box has a battery for it. All is decided by its steady clock, which begins with
its machine: a desk that begins anew lets the boxes that have the version be well for WELL once more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from provisioning.updating import bundles
from provisioning.updating.bundles import Bundle, fitting

WELL = timedelta(minutes=15)  # from its first question on: so long after its start a box has long given up what is ill
HEARD = timedelta(minutes=1)  # how old news of the hall may be
LAST = frozenset({"queue-master", "standby"})
NOBODY_SAID: Mapping[str, str] = {}

State = Literal["offered", "trying", "going", "done", "stopped"]
Verdict = Literal["nothing", "wait", "take"]


class Had(Struct, frozen=True):
    """A box that runs the new version, and since when that is known; for people, by a clock that may jump."""

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
    """What was last heard of the queue. `heard`: when, by the steady clock; `served`: how many windows have a visitor."""

    heard: float
    closed: bool
    waiting: int
    served: int = 0


class Now(Struct, frozen=True):
    """`at`: for people; `steady`: seconds; `since`: from when on, by it, the desk knows that a box has the version."""

    at: datetime
    steady: float
    since: Mapping[Had, float] = {}


class Asked(Struct, frozen=True):
    """A box's question. `runs`: the version of its root, "" as it was flashed; `tried`: what it has installed last; `kind`:
    of its machine, "" from a box that does not say it yet.
    """

    name: str
    runs: str
    tried: str = ""
    kind: str = ""


def quiet(hall: Hall | None, steady: float) -> bool:
    """The hall is closed and nobody waits or is served, as far as is known; what is not known is not quiet. A hall whose
    clock is wrong is closed at noon: those who are in it count, too, and `closed` is not said of a clock known to be wrong.
    """
    if hall is None or not hall.closed or hall.waiting or hall.served:
        return False
    return timedelta(0) <= timedelta(seconds=steady - hall.heard) <= HEARD


def answer(
    plan: Plan | None,
    asked: Asked,
    now: Now,
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
            plan = replace(plan, had=(*plan.had, Had(asked.name, now.at)))
        return plan, "nothing"
    if asked.tried == plan.version and not plan.stopped and plan.first:
        return replace(plan, stopped=asked.name), "nothing"
    if plan.stopped or not plan.first or fitting(plan.bundles, asked.kind) is None:
        return plan, "nothing"
    if not quiet(hall, now.steady) or not is_its_turn(plan, asked.name, now, roles, kinds):
        return plan, "wait"
    if asked.name not in plan.scouts and not _had_of_kind(plan, asked.name, roles, kinds):
        plan = replace(plan, scouts=(*plan.scouts, asked.name))
    return plan, "take"


def is_its_turn(
    plan: Plan, name: str, now: Now, roles: Mapping[str, str], kinds: Mapping[str, str] = NOBODY_SAID
) -> bool:
    if name == plan.first:
        return True
    if not _well(plan, plan.first, now):
        return False
    if roles.get(name) in LAST and lacking(plan, roles, kinds, spare=LAST):
        return False
    had = _had_of_kind(plan, name, roles, kinds)
    if had:
        return any(_well(plan, each, now) for each in had)
    scouts = [each for each in plan.scouts if each in _same_kind(name, roles, kinds)]
    return not scouts or name in scouts


def known(plan: Plan | None, before: Mapping[Had, float], steady: float) -> dict[Had, float]:
    """Since when, by the steady clock, each box that has the version is known to; `before`: the same of an earlier look."""
    return {each: before.get(each, steady) for each in (plan.had if plan else ())}


def _well(plan: Plan, name: str, now: Now) -> bool:
    ages = (now.steady - now.since.get(each, now.steady) for each in plan.had if each.name == name)
    return any(timedelta(seconds=age) >= WELL for age in ages)


def _same_kind(name: str, roles: Mapping[str, str], kinds: Mapping[str, str]) -> set[str]:
    return {each for each in roles if kinds.get(each, "") == kinds.get(name, "")}


def _had_of_kind(plan: Plan, name: str, roles: Mapping[str, str], kinds: Mapping[str, str]) -> list[str]:
    """Who of the same kind of machine has it."""
    return [each for each in _same_kind(name, roles, kinds) if plan.since(each) is not None]


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
