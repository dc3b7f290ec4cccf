"""How far a box that has no role yet has come on its way into the hall: told by what asks, shown by what has a screen.

And back from there: which role a person has touched.
"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

Stage = Literal[
    "searching", "waiting", "replacing", "no-room", "accepted", "refused", "kit-broken", "no-kit", "founding", "hall-broken",
    "founded",
]  # fmt: skip
WantedRole = Literal["dispenser", "info", "survey", "board", "window-sign", "announcer"]
"""What a box with a screen may be, in the order in which it offers that. The others have none that is touched."""

WANTED_ROLES: tuple[WantedRole, ...] = get_args(WantedRole)
WANTED = "wanted/role.json"
"""Beside the file of the arrival: a folder of the screen's own user, who may write nothing else there."""


class Arrival(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file, written anew at each step. `details`: mistakes of the kit or of the hall file with their lines, or why it
    was refused. `code`: what lets the box in, or, where it has founded the hall, its first person.

    `role`: what it was let in as; before that, what it wants to be. `identify`: how often somebody has asked which box
    this is. `technician`: whom to call, as the kit says.
    """

    stage: Stage
    hall: str = ""
    hardware: str = ""
    code: str = ""
    name: str = ""
    role: str = ""
    address: str = ""
    details: tuple[str, ...] = ()
    technician: str = ""
    identify: int = 0


class Wanted(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody has touched; "": whatever the hall says. The technician decides."""

    role: WantedRole | Literal[""]
