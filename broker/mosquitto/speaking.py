"""Whose name is whose role, read back from the access list by which the broker lets speak. Pure.

One list for both: who may come to the broker, and as what, cannot be known to one of them and not to the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from broker.mosquitto.access import HEAD

_SAYS = re.compile(r"topic write \S*/command/(\S+)")
EVERYBODY = "+"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who may speak in a name. `window`: the only one that it is for, where it is told; `own`: the name is its own."""

    role: str
    window: int | None = None
    own: bool = True


@dataclass(frozen=True, slots=True)
class Speakers:
    """By name. `in_all`: somebody speaks in every name that nobody has, as the demo's made-up people."""

    by_name: dict[str, tuple[Speaker, ...]] = field(default_factory=dict)
    in_all: bool = False

    def believed(self, name: str) -> bool:
        """Whether nothing tells who speaks in this name, and nobody is to be held to anything."""
        return self.in_all and name not in self.by_name

    def of(self, name: str) -> tuple[Speaker, ...]:
        return self.by_name.get(name, ())


def speakers(listed: str) -> Speakers | None:
    """None: the list was not made here, and does not say who is what."""
    if not listed.startswith(HEAD):
        return None
    found: dict[str, tuple[Speaker, ...]] = {}
    in_all = False
    note = user = ""
    for line in listed.splitlines():
        if line.startswith("# "):
            note = line.removeprefix("# ")
        elif line.startswith("user "):
            user = line.removeprefix("user ")
        elif (said := _SAYS.fullmatch(line)) is not None:
            name = said[1]
            in_all |= name == EVERYBODY
            if name != EVERYBODY:
                role, _, window = note.partition(", window ")
                speaker = Speaker(role, int(window) if window else None, own=name == user)
                found[name] = (*found.get(name, ()), speaker)
    return Speakers(found, in_all)
