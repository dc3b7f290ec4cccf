"""As whom a box might come in: what the hall still lacks, and the next free name. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct

from broker.contracts.hall_file import HallFile

# What can be let in from the page, in the order of a list. The queue-master's own machine has its roles without a code.
ROLES = ("dispenser", "board", "announcer", "window-sign", "info", "survey", "buttons", "standby", "witness")
AT_WINDOWS = frozenset({"window-sign", "survey", "buttons"})


class Proposal(Struct, frozen=True):
    name: str
    window: int | None = None


def lacking(hall: HallFile, names: Mapping[str, str]) -> tuple[str, ...]:
    """Roles without which the hall does not work: numbers from a dispenser, a board for every zone, a voice."""
    have = list(names.values())
    wanted = {"dispenser": 1, "board": max(1, len(hall.zones)), "announcer": 1}
    return tuple(role for role, least in wanted.items() if have.count(role) < least)


def role_for(asked: str, hall: HallFile, names: Mapping[str, str]) -> str:
    """The role of a box that has asked for one, else what the hall lacks first, else another board."""
    return asked if asked in ROLES else next(iter(lacking(hall, names)), "board")


def proposals(hall: HallFile, names: Mapping[str, str], taken: Collection[str]) -> dict[str, Proposal]:
    """For each role a name that nobody has. What stands at a window is called by the first one that has none yet."""
    return {role: _proposal(role, hall, {*names, *taken}) for role in ROLES}


def _proposal(role: str, hall: HallFile, taken: Collection[str]) -> Proposal:
    if role in AT_WINDOWS:
        free = next((window for window in sorted(hall.windows) if f"{role}-{window}" not in taken), None)
        if free is not None:
            return Proposal(f"{role}-{free}", free)
    number = next(n for n in range(1, len(taken) + 2) if f"{role}-{n}" not in taken)
    return Proposal(f"{role}-{number}")
