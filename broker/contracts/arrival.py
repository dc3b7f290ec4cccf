"""How far a box that has no role yet has come on its way into the hall: told by what asks, shown by what has a screen."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Stage = Literal[
    "searching", "waiting", "accepted", "refused", "kit-broken", "no-kit", "founding", "hall-broken", "founded"
]


class Arrival(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file, written anew at each step. `details`: mistakes of the kit or of the hall file with their lines, or why it
    was refused. `code`: what lets the box in, or, where it has founded the hall, its first person.

    `identify`: how often somebody has asked which box this is. `technician`: whom to call, as the kit says.
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
